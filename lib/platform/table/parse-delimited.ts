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
export function parseDelimited(text: string, wanted?: string): Delimited {
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

/** Without quotes a line is a row, and nothing can be wrong with it. */
function cutLines(body: string, separator: string, firstLine: number): RawRow[] {
  const beginning = body.slice(0, 1_000_000);
  const { linebreak } = Papa.parse(beginning, { delimiter: separator, preview: 1 }).meta;
  return body
    .split(linebreak, tableLimits.rows + 2)
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
    preview: tableLimits.rows + 2,
  });
  let openQuote: number | null = null;
  const strayQuotes = new Set<number>();
  for (const { code, row = 0, index = 0 } of errors) {
    const swallowed = code === 'MissingQuotes' || data[row]?.some((cell) => /[\r\n]/.test(cell));
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

/** Line breaks before a place; a Mac's lone carriage return is one too. */
function countLines(text: string, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1))
    lines += 1;
  if (lines > 0) return lines;
  for (let at = text.indexOf('\r'); at >= 0 && at < end; at = text.indexOf('\r', at + 1))
    lines += 1;
  return lines;
}
