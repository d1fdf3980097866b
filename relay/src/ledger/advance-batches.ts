import { sql } from 'kysely';
import type { Database } from '../database/open-database.ts';
import { isOpen } from './is-open.ts';
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

/** Closes running batches with nothing left to do. */
export async function finishBatches(database: Database): Promise<void> {
  await database.db
    .updateTable('batches')
    .set({ state: 'done' })
    .where(isOpen)
    .where('state', '=', 'running')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('recipients')
            .select('id')
            .whereRef('recipients.batch_id', '=', 'batches.id')
            .where('recipients.state', 'in', ['pending', 'sending']),
        ),
      ),
    )
    .execute();
}

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
export async function mendRetryTimes(database: Database, nowMs: number): Promise<number> {
  const mended = await database.db
    .updateTable('recipients')
    .set({ next_at: nowMs })
    .where('state', '=', sql.lit('pending' as const))
    .where('next_at', '>', nowMs + 2 * LONGEST_RETRY_MS)
    .executeTakeFirst();
  return Number(mended.numUpdatedRows);
}
