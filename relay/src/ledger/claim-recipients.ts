import { type Selectable, sql } from 'kysely';
import type { Database, Queryable } from '../database/open-database.ts';
import type { BatchTable, RecipientTable } from '../database/tables.ts';
import type { SendingLimits } from '../mail-accounts/provider-limits.ts';
import { suppressedAmong } from './accept-batch.ts';
import { type DomainRates, openDomainRates } from './domain-rates.ts';
import { isOpen } from './is-open.ts';
import { openRate, openRates, type Rate } from './open-rate.ts';
import { everyoneFrom } from './suppress-address.ts';

/** This worker's lease ran out and somebody else settled its rows. */
export class WorkerFencedError extends Error {
  constructor() {
    super('the lease of this worker ran out');
    this.name = 'WorkerFencedError';
  }
}

export type OpenBatch = Selectable<BatchTable>;
export type ClaimedRecipient = Pick<
  Selectable<RecipientTable>,
  'id' | 'address' | 'name' | 'fields' | 'subject' | 'html' | 'message_id' | 'attempts'
> & { batch: OpenBatch };

/** The limits are those of the operator's server, over all batches and processes. */
export type ClaimWish = SendingLimits & {
  worker: string;
  limit: number;
  nowMs: number;
  /** Whose batches: of this mail account, whose row says its limits, or of the operator's server (absent). */
  mailAccount?: string;
  /** Of the mail account as it was opened: one that was corrected meanwhile gives nothing. Absent: whatever it is. */
  revision?: number;
  /** The address it all goes out from: who unsubscribed from it gets nothing of anybody. */
  from?: string;
};

/**
 * Commits up to `limit` due recipients as `sending` for this worker, shared fairly among the running batches.
 * @throws {WorkerFencedError}
 */
export async function claimRecipients(
  database: Database,
  given: ClaimWish,
): Promise<ClaimedRecipient[]> {
  const limits = await accountLimits(database, given);
  if (limits === 'corrected') return [];
  const wish = { ...given, ...limits };
  const batches = await database.db
    .selectFrom('batches')
    .selectAll()
    .where(isOpen)
    .where('state', '=', 'running')
    .where('mail_account', wish.mailAccount ? '=' : 'is', wish.mailAccount ?? null)
    .orderBy('created_at')
    .execute();
  if (batches.length === 0) return [];
  return database.db.transaction().execute(async (trx) => {
    await assertAlive(database, trx, wish.worker);
    const claimed: ClaimedRecipient[] = [];
    const account = await openAccountRate(database, trx, wish);
    let room = Math.min(wish.limit, account.free, await dayRoom(database, trx, wish));
    for (const [position, batch] of rotated(batches).entries()) {
      if (room === 0) break;
      const share = Math.ceil(room / (batches.length - position));
      for (let round = 0, left = share; round < ROUNDS && left > 0; round += 1) {
        const { rows, more } = await claimOfBatch(database, trx, batch, left, wish);
        claimed.push(...rows);
        room -= rows.length;
        left -= rows.length;
        if (!more) break;
      }
    }
    await account.take(claimed.length);
    return claimed;
  });
}

/** Asked each time: a person who changes a limit need not wait. */
async function accountLimits(
  database: Database,
  wish: ClaimWish,
): Promise<SendingLimits | 'corrected'> {
  if (!wish.mailAccount) return {};
  const row = await database.db
    .selectFrom('mail_accounts')
    .select(['per_minute', 'per_day', 'per_domain_minute', 'revision'])
    .where('id', '=', wish.mailAccount)
    .executeTakeFirst();
  if (!row) return {};
  if (wish.revision !== undefined && row.revision !== wish.revision) return 'corrected';
  return { perMinute: row.per_minute, perDay: row.per_day, perDomainMinute: row.per_domain_minute };
}

async function assertAlive(database: Database, trx: Queryable, worker: string) {
  let query = trx
    .selectFrom('workers')
    .select('id')
    .where('id', '=', worker)
    .where('lease_until', '>', database.now);
  if (database.kind === 'postgres') query = query.forShare();
  if (!(await query.executeTakeFirst())) throw new WorkerFencedError();
}

async function openAccountRate(database: Database, trx: Queryable, wish: ClaimWish): Promise<Rate> {
  const { perMinute, nowMs, mailAccount } = wish;
  if (!perMinute) return { free: wish.limit, nextAt: nowMs, take: async () => {} };
  return openRate(database, trx, {
    key: mailAccount ? `account:${mailAccount}` : 'account',
    perMinute,
    nowMs,
  });
}

async function domainRates<R extends { id: number; address: string }>(
  database: Database,
  trx: Queryable,
  { mailAccount, perDomainMinute, nowMs }: ClaimWish,
  rows: R[],
): Promise<DomainRates<R> | undefined> {
  if (!perDomainMinute || rows.length === 0) return undefined;
  return openDomainRates(database, trx, { mailAccount, perDomainMinute, nowMs }, rows);
}

const DAY_MS = 86_400_000;

