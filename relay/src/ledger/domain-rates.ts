import { sql } from 'kysely';
import type { Database, Queryable } from '../database/open-database.ts';
import { openRates } from './open-rate.ts';
import { LONGEST_RETRY_MS } from './retry-delay.ts';

export type DomainWish = {
  /** Whose rate it is: the mail account, or the operator's server (absent). */
  mailAccount?: string;
  perDomainMinute: number;
  nowMs: number;
};

type Row = { id: number; address: string };

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** What the rates of the recipients' domains have to say about some rows. */
export type DomainRates<R extends Row> = {
  /** Those that may go now. */
  allowed: R[];
  /** Domains with more due than may go now. */
  full: string[];
  /** Uses the permits of rows that do go. */
  take(rows: Row[]): Promise<void>;
  /** Puts what is still due in this batch for a full domain aside, after {@link DomainRates.take}. */
  spreadFull(batchId: string): Promise<void>;
};

/** Opens the rates of the domains of these rows: one for each domain and sending account, shared by all processes. */
export async function openDomainRates<R extends Row>(
  database: Database,
  trx: Queryable,
  { mailAccount = '', perDomainMinute, nowMs }: DomainWish,
  rows: R[],
): Promise<DomainRates<R>> {
  const keyOf = (domain: string) => `domain:${mailAccount}:${domain}`;
  const domains = [...new Set(rows.map((row) => domainOf(row.address)))];
  const keys = domains.map(keyOf);
  const rates = await openRates(database, trx, { keys, perMinute: perDomainMinute, nowMs });
  const left = new Map(domains.map((domain) => [domain, rates.get(keyOf(domain))?.free ?? 0]));
  const full = new Set<string>();
  const allowed = rows.filter((row) => {
    const domain = domainOf(row.address);
    const free = left.get(domain) ?? 0;
    left.set(domain, free - 1);
    // One that another process holds is not full: somebody sends there at this moment.
    if (free <= 0 && rates.has(keyOf(domain))) full.add(domain);
    return free > 0;
  });
  const used = new Map<string, number>();
  return {
    allowed,
    full: [...full],
    take: async (taken) => {
      for (const { address } of taken) {
        used.set(domainOf(address), (used.get(domainOf(address)) ?? 0) + 1);
      }
      for (const [domain, count] of used) await rates.get(keyOf(domain))?.take(count);
    },
    spreadFull: async (batchId) => {
      const interval = 60_000 / perDomainMinute;
      for (const domain of full) {
        const nextAt = rates.get(keyOf(domain))?.nextAt ?? nowMs;
        const from = nextAt + (used.get(domain) ?? 0) * interval;
        await spreadOut(database, trx, { batchId, domain, nowMs, from, interval });
      }
    },
  };
}

/**
 * Gives every due row of a full domain in this batch its own time, one interval after the other, so that they do not
 * stand in the way of other domains. Never further than a back-off may reach; who is there too early waits again.
 */
async function spreadOut(
  database: Database,
  trx: Queryable,
  { batchId, domain, nowMs, from, interval }: SpreadWish,
): Promise<void> {
  const ofDomain =
    database.kind === 'sqlite'
      ? sql`lower(substr(address, instr(address, '@') + 1))`
      : sql`lower(split_part(address, '@', 2))`;
  const lock = database.kind === 'postgres' ? sql`for update skip locked` : sql``;
  const last = nowMs + LONGEST_RETRY_MS;
  const slot = sql`${from} + (row_number() over (order by id) - 1) * ${interval}`;
  await sql`update recipients set next_at = slots.at from (
      select id, cast(case when ${slot} < ${last} then ${slot} else ${last} end as bigint) as at
      from (select id from recipients where batch_id = ${batchId} and state = 'pending'
        and next_at <= ${nowMs} and ${ofDomain} = ${domain} ${lock}) as due
    ) as slots where recipients.id = slots.id`.execute(trx);
}

type SpreadWish = {
  batchId: string;
  domain: string;
  nowMs: number;
  /** Of the first row. */
  from: number;
  interval: number;
};
