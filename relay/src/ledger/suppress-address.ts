import { sql } from 'kysely';
import type { Database, Queryable } from '../database/open-database.ts';

/**
 * Stands for everybody who sends from this address, in the place of a user: who unsubscribed from a sender does not
 * know that several accounts write under its name.
 */
export const everyoneFrom = (from: string) => `from:${from.toLowerCase()}`;

/** Says whose mail somebody unsubscribed from: only that account can lift it again for all. */
const unsubscribedFrom = (userId: string) => `unsubscribed:${userId}`;

/** Nobody writes from the sender's address to this one any more; what waits for it stops when its turn comes. */
export async function unsubscribe(
  database: Database,
  {
    userId,
    address,
    from,
    nowMs,
  }: { userId: string; address: string; from: string; nowMs: number },
): Promise<void> {
  await database.db
    .insertInto('suppressions')
    .values({
      user_id: everyoneFrom(from),
      address: address.toLowerCase(),
      reason: unsubscribedFrom(userId),
      created_at: nowMs,
    })
    .onConflict((conflict) => conflict.columns(['user_id', 'address']).doNothing())
    .execute();
  await suppressAddress(database, { userId, address, reason: 'unsubscribed', nowMs });
}

/** The user may write to this address again, as may others under the name it unsubscribed from. @returns false when there was nothing to lift. */
export async function allowAddress(
  database: Database,
  { userId, address }: { userId: string; address: string },
): Promise<boolean> {
  const lower = address.toLowerCase();
  // Together: half of it would leave an address that nobody may write to and nobody finds in a list.
  return database.db.transaction().execute(async (trx) => {
    const gone = await trx
      .deleteFrom('suppressions')
      .where('user_id', '=', userId)
      .where('address', '=', lower)
      .executeTakeFirst();
    if (Number(gone.numDeletedRows) === 0) return false;
    await trx
      .deleteFrom('suppressions')
      .where('reason', '=', unsubscribedFrom(userId))
      .where('user_id', 'like', 'from:%')
      .where('address', '=', lower)
      .execute();
    return true;
  });
}

/** The user may not write to this address any more; what is still pending for it, or claimed and not begun, stops now. */
export async function suppressAddress(
  database: Database,
  {
    userId,
    address,
    reason,
    nowMs,
  }: {
    userId: string;
    address: string;
    reason: string;
    nowMs: number;
  },
): Promise<void> {
  const lower = address.toLowerCase();
  await database.db.transaction().execute(async (trx) => {
    await trx
      .insertInto('suppressions')
      .values({ user_id: userId, address: lower, reason, created_at: nowMs })
      .onConflict((conflict) => conflict.columns(['user_id', 'address']).doNothing())
      .execute();
    await trx
      .updateTable('recipients')
      .set({ state: 'suppressed' })
      .where('state', '=', sql.lit('pending' as const))
      .where((eb) => eb(eb.fn('lower', ['address']), '=', lower))
      .where('batch_id', 'in', (eb) =>
        eb.selectFrom('batches').select('batches.id').where('user_id', '=', userId),
      )
      .execute();
    await stopClaimed(database, trx, userId, lower);
  });
}

/**
 * A row waits behind others for minutes where a server is slow. Its sender is told when it asks whether the body may
 * begin: the row is not its own any more.
 */
async function stopClaimed(database: Database, trx: Queryable, userId: string, lower: string) {
  let claimed = trx
    .selectFrom('recipients')
    .select('recipients.id')
    .where('state', '=', sql.lit('sending' as const))
    // Each of them has one; said so that SQLite takes the index of this state.
    .where('worker', 'is not', null)
    .where('past_data', '=', 0)
    .where((eb) => eb(eb.fn('lower', ['address']), '=', lower))
    .where('batch_id', 'in', (eb) =>
      eb.selectFrom('batches').select('batches.id').where('user_id', '=', userId),
    );
  // One that its sender writes at this moment begins or ends now; to wait for it could mean to wait for each other.
  if (database.kind === 'postgres') claimed = claimed.forUpdate().skipLocked();
  const ids = (await claimed.execute()).map((row) => row.id);
  if (ids.length === 0) return;
  await trx
    .updateTable('recipients')
    .set({ state: 'suppressed', worker: null })
    .where('id', 'in', ids)
    .execute();
}
