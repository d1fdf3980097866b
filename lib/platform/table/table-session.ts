import { AppError } from '@/lib/core/app-error';
import { type CardNames, isVcard, tabulateVcards } from '@/lib/core/contacts/tabulate-vcards';
import { decodeText, type TableEncoding } from '@/lib/core/table/decode-text';
import { type ColumnGuess, guessColumns } from '@/lib/core/table/guess-columns';
import { type ProblemList, shapeTable } from '@/lib/core/table/shape-table';
import {
  type RawRow,
  type Table,
  type TableProblem,
  type TableRow,
  tableLimits,
} from '@/lib/core/table/table';
import { type CheckRequest, checkRows, type RowCheck } from '@/lib/platform/table/check-rows';
import { parseDelimited } from '@/lib/platform/table/parse-delimited';

/** What overrules a guess, when the user says so. */
export interface TableOptions {
  /** How dates and numbers of a workbook are written. */
  language: string;
  separator?: string;
  encoding?: TableEncoding;
  hasHeader?: boolean;
  sheet?: string;
  /** What the columns of vCards are called. */
  cardNames?: CardNames;
  /** Columns whose names differ by their capitals alone keep them. */
  exactNames?: boolean;
}

export type TableFormat = 'delimited' | 'xlsx' | 'vcard';

/** Everything about a table but its rows. */
export interface TableSummary {
  format: TableFormat;
  headers: string[];
  hasHeader: boolean;
  /** What stood in the lines above the header, which were left out. */
  titles: string[];
  rowCount: number;
  /** Why a row may not be as its author meant it; the first ones. */
  problems: TableProblem[];
  problemCount: number;
  guess: ColumnGuess;
  /** Of `delimited` tables. */
  separator: string;
  encoding: TableEncoding | null;
  /** Of workbooks. */
  sheets: string[];
  sheet: string;
  /** Rows that are hidden in the file, in their order; they are rows like the others here. */
  hiddenRows: number[];
  /** Columns that are hidden in the file, from 0; they are columns like the others here. */
  hiddenColumns: number[];
}

interface Raw {
  format: TableFormat;
  rows: RawRow[];
  problems?: ProblemList;
  separator?: string;
  encoding?: TableEncoding;
  sheets?: string[];
  sheet?: string;
  hasHeader?: boolean;
  hiddenColumns?: number[];
  /** Where the format tells it. */
  guess?: ColumnGuess;
}

/** A table and the questions about it; lives in a worker, so that the page never waits. */
export class TableSession {
  #table: Table = shapeTable([]);

  /** Reads a file or a pasted text. Throws AppError `table-…`. */
  async open(source: Blob | string, options: TableOptions): Promise<TableSummary> {
    const raw = await readSource(source, options);
    if (raw.rows.length > tableLimits.rows + 1) throw new AppError('table-too-many-rows');
    const hasHeader = options.hasHeader ?? raw.hasHeader;
    // The file of an export; a card has no such signs.
    const defused = raw.format !== 'vcard';
    const shape = { exact: options.exactNames, defused };
    const table = shapeTable(raw.rows, raw.problems, hasHeader, shape);
    if (table.rows.length === 0) throw new AppError('table-empty');
    this.#table = table;
    const sample = table.rows.slice(0, 300).map(({ cells }) => cells);
    return {
      format: raw.format,
      headers: table.headers,
      hasHeader: table.hasHeader,
      titles: table.titles,
      rowCount: table.rows.length,
      problems: table.problems,
      problemCount: table.problemCount,
      guess: raw.guess ?? guessColumns(table.headers, sample),
      separator: raw.separator ?? '',
      encoding: raw.encoding ?? null,
      sheets: raw.sheets ?? [],
      sheet: raw.sheet ?? '',
      hiddenRows: table.rows.flatMap(({ hidden }, row) => (hidden ? [row] : [])),
      hiddenColumns: (raw.hiddenColumns ?? []).filter((at) => at < table.headers.length),
    };
  }

  rows(from: number, count: number): TableRow[] {
    // Rows that know only their text cannot cross to the page.
    return this.#table.rows
      .slice(from, from + count)
      .map(({ line, cells, hidden }) => ({ line, cells, ...(hidden && { hidden }) }));
  }

  check(request: CheckRequest): RowCheck {
    return checkRows(this.#table.rows, request);
  }

  /** Puts a corrected text into a cell; the table must be checked again. */
  setCell(row: number, column: number, text: string): void {
    const { rows } = this.#table;
    const { line = 0, cells = [], hidden } = rows[row] ?? {};
    if (column < 0 || column >= cells.length) return;
    rows[row] = { line, cells: cells.with(column, text), ...(hidden && { hidden }) };
  }
}

async function readSource(source: Blob | string, options: TableOptions): Promise<Raw> {
  if (typeof source === 'string') return readText(source, undefined, options);
  if (source.size > tableLimits.bytes) throw new AppError('table-too-large');
  const bytes = new Uint8Array(await source.arrayBuffer());
  if (bytes.length === 0) throw new AppError('table-empty');
  if (startsWith(bytes, [0x50, 0x4b, 3, 4])) {
    // Only who opens a workbook pays for its reader.
    const { readXlsx } = await import('@/lib/platform/table/read-xlsx');
    return { format: 'xlsx', ...(await readXlsx(bytes, options.language, options.sheet)) };
  }
  // The old binary format of Excel, which encrypted new ones use too.
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) throw new AppError('table-old-excel');
  const { text, encoding } = decodeText(bytes, options.encoding);
  return readText(text, encoding, options);
}

function readText(text: string, encoding: TableEncoding | undefined, options: TableOptions): Raw {
  if (text.slice(0, 1_000).includes('\0') || isDocument(text)) {
    throw new AppError('table-unreadable');
  }
  if (isVcard(text)) {
    return {
      format: 'vcard',
      encoding,
      hasHeader: true,
      ...tabulateVcards(text, options.cardNames),
    };
  }
  return { format: 'delimited', encoding, ...parseDelimited(text, options.separator) };
}

/** A web page that calls itself `.xls`, a letter, a PDF: no table, whatever its name says. */
function isDocument(text: string): boolean {
  return /^\s*(?:<(?:!doctype|html|table|\?xml)|\{\\rtf|%PDF)/i.test(text.slice(0, 1_000));
}

function startsWith(bytes: Uint8Array, wanted: readonly number[]): boolean {
  return wanted.every((byte, index) => bytes[index] === byte);
}
