import { sql } from 'kysely';
import type { Database } from '../database/open-database.ts';

type Wish = { userId: string; kind: string; limit: number; nowMs: number };

const dayOf = (nowMs: number) => new Date(nowMs).toISOString().slice(0, 10);

/** Takes one unit of today's quota in one statement: of a hundred at once with one left, one succeeds. */
export async function takeQuota(database: Database, wish: Wish): Promise<boolean> {
  if (wish.limit < 1) return false;
  const result = await database.db
    .insertInto('usage')
    .values({ user_id: wish.userId, day: dayOf(wish.nowMs), kind: wish.kind, amount: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['user_id', 'day', 'kind'])
        .doUpdateSet({ amount: sql<number>`usage.amount + 1` })
        .where('usage.amount', '<', wish.limit),
    )
    .returning('amount')
    .executeTakeFirst();
  return result !== undefined;
}

/** Gives the unit back: the provider did not answer, so nothing was used. */
export async function returnQuota(database: Database, wish: Omit<Wish, 'limit'>): Promise<void> {
  await database.db
    .updateTable('usage')
    .set((eb) => ({ amount: eb('amount', '-', 1) }))
    .where('user_id', '=', wish.userId)
    .where('day', '=', dayOf(wish.nowMs))
    .where('kind', '=', wish.kind)
    .where('amount', '>', 0)
    .execute();
}
