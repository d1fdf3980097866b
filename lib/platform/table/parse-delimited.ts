import Papa from 'papaparse';
import { guessSeparator, readSeparatorLine } from '@/lib/core/table/guess-separator';
import { ProblemList } from '@/lib/core/table/shape-table';
import { type RawRow, tableLimits } from '@/lib/core/table/table';
import { PlainRow } from '@/lib/platform/table/plain-row';

export interface Delimited {
  rows: RawRow[];
  problems: ProblemList;
  separator: string;
}

/** Stands for a quote that is only a character, while the text is parsed. */
const plainQuote = '\ue000';
/** So many quotes that were never closed are put right one by one; then all quotes are characters. */
const repairs = 12;

/**
 * Text with separated cells (RFC 4180 and what people make of it) as rows with their lines. A quote
 * that is never closed would swallow the rest of the file: it is read as a character and reported.
 */
export function parseDelimited(given: string, wanted?: string): Delimited {
  const text = evenLines(given);
  const marked = readSeparatorLine(text);
  const separator = wanted ?? marked?.separator ?? guessSeparator(text);
  const firstLine = marked ? 2 : 1;
  let body = marked ? text.slice(marked.start) : text;
  const problems = new ProblemList();
  if (!body.includes('"'))
    return { rows: cutLines(body, separator, firstLine), problems, separator };
  let parsed = parse(body, separator);
  for (let round = 0; parsed.openQuote !== null && round < repairs; round += 1) {
    const at = parsed.openQuote;
    problems.add({ line: firstLine + countLines(body, at), kind: 'unclosed-quote' });
    const last = round === repairs - 1;
    const rest = body.slice(at + 1);
    body = body.slice(0, at) + plainQuote + (last ? rest.replaceAll('"', plainQuote) : rest);
    parsed = parse(body, separator);
  }
  const rows = numberRows(parsed.cells, firstLine);
  for (const index of parsed.strayQuotes) {
    problems.add({ line: rows[index]?.line ?? firstLine, kind: 'stray-quote' });
  }
  return { rows, problems, separator };
}

/**
 * Every line ended alike: in a file put together from several ones some end otherwise, and with one end for all of them
 * a person would stand in the line of another. Doubled carriage returns come from programs that write each end twice.
 */
function evenLines(text: string): string {
  return text.includes('\r') ? text.replace(/\r{1,3}\n|\r/g, '\n') : text;
}

/** Without quotes a line is a row, and nothing can be wrong with it. */
function cutLines(body: string, separator: string, firstLine: number): RawRow[] {
  return body
    .split('\n', tableLimits.rows + 2)
    .map((text, index) => new PlainRow(firstLine + index, text, separator));
}

interface Parsed {
  cells: string[][];
  /** Place of the first quote that swallowed lines after it. */
  openQuote: number | null;
  /** Rows with something after a closing quote. */
  strayQuotes: number[];
}

function parse(body: string, separator: string): Parsed {
  const { data, errors } = Papa.parse<string[]>(body, {
    delimiter: separator,
    newline: '\n',
    preview: tableLimits.rows + 2,
  });
  let openQuote: number | null = null;
  const strayQuotes = new Set<number>();
  for (const { code, row = 0, index = 0 } of errors) {
    const swallowed = code === 'MissingQuotes' || data[row]?.some((cell) => cell.includes('\n'));
    // The parser tells where the content of the cell begins: its quote stands just before.
    if (swallowed) openQuote = Math.min(openQuote ?? index - 1, index - 1);
    else if (code === 'InvalidQuotes') strayQuotes.add(row);
  }
  return { cells: data, openQuote, strayQuotes: [...strayQuotes] };
}

/** A cell in quotes can hold line breaks: the next row is that many lines further down. */
function numberRows(data: string[][], firstLine: number): RawRow[] {
  const withPlainQuotes = data.some((cells) => cells.some((cell) => cell.includes(plainQuote)));
  let line = firstLine;
  return data.map((cells) => {
    const row = { line, cells };
    line += 1;
    for (const cell of cells) line += countLines(cell, cell.length);
    if (withPlainQuotes) row.cells = cells.map((cell) => cell.replaceAll(plainQuote, '"'));
    return row;
  });
}

/** Line breaks before a place. */
function countLines(text: string, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1))
    lines += 1;
  return lines;
}
