import type { Database, Queryable } from '../database/open-database.ts';

export type Rate = { free: number; take(count: number): Promise<void> };

/** What may be sent now under a rate whose permits are used up to the moment `arrival`. Pure. */
export function freePermits(arrival: number, perMinute: number, nowMs: number): number {
  const interval = 60_000 / perMinute;
  const start = effectiveStart(arrival, perMinute, nowMs);
  return start > nowMs ? 0 : Math.floor((nowMs - start) / interval) + 1;
}

/** At most one second's worth may be caught up at once, and a clock that was set back does not stop the rate. */
function effectiveStart(arrival: number, perMinute: number, nowMs: number): number {
  const interval = 60_000 / perMinute;
  const burst = Math.max(1, Math.ceil(perMinute / 60));
  const sane = arrival > nowMs + 60_000 + interval ? nowMs : arrival;
  return Math.max(sane, nowMs - (burst - 1) * interval);
}

/**
 * Opens a rate that all processes share (generic cell rate algorithm), inside the caller's transaction: a permit and
 * the rows claimed with it live or die together. Another process holding the rate means no permit for now, so that
 * two processes never wait for each other.
 */
export async function openRate(
  database: Database,
  trx: Queryable,
  { key, perMinute, nowMs }: { key: string; perMinute: number; nowMs: number },
): Promise<Rate> {
  await trx
    .insertInto('rates')
    .values({ key, arrival: 0 })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  let query = trx.selectFrom('rates').select('arrival').where('key', '=', key);
  if (database.kind === 'postgres') query = query.forUpdate().skipLocked();
  const row = await query.executeTakeFirst();
  if (!row) return { free: 0, take: async () => {} };
  return {
    free: freePermits(row.arrival, perMinute, nowMs),
    take: async (count) => {
      if (count === 0) return;
      const used = effectiveStart(row.arrival, perMinute, nowMs) + (count * 60_000) / perMinute;
      await trx
        .updateTable('rates')
        .set({ arrival: Math.ceil(used) })
        .where('key', '=', key)
        .execute();
    },
  };
}
