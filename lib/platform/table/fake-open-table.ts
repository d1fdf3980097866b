import type { OpenTable } from '@/lib/platform/table/open-table';
import { type TableOptions, TableSession } from '@/lib/platform/table/table-session';

/**
 * A table as `openTable` gives it, with its session in this thread: tests have no workers.
 * @param portion rows that `eachRows` hands over at once
 */
export async function openFakeTable(
  source: Blob | string,
  options: TableOptions,
  portion = Number.POSITIVE_INFINITY,
): Promise<OpenTable> {
  const session = new TableSession();
  const summary = await session.open(source, options);
  return {
    summary,
    rows: async (from, count) => session.rows(from, count),
    check: async (request) => session.check(request),
    setCell: async (row, column, text) => session.setCell(row, column, text),
    async eachRows(use) {
      for (let from = 0; from < summary.rowCount; from += portion) {
        await use(session.rows(from, portion), from);
      }
    },
    close: () => undefined,
  };
}
