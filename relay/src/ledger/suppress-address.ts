import type { Database } from '../database/open-database.ts';

/** The user may not write to this address any more; what is still pending for it stops now. */
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
      .where('state', '=', 'pending')
      .where((eb) => eb(eb.fn('lower', ['address']), '=', lower))
      .where('batch_id', 'in', (eb) =>
        eb.selectFrom('batches').select('batches.id').where('user_id', '=', userId),
      )
      .execute();
  });
}
