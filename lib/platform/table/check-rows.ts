import type { TableRow } from '@/lib/core/table/table';
import { type AddressFault, checkAddress } from '@/lib/platform/table/check-address';

/** What is wrong with a row, added up: `flags[row] & rowFlag.double`. */
export const rowFlag = { invalid: 1, double: 2, missing: 4, doubtful: 8 } as const;

export interface RowFinding {
  /** Index into the rows of the table. */
  row: number;
  line: number;
  kind: keyof typeof rowFlag;
  /** What stands there, cut to 200 characters. */
  text: string;
  /** With `invalid`. */
  fault?: AddressFault;
  /** With `invalid` and `doubtful`: what was probably meant. */
  suggestion?: string;
  /** With `double`: the line where the same address stands first. */
  firstLine?: number;
  /** With `missing`: the column that is empty. */
  column?: number;
}

export interface RowCheck {
  /** One byte a row, see {@link rowFlag}. */
  flags: Uint8Array<ArrayBuffer>;
  /** How many rows have it, however many of their columns are empty. */
  counts: Record<keyof typeof rowFlag, number>;
  /** The first `findingLimit` of them, in the order of the lines. */
  findings: RowFinding[];
}

export interface CheckRequest {
  /** Column of the addresses; null when there is none, then no address is checked. */
  address: number | null;
  /** Columns that must not be empty. */
  required?: readonly number[];
  /** Rows left out by hand: an address that stands in one of them comes first elsewhere. */
  skipped?: readonly number[];
  /** Rows with an empty required column are left out too. */
  skipMissing?: boolean;
}

const findingLimit = 20_000;

/** Looks at every row: is the address good, does it stand there for the first time, is nothing missing? */
export function checkRows(rows: readonly TableRow[], request: CheckRequest): RowCheck {
  const { address, required = [], skipMissing = false } = request;
  const flags = new Uint8Array(rows.length);
  const counts = { invalid: 0, double: 0, missing: 0, doubtful: 0 };
  const findings: RowFinding[] = [];
  const seen = new Map<string, number>();
  const skipped = new Set(request.skipped);
  const note = (row: number, finding: Omit<RowFinding, 'row'>): void => {
    const before = flags[row] ?? 0;
    const flag = rowFlag[finding.kind];
    flags[row] = before | flag;
    if ((before & flag) === 0) counts[finding.kind] += 1;
    if (findings.length < findingLimit) findings.push({ row, ...finding });
  };
  const checkCell = (row: number, line: number, text: string, leftOut: boolean): void => {
    const short = text.slice(0, 200);
    const check = checkAddress(text);
    if (!check.ok) {
      const { fault, suggestion } = check;
      note(row, { line, kind: 'invalid', text: short, fault, suggestion });
      return;
    }
    const firstLine = seen.get(check.address);
    if (firstLine !== undefined) note(row, { line, kind: 'double', text: short, firstLine });
    else if (!leftOut) seen.set(check.address, line);
    if (check.suggestion) {
      note(row, { line, kind: 'doubtful', text: short, suggestion: check.suggestion });
    }
  };
  for (const [row, { line, cells }] of rows.entries()) {
    const empty = required.filter((column) => (cells[column] ?? '') === '');
    const leftOut = skipped.has(row) || (skipMissing && empty.length > 0);
    if (address !== null) checkCell(row, line, cells[address] ?? '', leftOut);
    for (const column of empty) note(row, { line, kind: 'missing', text: '', column });
  }
  return { flags, counts, findings };
}
