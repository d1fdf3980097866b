import { sql } from 'kysely';
import type { Database } from '../database/open-database.ts';

/** What an account may use in a day: calls, tokens of text, seconds of sound. */
export type QuotaKind = 'requests' | 'tokens' | 'audio-seconds';
export type Quota = { userId: string; kind: QuotaKind; nowMs: number };

const dayOf = (nowMs: number) => new Date(nowMs).toISOString().slice(0, 10);

/** Takes this much of today's quota (UTC) in one statement: of a hundred at once with one left, one succeeds. */
export async function takeQuota(
  database: Database,
  { userId, kind, nowMs }: Quota,
  { amount, limit }: { amount: number; limit: number },
): Promise<boolean> {
  if (amount > limit) return false;
  const result = await database.db
    .insertInto('usage')
    .values({ user_id: userId, day: dayOf(nowMs), kind, amount })
    .onConflict((conflict) =>
      conflict
        .columns(['user_id', 'day', 'kind'])
        .doUpdateSet({ amount: sql<number>`usage.amount + ${amount}` })
        .where('usage.amount', '<=', limit - amount),
    )
    .returning('amount')
    .executeTakeFirst();
  return result !== undefined;
}

/** Corrects what was taken: `change` is added, below nothing it does not go. */
export async function changeQuota(
  database: Database,
  { userId, kind, nowMs }: Quota,
  change: number,
): Promise<void> {
  if (change === 0) return;
  await database.db
    .insertInto('usage')
    .values({ user_id: userId, day: dayOf(nowMs), kind, amount: Math.max(0, change) })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'day', 'kind']).doUpdateSet({
        amount: sql<number>`case when usage.amount + ${change} < 0 then 0 else usage.amount + ${change} end`,
      }),
    )
    .execute();
}
