import type { ExpressionBuilder } from 'kysely';
import type { Database, Queryable } from '../database/open-database.ts';
import type { Tables } from '../database/tables.ts';
import { isOpen } from './is-open.ts';
import { moveWaiting } from './move-waiting.ts';
import { LONGEST_RETRY_MS } from './retry-delay.ts';

/** A batch this late asks its owner first: its news may be stale, or the relay may be a copy of another. */
export const OVERDUE_MS = 24 * 60 * 60 * 1_000;

/** Starts the batches whose time has come; pauses those that are more than a day late. */
export async function startDueBatches(database: Database, nowMs: number): Promise<number> {
  const due = database.db
    .updateTable('batches')
    .where(isOpen)
    .where('state', '=', 'scheduled')
    .where('send_at', '<=', nowMs);
  await due
    .set({ state: 'paused', pause_reason: 'overdue' })
    .where('send_at', '<', nowMs - OVERDUE_MS)
    .execute();
  const started = await due.set({ state: 'running' }).executeTakeFirst();
  return Number(started.numUpdatedRows);
}

/** Batches closed at once. */
const FINISHED_AT_ONCE = 1_000;

/** Closes running batches with nothing left to do. */
export async function finishBatches(database: Database): Promise<void> {
  const over = (db: Queryable) =>
    db
      .selectFrom('batches')
      .select('id')
      .where(isOpen)
      .where('state', '=', 'running')
      .where(nothingLeft)
      .limit(FINISHED_AT_ONCE);
  // Nearly always there is none.
  if (!(await over(database.db).executeTakeFirst())) return;
  await database.db.transaction().execute(async (trx) => {
    const found = over(trx);
    const held = database.kind === 'postgres' ? found.forUpdate().skipLocked() : found;
    const ids = (await held.execute()).map((batch) => batch.id);
    if (ids.length === 0) return;
    // Asked again with the batches held: in the view of one statement, a retry that ends at this moment has not begun.
    await trx
      .updateTable('batches')
      .set({ state: 'done' })
      .where('id', 'in', ids)
      .where(nothingLeft)
      .execute();
  });
}

const nothingLeft = ({ not, exists, selectFrom }: ExpressionBuilder<Tables, 'batches'>) =>
  not(
    exists(
      selectFrom('recipients')
        .select('recipients.id')
        .whereRef('recipients.batch_id', '=', 'batches.id')
        .where('recipients.state', 'in', ['pending', 'sending']),
    ),
  );

/** Which of these batches are running now. */
export async function runningAmong(database: Database, ids: string[]): Promise<Set<string>> {
  const rows = await database.db
    .selectFrom('batches')
    .select('id')
    .where('id', 'in', ids)
    .where('state', '=', 'running')
    .execute();
  return new Set(rows.map((row) => row.id));
}

/**
 * Brings back retries that wait for a time no back-off reaches: they were set while the clock of the machine was wrong.
 * @returns how many
 */
export function mendRetryTimes(database: Database, nowMs: number): Promise<number> {
  return moveWaiting(database, nowMs, (waiting) =>
    waiting.where('next_at', '>', nowMs + 2 * LONGEST_RETRY_MS),
  );
}
