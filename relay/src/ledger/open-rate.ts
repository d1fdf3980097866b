import type { Database, Queryable } from '../database/open-database.ts';

export type Rate = {
  /** What may be sent now. */
  free: number;
  /** From when on there is a next permit, as things stand. */
  nextAt: number;
  take(count: number): Promise<void>;
};

/** What may be sent now under a rate whose permits are used up to the moment `arrival`. Pure. */
function freePermits(arrival: number, perMinute: number, nowMs: number): number {
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
 * Opens rates that all processes share (generic cell rate algorithm), inside the caller's transaction: a permit and
 * the rows claimed with it live or die together.
 * @returns those that are free to be used: one that another process holds is missing, so that two processes never wait
 * for each other.
 */
export async function openRates(
  database: Database,
  trx: Queryable,
  { keys, perMinute, nowMs }: { keys: string[]; perMinute: number; nowMs: number },
): Promise<Map<string, Rate>> {
  await trx
    .insertInto('rates')
    // In one order everywhere: two processes that insert crosswise would wait for each other.
    .values([...keys].sort().map((key) => ({ key, arrival: 0 })))
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  let query = trx.selectFrom('rates').select(['key', 'arrival']).where('key', 'in', keys);
  if (database.kind === 'postgres') query = query.forUpdate().skipLocked();
  const rows = await query.execute();
  return new Map(
    rows.map(({ key, arrival }) => [key, openedRate(trx, { key, arrival, perMinute, nowMs })]),
  );
}

/** One rate; without any permit when another process holds it. See {@link openRates}. */
export async function openRate(
  database: Database,
  trx: Queryable,
  { key, perMinute, nowMs }: { key: string; perMinute: number; nowMs: number },
): Promise<Rate> {
  const rates = await openRates(database, trx, { keys: [key], perMinute, nowMs });
  return rates.get(key) ?? { free: 0, nextAt: nowMs, take: async () => {} };
}

function openedRate(
  trx: Queryable,
  {
    key,
    arrival,
    perMinute,
    nowMs,
  }: { key: string; arrival: number; perMinute: number; nowMs: number },
): Rate {
  const start = effectiveStart(arrival, perMinute, nowMs);
  return {
    free: freePermits(arrival, perMinute, nowMs),
    nextAt: start,
    take: async (count) => {
      if (count === 0) return;
      const used = start + (count * 60_000) / perMinute;
      await trx
        .updateTable('rates')
        .set({ arrival: Math.ceil(used) })
        .where('key', '=', key)
        .execute();
    },
  };
}
