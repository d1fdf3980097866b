import type { RecipientState } from '@iapostemanager/protocol/email-batch';
import { sql } from 'kysely';
import type { Database, Queryable } from '../database/open-database.ts';
import { awaitChanges, stateWhenReleased } from './settle-recipients.ts';

const UNKNOWN = 'the relay stopped while the server was taking this message; it may have arrived';

/**
 * Settles the rows of workers that are gone. Before the body: back to `pending`, nothing can have been delivered.
 * From the body on: `uncertain`, for a person to resolve, never sent again silently.
 * @param everyWorker true when this process is known to be alone (embedded database at start).
 */
export async function recoverDeadWorkers(
  database: Database,
  { everyWorker = false } = {},
): Promise<{ uncertain: number; pending: number }> {
  return database.db.transaction().execute(async (trx) => {
    let dead = trx.selectFrom('workers').select('id');
    if (!everyWorker) dead = dead.where('lease_until', '<=', database.now);
    if (database.kind === 'postgres') dead = dead.forUpdate().skipLocked();
    const ids = (await dead.execute()).map((row) => row.id);
    const settled = await settleRowsOf(database, trx, [...ids, ...(await unknownWorkers(trx))]);
    if (ids.length > 0) await trx.deleteFrom('workers').where('id', 'in', ids).execute();
    return settled;
  });
}

/** Whoever holds rows and is not registered any more can never settle them. */
async function unknownWorkers(trx: Queryable): Promise<string[]> {
  const rows = await trx
    .selectFrom('recipients')
    .select('worker')
    .distinct()
    // Written out, not bound: only so does SQLite use the index of this state.
    .where('state', '=', sql.lit('sending' as const))
    .where('worker', 'is not', null)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('workers').select('id').whereRef('id', '=', 'recipients.worker'))),
    )
    .execute();
  return rows.flatMap((row) => row.worker ?? []);
}

/**
 * In one statement: a worker that only seems dead may begin a body at this very moment. Between two statements its row
 * would belong to neither, and stay `sending` for ever; so whoever comes second sees what the first one did.
 */
async function settleRowsOf(database: Database, trx: Queryable, workers: string[]) {
  if (workers.length === 0) return { uncertain: 0, pending: 0 };
  if (database.kind === 'postgres') {
    await awaitChanges(
      trx,
      trx
        .selectFrom('recipients')
        .select('batch_id')
        .where('state', '=', sql.lit('sending' as const))
        .where('worker', 'in', workers),
    );
  }
  const rows = await trx
    .updateTable('recipients')
    .where('state', '=', sql.lit('sending' as const))
    .where('worker', 'in', workers)
    .set((eb) => ({
      // A batch cancelled meanwhile stays cancelled: its rows do not come back.
      state: sql<RecipientState>`case when past_data = 1 then 'uncertain' else ${stateWhenReleased(eb)} end`,
      worker: null,
      last_error: sql<
        string | null
      >`case when past_data = 1 then ${sql.lit(UNKNOWN)} else last_error end`,
      next_at: sql<number>`case when past_data = 1 then next_at else 0 end`,
      // Before the body the server never heard of it: a crash of ours takes none of the message's tries.
      attempts: sql<number>`case when past_data = 1 then attempts else attempts - 1 end`,
    }))
    .returning('past_data')
    .execute();
  const uncertain = rows.filter((row) => row.past_data === 1).length;
  return { uncertain, pending: rows.length - uncertain };
}
