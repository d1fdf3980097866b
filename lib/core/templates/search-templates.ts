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
  /** Plain text of the body. */
  text: string;
  name: string;
  hay: string;
}

export function indexTemplate<Row extends Searchable>(row: Row): IndexedTemplate<Row> {
  const text = htmlToText(row.html);
  const name = foldText(row.name);
  const shortcut = row.shortcut === '' ? '' : `/${row.shortcut}`;
  const rest = foldText(`${row.category} ${shortcut} ${row.subject} ${text}`);
  return { row, text, name, hay: `${name} ${rest}` };
}

/**
 * Every word of the query must occur somewhere, whatever accents and capitals. Best first: the shortcut
 * itself, names that begin so, names that hold the words, then the others; among equals favourites, then
 * what was used or changed last.
 */
export function searchTemplates<Row extends Searchable>(
  all: readonly IndexedTemplate<Row>[],
  query: string,
): IndexedTemplate<Row>[] {
  const folded = foldText(query).trim();
  const words = folded.split(/\s+/).filter(Boolean);
  const found = all.filter(({ hay }) => words.every((word) => hay.includes(word)));
  const ranked = found.map((entry) => ({ entry, rank: rank(entry, folded, words) }));
  ranked.sort((a, b) => a.rank - b.rank || recency(b.entry.row) - recency(a.entry.row));
  return ranked.map(({ entry }) => entry);
}

function rank(
  { row, name }: IndexedTemplate<Searchable>,
  query: string,
  words: readonly string[],
): number {
  const favourite = row.favourite ? 0 : 1;
  if (query === '') return favourite;
  if (foldText(row.shortcut) === query.replace(/^\//, '')) return 0;
  if (name.startsWith(query)) return 2 + favourite;
  if (words.every((word) => name.includes(word))) return 4 + favourite;
  return 6 + favourite;
}

function recency({ usedAt = 0, updatedAt }: Searchable): number {
  return Math.max(usedAt, updatedAt);
}
