import {
  type Batch,
  type BatchCounts,
  type Recipient,
  type RecipientState,
  recipientState,
} from '@iapostemanager/protocol/email-batch';
import { type Selectable, sql } from 'kysely';
import type { Database } from '../database/open-database.ts';
import type { BatchTable } from '../database/tables.ts';

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

/** Recipients per state; every state is there, also with 0. */
export async function countRecipients(
  database: Database,
  batchIds: string[],
): Promise<Map<string, BatchCounts>> {
  const empty = () =>
    Object.fromEntries(recipientState.options.map((state) => [state, 0])) as BatchCounts;
  const counts = new Map(batchIds.map((id) => [id, empty()]));
  if (batchIds.length === 0) return counts;
  const rows = await database.db
    .selectFrom('recipients')
    .select((eb) => ['batch_id', 'state', eb.fn.countAll<number>().as('n')])
    .where('batch_id', 'in', batchIds)
    .groupBy(['batch_id', 'state'])
    .execute();
  for (const row of rows) {
    const of = counts.get(row.batch_id);
    if (of) of[row.state] = Number(row.n);
  }
  return counts;
}

function toBatch(row: Selectable<BatchTable>, counts: BatchCounts): Batch {
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    counts,
    total: row.total,
    kept: row.kept,
    createdAt: new Date(row.created_at).toISOString(),
    sendAt: iso(row.send_at),
    perMinute: row.per_minute,
    pauseReason: row.pause_reason,
  };
}

/** One batch of this user, or undefined (also when it is somebody else's). */
export async function readBatch(
  database: Database,
  userId: string,
  batchId: string,
): Promise<Batch | undefined> {
  const row = await database.db
    .selectFrom('batches')
    .selectAll()
    .where('id', '=', batchId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (!row) return undefined;
  const counts = (await countRecipients(database, [batchId])).get(batchId);
  return counts && toBatch(row, counts);
}

/** Whether this batch is this user's, without counting its recipients. */
export const ownsBatch = (database: Database, userId: string, batchId: string) =>
  hasBatch(database, userId, ['id', batchId]);

/** Whether this user has sent something under this `Idempotency-Key`: its answer stays that of the first time. */
export const isKnownKey = (database: Database, userId: string, key: string) =>
  hasBatch(database, userId, ['idempotency_key', key]);

async function hasBatch(
  database: Database,
  userId: string,
  [column, value]: ['id' | 'idempotency_key', string],
): Promise<boolean> {
  const row = await database.db
    .selectFrom('batches')
    .select('id')
    .where(column, '=', value)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row !== undefined;
}

/** A place in the list of batches: the time of a batch, and which one of that millisecond. */
const BATCH_PLACE = /^(\d{1,15})(?:\.([\w-]{1,100}))?$/;

export const isBatchPlace = (text: string) => BATCH_PLACE.test(text);

/** Newest first, those of one millisecond by their id; `before` is the `next` of the page before. */
export async function listBatches(
  database: Database,
  userId: string,
  { kind, before, limit }: { kind?: 'single' | 'batch'; before?: string; limit: number },
): Promise<{ items: Batch[]; next: string | null }> {
  let query = database.db.selectFrom('batches').selectAll().where('user_id', '=', userId);
  if (kind) query = query.where('kind', '=', kind);
  const [, time, id = ''] = BATCH_PLACE.exec(before ?? '') ?? [];
  if (time !== undefined) {
    const at = Number(time);
    query = query
      .where('created_at', '<=', at)
      .where((eb) => eb.or([eb('created_at', '<', at), eb('id', '<', id)]));
  }
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  const counts = await countRecipients(
    database,
    rows.map((row) => row.id),
  );
  const items = rows.flatMap((row) => {
    const of = counts.get(row.id);
    return of ? [toBatch(row, of)] : [];
  });
  const last = rows.at(-1);
  return { items, next: last && rows.length === limit ? `${last.created_at}.${last.id}` : null };
}

/** Recipients on one page when their values come with them: a value may be as long as a cell of a spreadsheet. */
const PAGE_WITH_VALUES = 500;

/** Recipients of a batch in the order of the sender's list; `after` is the last index already seen, `from` counts those to leave out. */
export async function listRecipients(
  database: Database,
  batchId: string,
  {
    state,
    search,
    after,
    from = 0,
    limit: wished,
    values = false,
  }: {
    state?: RecipientState;
    search?: string;
    after?: number;
    from?: number;
    limit: number;
    values?: boolean;
  },
): Promise<{ items: Recipient[]; next: string | null }> {
  const limit = values ? Math.min(wished, PAGE_WITH_VALUES) : wished;
  let query = database.db
    .selectFrom('recipients')
    .select(['idx', 'address', 'state', 'message_id', 'attempts', 'last_error', 'sent_at', 'kept'])
    .$if(values, (one) => one.select(['name', 'fields', 'subject', 'html']))
    .where('batch_id', '=', batchId);
  if (state) query = query.where('state', '=', state);
  if (search) {
    const part = search.toLowerCase().replace(/[\\%_]/g, '\\$&');
    query = query.where(sql<boolean>`lower(address) like ${`%${part}%`} escape '\\'`);
  }
  if (after !== undefined) query = query.where('idx', '>', after);
  const rows = await query.orderBy('idx').limit(limit).offset(from).execute();
  const items = rows.map((row) => ({
    index: row.idx,
    address: row.address,
    state: row.state,
    messageId: row.message_id,
    attempts: row.attempts,
    lastError: row.last_error,
    sentAt: iso(row.sent_at),
    kept: row.kept === 1,
    ...(values && {
      name: row.name ?? null,
      fields: JSON.parse(row.fields ?? '{}'),
      subject: row.subject ?? null,
      html: row.html ?? null,
    }),
  }));
  const last = items.at(-1);
  return { items, next: last && rows.length === limit ? String(last.index) : null };
}
