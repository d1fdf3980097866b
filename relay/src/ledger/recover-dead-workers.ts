import type { Database } from '../database/open-database.ts';
import { stateWhenReleased } from './settle-recipients.ts';

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
    if (ids.length === 0) return { uncertain: 0, pending: 0 };

    const orphans = trx
      .updateTable('recipients')
      .where('state', '=', 'sending')
      .where('worker', 'in', ids);
    const uncertain = await orphans
      .set({ state: 'uncertain', worker: null, last_error: UNKNOWN })
      .where('past_data', '=', 1)
      .executeTakeFirst();
    // A batch cancelled meanwhile stays cancelled: its rows do not come back.
    const pending = await orphans
      .set((eb) => ({
        state: stateWhenReleased(eb),
        worker: null,
        next_at: 0,
        // The server never heard of it: a crash of ours takes none of the message's tries.
        attempts: eb('attempts', '-', 1),
      }))
      .where('past_data', '=', 0)
      .executeTakeFirst();
    await trx.deleteFrom('workers').where('id', 'in', ids).execute();
    return {
      uncertain: Number(uncertain.numUpdatedRows),
      pending: Number(pending.numUpdatedRows),
    };
  });
}
