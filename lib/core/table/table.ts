/** A table that came from outside: a CSV or XLSX file, or cells that were pasted. */

/** What is read of a file at most; what is beyond is refused or cut, and said with its line. */
export const tableLimits = {
  bytes: 50_000_000,
  rows: 200_000,
  columns: 200,
  /** Characters of one cell, as in a spreadsheet. */
  cell: 32_767,
  /** Problems that are kept with their place; all are counted. */
  problems: 1_000,
} as const;

export interface TableRow {
  /** Line in the file (row of the sheet), from 1: where a person finds it. */
  line: number;
  /** As many as there are headers; what was missing is empty. */
  cells: string[];
  /** Nobody sees it in the file: a filter or a person has hidden it there. */
  hidden?: true;
}

export type TableProblemKind =
  /** A quote was opened and never closed: it was read as a plain character. */
  | 'unclosed-quote'
  /** Something stands after a closing quote. */
  | 'stray-quote'
  /** Fewer cells than headers: the missing ones are empty. */
  | 'too-few-cells'
  /** More cells than headers: the others were left out. */
  | 'too-many-cells'
  /** More columns than can be used: the others were left out. */
  | 'too-many-columns'
  | 'cell-too-long'
  /** A character the encoding could not tell, shown as �. */
  | 'unreadable-character';

export interface TableProblem {
  line: number;
  kind: TableProblemKind;
  /** Cells wanted and found, where that is the problem. */
  expected?: number;
  found?: number;
}

/** Rows as a parser gives them, each with its line. */
export interface RawRow {
  line: number;
  cells: string[];
  hidden?: true;
}

export interface Table {
  /** Unique and never empty; letters of the column where the file has no name. */
  headers: string[];
  hasHeader: boolean;
  /** What stood in the lines above the header, which are no rows. */
  titles: string[];
  rows: TableRow[];
  problems: TableProblem[];
  /** All of them, of which `problems` may be the first part. */
  problemCount: number;
}
