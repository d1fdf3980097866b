import { straightText } from '@/lib/core/straight-text';
import { looksLikeAddress } from '@/lib/core/table/looks-like-address';
import {
  type RawRow,
  type Table,
  type TableProblem,
  type TableRow,
  tableLimits,
} from '@/lib/core/table/table';
import { undefuseCell } from '@/lib/core/table/write-csv';

/** Collects problems: the first ones with their place, all of them counted. */
export class ProblemList {
  readonly kept: TableProblem[] = [];
  count = 0;

  add(problem: TableProblem): void {
    this.count += 1;
    if (this.kept.length < tableLimits.problems) this.kept.push(problem);
  }
}

/**
 * Makes a table of raw rows: finds the header below the titles, gives each column a name of its own, evens out the
 * rows and leaves empty ones out. `wanted` (is there a header?) overrules the guess. Names are taken for the same
 * whatever their capitals, unless they are `exact`; `defused` cells have an apostrophe before what would be a formula,
 * which is taken away.
 */
export function shapeTable(
  raw: readonly RawRow[],
  problems = new ProblemList(),
  wanted?: boolean,
  { exact = false, defused = false } = {},
): Table {
  const { begin, titles } = findBegin(raw);
  const first = raw[begin];
  const hasHeader = wanted ?? (first !== undefined && isHeader(first.cells));
  const body = first === undefined ? [] : raw.slice(hasHeader ? begin + 1 : begin);
  const width = widthOf(first, hasHeader, body, problems);
  const names = hasHeader ? (first?.cells ?? []) : [];
  const headers = nameColumns(defused ? names.map(undefuseCell) : names, width, exact);
  const rows: TableRow[] = [];
  for (const row of body) {
    // Looked at once: a row may have to cut its cells out of its text.
    const { cells } = row;
    if (!isBlank(cells)) rows.push(evenOut(row, cells, { width, defused }, problems));
  }
  problems.kept.sort((a, b) => a.line - b.line);
  const { kept, count } = problems;
  return { headers, hasHeader, titles, rows, problems: kept, problemCount: count };
}

/** More lines than this above a table are no title. */
const mostTitles = 10;

/**
 * Where the table begins, and the titles above it: lines with one cell, none of them an address, with two lines of
 * several cells right below.
 */
function findBegin(raw: readonly RawRow[]): { begin: number; titles: string[] } {
  const first = raw.findIndex(({ cells }) => !isBlank(cells));
  const titles: string[] = [];
  for (let at = Math.max(0, first); titles.length <= mostTitles; at += 1) {
    const filled = filledCells(raw[at]);
    const [title = ''] = filled;
    if (at >= raw.length || looksLikeAddress(title)) break;
    if (filled.length === 1) titles.push(shortText(title));
    if (filled.length < 2) continue;
    const next = raw.slice(at + 1, at + 10).find(({ cells }) => !isBlank(cells));
    if (filledCells(next).length > 1) return { begin: at, titles };
    break;
  }
  return { begin: first, titles: [] };
}

function filledCells(row: RawRow | undefined): string[] {
  return row?.cells.filter((cell) => cell.trim() !== '') ?? [];
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

function isHeader(cells: readonly string[]): boolean {
  const named = cells.filter((cell) => cell.trim() !== '');
  return named.length > 0 && !named.some((cell) => looksLikeAddress(cell) || isNumber(cell));
}

function isNumber(cell: string): boolean {
  return /^[\d\s.,/+-]+[\p{Sc}%]?$/u.test(cell.trim());
}

function widthOf(
  first: RawRow | undefined,
  hasHeader: boolean,
  body: readonly RawRow[],
  problems: ProblemList,
): number {
  let width = 0;
  if (hasHeader && first) width = usedLength(first.cells);
  else for (const { cells } of body) width = Math.max(width, usedLength(cells));
  if (width > tableLimits.columns) {
    problems.add({
      line: first?.line ?? 1,
      kind: 'too-many-columns',
      expected: tableLimits.columns,
      found: width,
    });
  }
  return Math.min(width, tableLimits.columns);
}

/** Length without empty cells at the end. */
function usedLength(cells: readonly string[]): number {
  let length = cells.length;
  while (length > 0 && (cells[length - 1] ?? '').trim() === '') length -= 1;
  return length;
}

function nameColumns(cells: readonly string[], width: number, exact: boolean): string[] {
  const taken = new Set<string>();
  const known = (name: string): string => (exact ? name : name.toLowerCase());
  return Array.from({ length: width }, (_, index) => {
    const given = shortText(cells[index] ?? '');
    const base = given === '' ? columnLetter(index) : given;
    let name = base;
    for (let number = 2; taken.has(known(name)); number += 1) name = `${base} ${number}`;
    taken.add(known(name));
    return name;
  });
}

/** As one line that can stand in a page. */
function shortText(cell: string): string {
  return cleanCell(straightText(cell)).replace(/\s+/g, ' ').slice(0, 80).trim();
}

/** `A` … `Z`, `AA` … as in a spreadsheet. */
export function columnLetter(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetter(Math.floor(index / 26) - 1) + letter;
}

/** The row itself where nothing is wrong with it: of 100,000 rows that is nearly every one. */
function evenOut(
  row: RawRow,
  cells: string[],
  { width, defused }: { width: number; defused: boolean },
  problems: ProblemList,
): TableRow {
  const { line, hidden } = row;
  if (cells.length < width) {
    problems.add({ line, kind: 'too-few-cells', expected: width, found: cells.length });
  } else if (cells.length > width && width < tableLimits.columns) {
    const found = usedLength(cells);
    if (found > width) problems.add({ line, kind: 'too-many-cells', expected: width, found });
  }
  let long = false;
  let unreadable = false;
  let even = cells.length === width ? cells : null;
  for (let index = 0; index < width; index += 1) {
    const given = cells[index] ?? '';
    if (given.length > tableLimits.cell) long = true;
    if (given.includes('�')) unreadable = true;
    const clean = cleanCell(given.slice(0, tableLimits.cell));
    const cell = defused ? undefuseCell(clean) : clean;
    if (even === cells && cell !== given) even = null;
    even ??= cells.slice(0, index);
    if (even !== cells) even[index] = cell;
  }
  if (long) problems.add({ line, kind: 'cell-too-long', expected: tableLimits.cell });
  if (unreadable) problems.add({ line, kind: 'unreadable-character' });
  return even === cells ? row : { line, cells: even ?? [], ...(hidden && { hidden }) };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]/;

/** Without spaces around it and without characters that nobody sees. */
function cleanCell(cell: string): string {
  const trimmed = cell.trim();
  return control.test(trimmed) ? trimmed.split(control).join('') : trimmed;
}
