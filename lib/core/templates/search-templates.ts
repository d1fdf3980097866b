import { foldText } from '@/lib/core/dictation/fold-text';
import { htmlToText } from '@/lib/core/templates/html-to-text';

/** What a template is found by. */
export interface Searchable {
  name: string;
  category: string;
  subject: string;
  html: string;
  shortcut: string;
  favourite: boolean;
  updatedAt: number;
  usedAt?: number;
}

/** A template with its words as they are compared; made once, searched at each key. */
export interface IndexedTemplate<Row extends Searchable> {
  row: Row;
  name: string;
  shortcut: string;
  /** Its different words, with a space between two. */
  hay: string;
}

/**
 * All templates with their words, favourites first, then what was used or changed last.
 *
 * @param before an earlier index: the words of what has not changed since are taken from it
 */
export function indexTemplates<Row extends Searchable & { id: string }>(
  rows: readonly Row[],
  before: readonly IndexedTemplate<Row>[] = [],
): IndexedTemplate<Row>[] {
  const known = new Map(before.map((entry) => [entry.row.id, entry]));
  return sortIndex(rows.map((row) => indexRow(row, known.get(row.id))));
}

/** One template with its words; those of `before` when it still says the same. */
export function indexRow<Row extends Searchable>(
  row: Row,
  before?: IndexedTemplate<Row>,
): IndexedTemplate<Row> {
  return before && saysTheSame(before.row, row) ? { ...before, row } : indexOne(row);
}

/** Favourites first, then what was used or changed last. */
export function sortIndex<Row extends Searchable>(
  entries: readonly IndexedTemplate<Row>[],
): IndexedTemplate<Row>[] {
  return [...entries].sort(
    ({ row: a }, { row: b }) =>
      Number(b.favourite) - Number(a.favourite) || recency(b) - recency(a),
  );
}

function saysTheSame(one: Searchable, other: Searchable): boolean {
  return (['name', 'category', 'subject', 'html', 'shortcut'] as const).every(
    (part) => one[part] === other[part],
  );
}

function indexOne<Row extends Searchable>(row: Row): IndexedTemplate<Row> {
  const name = foldText(row.name);
  const shortcut = foldText(row.shortcut);
  const rest = foldText(`${row.category} ${row.subject} ${htmlToText(row.html)}`);
  // Each word once: none of a query reaches over a space, and a mail says many words again and again.
  const words = new Set(`${name} /${shortcut} ${rest}`.split(/\s+/));
  return { row, name, shortcut, hay: [...words].join(' ') };
}

/**
 * Every word of the query must occur somewhere, whatever accents and capitals. Best first: the shortcut
 * itself, names that begin so, names that hold the words, then the others; among equals the order of
 * `all` stays.
 */
export function searchTemplates<Row extends Searchable>(
  all: readonly IndexedTemplate<Row>[],
  query: string,
): IndexedTemplate<Row>[] {
  const folded = foldText(query).trim();
  return folded === '' ? [...all] : rank(matching(all, folded.split(/\s+/)), folded);
}

/** Searches whose findings are kept for those that narrow them down. */
const keptSearches = 24;

/**
 * The same search for somebody who types: a query whose words hold those of an earlier one is looked for
 * only where that one was found. Thousands of templates are searched while a key is still down.
 */
export function createTemplateSearch<Row extends Searchable>(): typeof searchTemplates<Row> {
  let searched: unknown;
  let kept: { words: string[]; found: IndexedTemplate<Row>[] }[] = [];
  return (all, query) => {
    const folded = foldText(query).trim();
    if (folded === '') return [...all];
    if (searched !== all) kept = [];
    searched = all;
    const words = folded.split(/\s+/);
    let among = all;
    let holds: readonly string[] = [];
    for (const { words: before, found } of kept) {
      const narrower = before.every((part) => words.some((word) => word.includes(part)));
      if (narrower && found.length < among.length) [among, holds] = [found, before];
    }
    const left = words.filter((word) => !holds.includes(word));
    const found = matching(among, left);
    kept = [...kept.slice(1 - keptSearches), { words, found }];
    return rank(found, folded);
  };
}

function matching<Row extends Searchable>(
  entries: readonly IndexedTemplate<Row>[],
  words: readonly string[],
): IndexedTemplate<Row>[] {
  let found = [...entries];
  for (const word of words) found = found.filter(({ hay }) => hay.includes(word));
  return found;
}

/** Buckets and no sorting. */
function rank<Row extends Searchable>(
  found: readonly IndexedTemplate<Row>[],
  folded: string,
): IndexedTemplate<Row>[] {
  const words = folded.split(/\s+/);
  const shortcut = folded.replace(/^\//, '');
  const ranks: IndexedTemplate<Row>[][] = [[], [], [], []];
  for (const entry of found) {
    const { name } = entry;
    if (entry.shortcut === shortcut) ranks[0]?.push(entry);
    else if (name.startsWith(folded)) ranks[1]?.push(entry);
    else if (words.every((word) => name.includes(word))) ranks[2]?.push(entry);
    else ranks[3]?.push(entry);
  }
  return ranks.flat();
}

function recency({ usedAt = 0, updatedAt }: Searchable): number {
  return Math.max(usedAt, updatedAt);
}
