import type { RecipientState } from '@iapostemanager/protocol/email-batch';
import { type Expression, type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { Database, Queryable } from '../database/open-database.ts';
import type { Tables } from '../database/tables.ts';
import { storable } from './storable.ts';

/** How one attempt ended. `later` gives the row back; `counted` false takes the attempt off (it never began). */
export type Settlement =
  | { id: number; as: 'sent'; kept?: true }
  | { id: number; as: 'failed' | 'uncertain'; error: string }
  | { id: number; as: 'later'; nextAt: number; error: string | null; counted: boolean };

/** One group commit. */
export type Settlements = { starting: number[]; settled: Settlement[]; nowMs: number };

/** A row given back goes to `pending`, or to `cancelled` when its batch was cancelled while it was out. */
export function stateWhenReleased(
  eb: ExpressionBuilder<Tables, 'recipients'>,
): Expression<RecipientState> {
  return sql<RecipientState>`case when (select state from batches where batches.id = ${eb.ref('recipients.batch_id')}) = 'cancelled' then 'cancelled' else 'pending' end`;
}

/**
 * Marks, in one transaction, rows whose body is about to go out and rows whose attempt ended. Only rows that still
 * belong to `worker` change.
 * @returns the ids that may send their body; a missing one was taken away, and its body must not go out.
 */
export async function settleRecipients(
  database: Database,
  worker: string,
  work: Settlements,
): Promise<Set<number>> {
  const sent = work.settled.filter((row) => row.as === 'sent' && !row.kept).map((row) => row.id);
  if (database.kind === 'postgres' && sent.length === work.settled.length) {
    return settleAtOnce(database, worker, { sent, starting: work.starting, nowMs: work.nowMs });
  }
  return database.db.transaction().execute(async (trx) => {
    const back = work.settled.filter((row) => row.as === 'later').map((row) => row.id);
    if (database.kind === 'postgres' && back.length > 0) {
      await awaitChanges(
        trx,
        trx.selectFrom('recipients').select('batch_id').where('recipients.id', 'in', back),
      );
    }
    await settleKept(trx, worker, work);
    if (sent.length > 0) {
      await ownedRows(trx, worker)
        .set({ state: 'sent', sent_at: work.nowMs, worker: null, last_error: null })
        .where('id', 'in', sent)
        .execute();
    }
    for (const row of work.settled) await settleOne(trx, worker, row);
    return startBodies(trx, worker, work.starting);
  });
}

/**
 * A cancellation of the batches of these rows that is under way ends first: it does not see what is given back here,
 * and this would not see that it was cancelled, and wait in it for ever. Only on Postgres do two write at once. The
 * weakest lock that does it: counting `kept` waits for nobody.
 */
export async function awaitChanges(
  trx: Queryable,
  rows: SelectQueryBuilder<Tables, 'recipients', { batch_id: string }>,
): Promise<void> {
  await trx
    .selectFrom('batches')
    .select('id')
    .where('id', 'in', rows)
    .orderBy('id')
    .forKeyShare()
    .execute();
}

/** What went into the outbox; the batch counts it, so that nobody has to look at all its rows. */
async function settleKept(trx: Queryable, worker: string, { settled, nowMs }: Settlements) {
  const ids = settled.filter((row) => row.as === 'sent' && row.kept).map((row) => row.id);
  if (ids.length === 0) return;
  const rows = await ownedRows(trx, worker)
    .set({ state: 'sent', kept: 1, sent_at: nowMs, worker: null, last_error: null })
    .where('id', 'in', ids)
    .returning('batch_id')
    .execute();
  const perBatch = new Map<string, number>();
  for (const { batch_id: id } of rows) perBatch.set(id, (perBatch.get(id) ?? 0) + 1);
  // Always in one order: two relays that count for the same batches must not wait for each other.
  for (const [id, count] of [...perBatch].sort()) {
    await trx
      .updateTable('batches')
      .set((eb) => ({ kept: eb('kept', '+', count) }))
      .where('id', '=', id)
      .execute();
  }
}

/**
 * The usual case in one statement, which is a transaction by itself: a server across a wire is asked once instead of
 * four times. No row is in both lists: one ends only after its beginning was committed.
 */
async function settleAtOnce(
  { db }: Database,
  worker: string,
  { sent, starting, nowMs }: { sent: number[]; starting: number[]; nowMs: number },
): Promise<Set<number>> {
  const { rows } = await sql<{ id: number }>`with ended as (
      update recipients set state = 'sent', sent_at = ${nowMs}, worker = null, last_error = null
      where state = 'sending' and worker = ${worker} and id = any(${sent}::bigint[]))
    update recipients set past_data = 1
    where state = 'sending' and worker = ${worker} and id = any(${starting}::bigint[])
    returning id`.execute(db);
  return new Set(rows.map((row) => row.id));
}

async function startBodies(trx: Queryable, worker: string, starting: number[]) {
  if (starting.length === 0) return new Set<number>();
  const rows = await ownedRows(trx, worker)
    .set({ past_data: 1 })
    .where('id', 'in', starting)
    .returning('id')
    .execute();
  return new Set(rows.map((row) => row.id));
}

/** Rows of this worker that are still out: the fence every write goes through. */
function ownedRows(trx: Queryable, worker: string) {
  return trx
    .updateTable('recipients')
    .where('state', '=', sql.lit('sending' as const))
    .where('worker', '=', worker);
}

async function settleOne(trx: Queryable, worker: string, row: Settlement): Promise<void> {
  if (row.as === 'sent') return;
  // In the words of a mail server, which may be anything: one that cannot be written would be tried for ever.
  const error = row.error === null ? null : storable(row.error);
  if (row.as === 'later') {
    await ownedRows(trx, worker)
      .set((eb) => ({
        state: stateWhenReleased(eb),
        worker: null,
        past_data: 0,
        next_at: row.nextAt,
        last_error: error,
        attempts: eb('attempts', '-', row.counted ? 0 : 1),
      }))
      .where('id', '=', row.id)
      .execute();
    return;
  }
  await ownedRows(trx, worker)
    .set({ state: row.as, worker: null, last_error: error })
    .where('id', '=', row.id)
    .execute();
}
