import type { Failure } from '@/lib/core/app-error';
import type { TableRow } from '@/lib/core/table/table';
import type { CheckRequest, RowCheck } from '@/lib/platform/table/check-rows';
import type { TableOptions, TableSummary } from '@/lib/platform/table/table-session';

/** What the page asks of the worker, and what comes back. */
export interface TableProtocol {
  open: { ask: { source: Blob | string; options: TableOptions }; answer: TableSummary };
  rows: { ask: { from: number; count: number }; answer: TableRow[] };
  check: { ask: CheckRequest; answer: RowCheck };
  setCell: { ask: { row: number; column: number; text: string }; answer: undefined };
}

export type TableQuestion = {
  [Name in keyof TableProtocol]: { id: number; name: Name; data: TableProtocol[Name]['ask'] };
}[keyof TableProtocol];

export type TableAnswer = { id: number } & ({ value: unknown } | { failure: Failure });
