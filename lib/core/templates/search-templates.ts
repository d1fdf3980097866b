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
  hay: string;
}

/** All templates with their words, favourites first, then what was used or changed last. */
export function indexTemplates<Row extends Searchable>(
  rows: readonly Row[],
): IndexedTemplate<Row>[] {
  const sorted = [...rows].sort(
    (a, b) => Number(b.favourite) - Number(a.favourite) || recency(b) - recency(a),
  );
  return sorted.map(indexOne);
}

function indexOne<Row extends Searchable>(row: Row): IndexedTemplate<Row> {
  const name = foldText(row.name);
  const shortcut = foldText(row.shortcut);
  const rest = foldText(`${row.category} ${row.subject} ${htmlToText(row.html)}`);
  return { row, name, shortcut, hay: `${name} /${shortcut} ${rest}` };
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
  if (folded === '') return [...all];
  const words = folded.split(/\s+/);
  const shortcut = folded.replace(/^\//, '');
  // Buckets and no sorting: thousands of templates are searched while a key is still down.
  const ranks: IndexedTemplate<Row>[][] = [[], [], [], []];
  for (const entry of all) {
    const { hay, name } = entry;
    if (!words.every((word) => hay.includes(word))) continue;
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
