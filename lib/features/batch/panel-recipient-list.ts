import { useEffect, useRef, useState } from 'preact/hooks';
import { type Failure, toFailure } from '@/lib/core/app-error';
import type { BatchColumns } from '@/lib/core/batch/variable-sources';
import { isTableEncoding } from '@/lib/core/table/decode-text';
import { isWholeName } from '@/lib/core/templates/recipient-values';
import { type RowCheck, rowFlag } from '@/lib/platform/table/check-rows';
import {
  type OpenTable,
  openTable,
  prepareTable,
  releasePrepared,
} from '@/lib/platform/table/open-table';
import { currentLanguage } from '@/lib/platform/translate';
import { type BatchDraft, withoutCell } from './batch-draft';
import type { DraftState } from './panel-draft';

export interface RecipientList {
  state: 'none' | 'opening' | 'ready' | 'failed';
  failure: Failure | null;
  table: OpenTable | null;
  columns: BatchColumns;
  /** Null while it is being made. */
  check: RowCheck | null;
  /** Corrects a cell; the check follows. */
  correct(row: number, column: number, text: string): void;
}

const nowhere: BatchColumns = { address: null, name: null, firstName: null, organisation: null };

/** Opens the table of a draft in its worker, with the corrections made so far. */
export function useTable(state: DraftState): Omit<RecipientList, 'check'> {
  const { draft, source, cellsTurn } = state;
  const [opened, setOpened] = useState<{ table: OpenTable | null; failure: Failure | null }>({
    table: null,
    failure: null,
  });
  const edits = useRef(draft?.edits ?? []);
  edits.current = draft?.edits ?? [];
  const begun = useRef(draft?.begun ?? []);
  begun.current = draft?.begun ?? [];
  const how = JSON.stringify([draft?.sheet, draft?.separator, draft?.encoding, draft?.hasHeader]);

  useEffect(() => releasePrepared, []);
  useEffect(() => {
    setOpened({ table: null, failure: null });
    if (source === null) return prepareTable();
    const gone = new AbortController();
    let table: OpenTable | null = null;
    read(source, draft ?? null, gone.signal).then(
      async (next) => {
        table = next;
        for (const { row, column, text } of edits.current) await next.setCell(row, column, text);
        if (gone.signal.aborted) next.close();
        else setOpened({ table: next, failure: null });
      },
      (thrown) => !gone.signal.aborted && setOpened({ table: null, failure: toFailure(thrown) }),
    );
    return () => {
      gone.abort();
      table?.close();
    };
  }, [source, how, cellsTurn]);

  const { table, failure } = opened;
  return {
    state: source === null ? 'none' : failure ? 'failed' : table ? 'ready' : 'opening',
    failure,
    table,
    columns: draft && table ? columnsOf(draft, table) : nowhere,
    correct(row, column, text) {
      const cell = { row, column, text };
      void table?.setCell(row, column, text);
      state.change({
        edits: [...withoutCell(edits.current, cell), cell],
        begun: withoutCell(begun.current, cell),
      });
    },
  };
}

function read(
  source: Blob | string,
  draft: BatchDraft | null,
  signal: AbortSignal,
): Promise<OpenTable> {
  const options = {
    language: currentLanguage.value,
    ...(draft?.sheet ? { sheet: draft.sheet } : {}),
    ...(draft?.separator ? { separator: draft.separator } : {}),
    ...(draft && isTableEncoding(draft.encoding) ? { encoding: draft.encoding } : {}),
    ...(draft && draft.hasHeader !== null ? { hasHeader: draft.hasHeader } : {}),
  };
  return openTable(source, options, signal);
}

/** The guess, where the user has not chosen otherwise ('' = none). */
export function columnsOf(draft: BatchDraft, { summary }: OpenTable): BatchColumns {
  const chosen = (header: string | null, guess: number | null): number | null => {
    if (header === null) return guess;
    const index = summary.headers.indexOf(header);
    return index >= 0 ? index : null;
  };
  const name = chosen(draft.nameColumn, summary.guess.name);
  return {
    address: chosen(draft.addressColumn, summary.guess.address),
    name,
    wholeName: name !== null && isWholeName(summary.headers[name] ?? ''),
    firstName: chosen(draft.firstNameColumn, summary.guess.firstName),
    organisation: summary.guess.organisation,
  };
}

export interface CurrentCheck {
  /** The last one; null until there is one. */
  check: RowCheck | null;
  /** Is it about the rows and decisions as they are now? */
  current: boolean;
}

/** Checks every row in the worker, again whenever something that matters has changed. */
export function useCheck(
  table: OpenTable | null,
  columns: BatchColumns,
  required: readonly number[],
  { edits, skipped, skipMissing }: Pick<BatchDraft, 'edits' | 'skipped' | 'skipMissing'>,
): CurrentCheck {
  const [made, setMade] = useState<{ check: RowCheck; about: unknown[] } | null>(null);
  const about = [table, JSON.stringify([columns.address, required]), edits, skipped, skipMissing];
  useEffect(() => {
    if (!table) return setMade(null);
    let over = false;
    table.check({ address: columns.address, required, skipped, skipMissing }).then(
      (check) => !over && setMade({ check, about }),
      () => undefined,
    );
    return () => {
      over = true;
    };
  }, about);
  return {
    check: made?.check ?? null,
    current: made?.about.every((one, index) => one === about[index]) ?? false,
  };
}

/** Does this row get a mail? */
export function isIncluded(
  row: number,
  flags: Uint8Array,
  skipped: ReadonlySet<number>,
  skipMissing: boolean,
): boolean {
  const flag = flags[row] ?? 0;
  if ((flag & (rowFlag.invalid | rowFlag.double)) !== 0 || skipped.has(row)) return false;
  return !skipMissing || (flag & rowFlag.missing) === 0;
}

/** Rows about which somebody still has to decide, by what is wrong with them. */
export interface OpenRows {
  invalid: number;
  double: number;
  missing: number;
}

export function countOpen({ flags }: RowCheck, draft: BatchDraft): OpenRows {
  const skipped = new Set(draft.skipped);
  const open: OpenRows = { invalid: 0, double: 0, missing: 0 };
  for (let row = 0; row < flags.length; row += 1) {
    const flag = flags[row] ?? 0;
    if (flag === 0 || skipped.has(row)) continue;
    if ((flag & rowFlag.invalid) !== 0) open.invalid += draft.skipInvalid ? 0 : 1;
    else if ((flag & rowFlag.double) !== 0) open.double += draft.skipDoubles ? 0 : 1;
    else if ((flag & rowFlag.missing) !== 0) {
      open.missing += draft.skipMissing || draft.allowMissing ? 0 : 1;
    }
  }
  return open;
}

/** How many rows get a mail. */
export function countIncluded(check: RowCheck, draft: BatchDraft): number {
  const skipped = new Set(draft.skipped);
  let count = 0;
  for (let row = 0; row < check.flags.length; row += 1) {
    if (isIncluded(row, check.flags, skipped, draft.skipMissing)) count += 1;
  }
  return count;
}