/** What the rolling 24 hours leave to this mail account. Rows on the wire count as sent. */
async function dayRoom(database: Database, trx: Queryable, wish: ClaimWish): Promise<number> {
  if (!wish.perDay) return wish.limit;
  // One process after the other: two that count at once would both take what is left.
  const day = { keys: [`day:${wish.mailAccount ?? ''}`], perMinute: 1, nowMs: wish.nowMs };
  if ((await openRates(database, trx, day)).size === 0) return 0;
  const count = (column: 'sent' | 'sending') =>
    trx
      .selectFrom('recipients')
      .innerJoin('batches', 'batches.id', 'recipients.batch_id')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('mail_account', wish.mailAccount ? '=' : 'is', wish.mailAccount ?? null)
      .$if(column === 'sent', (q) =>
        q
          .where('sent_at', '>', wish.nowMs - DAY_MS)
          // Times of a clock that was years ahead would block the account until then.
          .where('sent_at', '<', wish.nowMs + DAY_MS),
      )
      .$if(column === 'sending', (q) =>
        q
          .where('recipients.state', '=', sql.lit('sending' as const))
          // Each of them has one; said so that SQLite takes the index of this state and not that of all rows.
          .where('recipients.worker', 'is not', null),
      )
      .executeTakeFirstOrThrow();
  // In this order: one that is settled between the two counts twice for a moment, and never not at all.
  const sending = Number((await count('sending')).n);
  const used = sending + Number((await count('sent')).n);
  return Math.max(0, wish.perDay - used);
}

/** Looks at one batch in one claim while full domains are put aside. */
const ROUNDS = 8;

/** @returns what was claimed, and whether another look may find more. */
async function claimOfBatch(
  database: Database,
  trx: Queryable,
  batch: OpenBatch,
  share: number,
  wish: ClaimWish,
): Promise<{ rows: ClaimedRecipient[]; more: boolean }> {
  let rows = await dueRows(database, trx, { batchId: batch.id, limit: share, nowMs: wish.nowMs });
  if (rows.length === 0) return { rows: [], more: false };
  rows = await withoutSuppressed(
    trx,
    [batch.user_id, ...(wish.from === undefined ? [] : [everyoneFrom(wish.from)])],
    rows,
  );
  const domains = await domainRates(database, trx, wish, rows);
  rows = domains?.allowed ?? rows;
  if (batch.per_minute !== null && rows.length > 0) {
    const rate = await openRate(database, trx, {
      key: `batch:${batch.id}`,
      perMinute: batch.per_minute,
      nowMs: wish.nowMs,
    });
    rows = rows.slice(0, rate.free);
    await rate.take(rows.length);
  }
  const claimed = await markClaimed(trx, wish.worker, rows);
  await domains?.take(rows);
  await domains?.spreadFull(batch.id);
  return {
    rows: claimed.map((row) => ({ ...row, batch })),
    more: domains !== undefined && domains.full.length > 0,
  };
}

async function dueRows(
  database: Database,
  trx: Queryable,
  { batchId, limit, nowMs }: { batchId: string; limit: number; nowMs: number },
) {
  let due = trx
    .selectFrom('recipients')
    .select(['id', 'address'])
    .where('batch_id', '=', batchId)
    .where('state', '=', sql.lit('pending' as const))
    .where('next_at', '<=', nowMs)
    .orderBy('next_at')
    .orderBy('id')
    .limit(limit);
  if (database.kind === 'postgres') due = due.forUpdate().skipLocked();
  return due.execute();
}

async function markClaimed(trx: Queryable, worker: string, rows: { id: number }[]) {
  if (rows.length === 0) return [];
  return trx
    .updateTable('recipients')
    .set((eb) => ({
      state: 'sending',
      worker,
      past_data: 0,
      attempts: eb('attempts', '+', 1),
    }))
    .where('id', 'in', ids(rows))
    .where('state', '=', sql.lit('pending' as const))
    .returning(['id', 'address', 'name', 'fields', 'subject', 'html', 'message_id', 'attempts'])
    .execute();
}

const ids = (rows: { id: number }[]) => rows.map((row) => row.id);

/** Somebody may have unsubscribed after the batch was accepted. */
async function withoutSuppressed(
  trx: Queryable,
  owners: string[],
  rows: { id: number; address: string }[],
) {
  const blocked = await suppressedAmong(
    trx,
    owners,
    rows.map((row) => row.address),
  );
  if (blocked.size === 0) return rows;
  const isBlocked = (row: { address: string }) => blocked.has(row.address.toLowerCase());
  await trx
    .updateTable('recipients')
    .set({ state: 'suppressed' })
    .where('id', 'in', ids(rows.filter(isBlocked)))
    .where('state', '=', sql.lit('pending' as const))
    .execute();
  return rows.filter((row) => !isBlocked(row));
}

/** Every batch is first sometimes, so that a long one does not starve the others. */
function rotated<T>(items: T[]): T[] {
  const start = Math.floor(Math.random() * items.length);
  return [...items.slice(start), ...items.slice(0, start)];
}
