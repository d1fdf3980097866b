import type { BatchState } from '@iapostemanager/protocol/email-batch';
import { sql, type UpdateResult } from 'kysely';
import type { Database, Queryable } from '../database/open-database.ts';
import { refuseBlocked } from './accept-batch.ts';
import { OVERDUE_MS } from './advance-batches.ts';
import { firstState } from './pack-batch.ts';

/** The batch is in a state in which this wish makes no sense. `code` is stable. */
export class BatchStateError extends Error {
  readonly code: 'wrong-state' | 'overdue';
  constructor(code: 'wrong-state' | 'overdue', message: string) {
    super(message);
    this.name = 'BatchStateError';
    this.code = code;
  }
}

type Change = { userId: string; batchId: string; nowMs: number };

/** Each change resolves to the number of rows it touched, or undefined when the user has no such batch. */
async function changeBatch(
  database: Database,
  change: Change,
  apply: (
    trx: Queryable,
    batch: { state: BatchState; pause_reason: string | null; send_at: number | null },
  ) => Promise<number>,
): Promise<number | undefined> {
  return database.db.transaction().execute(async (trx) => {
    let query = trx
      .selectFrom('batches')
      .select(['state', 'pause_reason', 'send_at'])
      .where('id', '=', change.batchId)
      .where('user_id', '=', change.userId);
    if (database.kind === 'postgres') query = query.forUpdate();
    // The body of a wish may come minutes after its token was looked at.
    await refuseBlocked(database, trx, change.userId);
    const batch = await query.executeTakeFirst();
    return batch && apply(trx, batch);
  });
}

function setState(trx: Queryable, id: string, state: BatchState, reason: string | null = null) {
  return trx
    .updateTable('batches')
    .set({ state, pause_reason: reason })
    .where('id', '=', id)
    .execute();
}

function expect(state: BatchState, allowed: BatchState[], verb: string) {
  if (!allowed.includes(state)) {
    throw new BatchStateError('wrong-state', `a ${state} batch cannot be ${verb}`);
  }
}

/** No new recipient is claimed; those on the wire end as they end. */
export function pauseBatch(database: Database, change: Change) {
  return changeBatch(database, change, async (trx, batch) => {
    if (batch.state === 'paused') return 0;
    expect(batch.state, ['running', 'scheduled'], 'paused');
    await setState(trx, change.batchId, 'paused', 'user');
    return 1;
  });
}

/** Goes on with what is still pending; nothing that was sent is touched. */
export function resumeBatch(database: Database, change: Change & { overdue?: boolean }) {
  return changeBatch(database, change, async (trx, batch) => {
    if (batch.state === 'running') return 0;
    expect(batch.state, ['paused'], 'resumed');
    const late = batch.send_at !== null && batch.send_at < change.nowMs - OVERDUE_MS;
    if (batch.pause_reason === 'overdue' && late && !change.overdue) {
      throw new BatchStateError('overdue', 'this batch is more than 24 hours late: confirm it');
    }
    const future = batch.send_at !== null && batch.send_at > change.nowMs;
    await setState(trx, change.batchId, future ? 'scheduled' : 'running');
    return 1;
  });
}

/**
 * Another time for a batch that waits for its own, or now (null). Only while it waits: one that has begun is as good as
 * sent, and whoever asked is told. Its recipients are not touched.
 */
export function rescheduleBatch(database: Database, change: Change & { sendAt: number | null }) {
  return changeBatch(database, change, async (trx, batch) => {
    expect(batch.state, ['scheduled'], 'rescheduled');
    const next = firstState(change.sendAt, change.nowMs);
    const late = batch.send_at !== null && batch.send_at < change.nowMs - OVERDUE_MS;
    // The relay slept through its time, and has not asked yet.
    if (late && next.state === 'running') {
      throw new BatchStateError('overdue', 'this batch is more than 24 hours late: confirm it');
    }
    const moved = await trx
      .updateTable('batches')
      .set({ send_at: change.sendAt, ...next })
      .where('id', '=', change.batchId)
      .executeTakeFirst();
    return Number(moved.numUpdatedRows);
  });
}

/** What has not begun will never begin; what is on the wire ends as it ends. */
export function cancelBatch(database: Database, change: Change) {
  return changeBatch(database, change, async (trx, batch) => {
    if (batch.state === 'cancelled') return 0;
    expect(batch.state, ['running', 'paused', 'scheduled'], 'cancelled');
    await setState(trx, change.batchId, 'cancelled');
    const rows = await trx
      .updateTable('recipients')
      .set({ state: 'cancelled' })
      .where('batch_id', '=', change.batchId)
      .where('state', '=', sql.lit('pending' as const))
      .executeTakeFirst();
    return Number(rows.numUpdatedRows);
  });
}

/** Only the failed ones are tried again, with their old Message-ID. */
export function retryFailed(database: Database, change: Change) {
  return changeBatch(database, change, async (trx, batch) => {
    expect(batch.state, ['running', 'paused', 'done'], 'retried');
    return reopen(trx, change.batchId, batch.state, ['failed']);
  });
}

/** Writes down what the user found out about uncertain recipients. */
export function resolveUncertain(
  database: Database,
  change: Change & { as: 'sent' | 'failed' | 'resend'; indexes?: number[] },
) {
  return changeBatch(database, change, async (trx, batch) => {
    if (change.as === 'resend') {
      expect(batch.state, ['running', 'paused', 'done'], 'sent again');
      return reopen(trx, change.batchId, batch.state, ['uncertain'], change.indexes);
    }
    return eachSlice(change.indexes, (indexes) =>
      trx
        .updateTable('recipients')
        .set(
          change.as === 'sent'
            ? { state: 'sent', sent_at: change.nowMs }
            : { state: 'failed' as const },
        )
        .where('batch_id', '=', change.batchId)
        .where('state', '=', 'uncertain')
        .$if(indexes !== undefined, (query) => query.where('idx', 'in', indexes ?? []))
        .executeTakeFirst(),
    );
  });
}

/** Values in one statement; SQLite takes 32,766, Postgres 65,535. */
const SLICE = 10_000;

/** Runs a change for so many of these indexes at a time, or once for all recipients. @returns how many rows changed. */
async function eachSlice(
  indexes: number[] | undefined,
  change: (slice: number[] | undefined) => Promise<UpdateResult>,
): Promise<number> {
  let rows = 0;
  let from = 0;
  do {
    const slice = indexes?.slice(from, from + SLICE);
    rows += Number((await change(slice)).numUpdatedRows);
    from += SLICE;
  } while (from < (indexes?.length ?? 0));
  return rows;
}

async function reopen(
  trx: Queryable,
  batchId: string,
  state: BatchState,
  from: ('failed' | 'uncertain')[],
  indexes?: number[],
): Promise<number> {
  const rows = await eachSlice(indexes, (slice) =>
    trx
      .updateTable('recipients')
      .set({ state: 'pending', attempts: 0, next_at: 0, past_data: 0 })
      .where('batch_id', '=', batchId)
      .where('state', 'in', from)
      .$if(slice !== undefined, (query) => query.where('idx', 'in', slice ?? []))
      .executeTakeFirst(),
  );
  if (rows > 0 && state === 'done') await setState(trx, batchId, 'running');
  return rows;
}
