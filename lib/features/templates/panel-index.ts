import { type IndexedTemplate, indexRow, sortIndex } from '@/lib/core/templates/search-templates';
import { database, type TemplateRow } from '@/lib/platform/database';
import { guarded } from '@/lib/platform/storage-guard';
import { createTemplateList } from './list-templates';
import type { TemplatePage, TemplateQuery } from './messages';

/** Rows read and made ready in one turn: a few milliseconds. */
const portion = 100;

/** What was read last: words that have not changed are not folded again. */
let before: readonly IndexedTemplate<TemplateRow>[] = [];

/**
 * All templates in this page, so that a key is answered in the turn in which it comes. Read while the
 * page has nothing else to do. Answers the list for a query, or null when `until` was aborted meanwhile.
 */
export async function readPageIndex(
  until: AbortSignal,
): Promise<((asked: TemplateQuery) => TemplatePage) | null> {
  const known = new Map(before.map((entry) => [entry.row.id, entry]));
  const entries: IndexedTemplate<TemplateRow>[] = [];
  for (let last = '', more = true; more; ) {
    await idle();
    const rows = await guarded(() =>
      database.templates.where(':id').above(last).limit(portion).toArray(),
    );
    if (until.aborted) return null;
    for (const row of rows) {
      if (row.deletedAt === undefined) entries.push(indexRow(row, known.get(row.id)));
    }
    more = rows.length === portion;
    last = rows.at(-1)?.id ?? last;
  }
  const all = sortIndex(entries);
  before = all;
  const list = createTemplateList();
  return (asked) => list(all, asked);
}

function idle(): Promise<unknown> {
  return new Promise((resolve) => requestIdleCallback(resolve, { timeout: 500 }));
}
