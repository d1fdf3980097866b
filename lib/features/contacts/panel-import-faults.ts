import type { TableProblem } from '@/lib/core/table/table';
import type { RowFinding } from '@/lib/platform/table/check-rows';
import type { TableSummary } from '@/lib/platform/table/table-session';

/** What a person calls the rows of this table: vCards are cards. The place of such sentences in the catalogues. */
export function importWords({ format }: Pick<TableSummary, 'format'>) {
  return format === 'vcard' ? 'cards' : 'import';
}

/** A row that is not good, or what the file itself says wrongly. */
export type ImportFault =
  | { finding: RowFinding; problem?: undefined }
  | { finding?: undefined; problem: TableProblem };

/** The first `limit` of both, which stand in the order of their lines each, in that order. */
export function faultsByLine(
  findings: readonly RowFinding[],
  problems: readonly TableProblem[],
  limit: number,
): ImportFault[] {
  const faults: ImportFault[] = [
    ...findings.slice(0, limit).map((finding) => ({ finding })),
    ...problems.slice(0, limit).map((problem) => ({ problem })),
  ];
  const lineOf = ({ finding, problem }: ImportFault): number =>
    finding ? finding.line : problem.line;
  return faults.sort((a, b) => lineOf(a) - lineOf(b)).slice(0, limit);
}
