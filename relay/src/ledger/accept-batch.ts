import type { Attachment } from '@iapostemanager/protocol/attachment';
import type { SendBatchAnswer } from '@iapostemanager/protocol/email-batch';
import { sql } from 'kysely';
import type { Database, Queryable } from '../database/open-database.ts';
import { type NewBatch, type PackedBatch, packBatch } from './pack-batch.ts';

/** The same `Idempotency-Key` came with another body. */
export class IdempotencyConflictError extends Error {
  constructor() {
    super('this Idempotency-Key was used for another request');
    this.name = 'IdempotencyConflictError';
  }
}

/** The person was blocked after the request had been let in. */
export class BlockedAccountError extends Error {
  constructor() {
    super('this account was blocked meanwhile');
    this.name = 'BlockedAccountError';
  }
}

/** {@link writeBatch} for a batch that is there as a whole. @throws {IdempotencyConflictError} {@link NoRecipientError} */
export const acceptBatch = async (database: Database, input: NewBatch): Promise<SendBatchAnswer> =>
  writeBatch(database, packBatch(input));

/**
 * Writes a batch and all its recipients in one transaction. When it resolves, everything is on the disk.
 * The same user, key and body give the answer of the first time.
 * @throws {IdempotencyConflictError} {@link BlockedAccountError}
 */
export async function writeBatch(
  database: Database,
  { batch, files, rejected, chunks }: PackedBatch,
): Promise<SendBatchAnswer> {
  return database.db.transaction().execute(async (trx) => {
    await refuseBlocked(database, trx, batch.user_id);
    const inserted = await trx
      .insertInto('batches')
      .values(batch)
      .onConflict((conflict) => conflict.columns(['user_id', 'idempotency_key']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!inserted) return earlierAnswer(trx, batch);
    await insertAttachments(trx, batch.id, files);
    for (const chunk of chunks) await insertRows(database, trx, batch, chunk);
    return answer(batch.id, batch.total, rejected);
  });
}

/**
 * The token was looked at before the body came, which may take minutes. Blocking marks the person first and pauses
 * batches then: with the row of the person held here, a batch is either paused by it or refused.
 */
export async function refuseBlocked(
  database: Database,
  trx: Queryable,
  userId: string,
): Promise<void> {
  const asked = trx.selectFrom('user').select('blocked').where('id', '=', userId);
  // SQLite has one transaction that writes at a time.
  const row = await (database.kind === 'postgres' ? asked.forShare() : asked).executeTakeFirst();
  if (row?.blocked === 1) throw new BlockedAccountError();
}

async function insertAttachments(trx: Queryable, batchId: string, files: Attachment[]) {
  for (const [position, { filename, contentType, content }] of files.entries()) {
    const row = { batch_id: batchId, position, filename, content_type: contentType, content };
    await trx.insertInto('attachments').values(row).execute();
  }
}

function answer(
  batchId: string,
  accepted: number,
  rejected: SendBatchAnswer['rejected'],
): SendBatchAnswer {
  return { batchId, total: accepted + rejected.length, accepted, rejected };
}

async function earlierAnswer(trx: Queryable, batch: PackedBatch['batch']) {
  const earlier = await trx
    .selectFrom('batches')
    .select(['id', 'request_hash', 'total', 'rejected'])
    .where('user_id', '=', batch.user_id)
    .where('idempotency_key', '=', batch.idempotency_key ?? '')
    .executeTakeFirstOrThrow();
  if (earlier.request_hash !== batch.request_hash) throw new IdempotencyConflictError();
  return answer(earlier.id, earlier.total, JSON.parse(earlier.rejected));
}

/** The database takes the rows out of the JSON itself: nothing of them becomes an object here. */
async function insertRows(
  database: Database,
  trx: Queryable,
  { id, user_id: userId }: PackedBatch['batch'],
  chunk: Uint8Array,
) {
  const rows = new TextDecoder().decode(chunk);
  const column = (position: number) => sql`row.value ->> ${sql.lit(position)}`;
  const index = sql`cast(${column(0)} as integer)`;
  const address = column(1);
  const source =
    database.kind === 'sqlite'
      ? sql`json_each(${rows}) as row`
      : sql`json_array_elements(${rows}::json) as row (value)`;
  await sql`insert into recipients (batch_id, idx, address, name, fields, subject, html, message_id,
      state, attempts, next_at, past_data)
    select ${id}, ${index}, ${address}, ${column(2)}, ${column(3)}, ${column(4)}, ${column(5)},
      ${column(6)}, case when exists (select 1 from suppressions as blocked
        where blocked.user_id = ${userId} and blocked.address = lower(${address}))
        then 'suppressed' else 'pending' end, 0, 0, 0
    from ${source} order by ${index}`.execute(trx);
}

/** Lower-case addresses among these that one of `owners` (a user, everybody under one sender's name) may not write to. */
export async function suppressedAmong(
  db: Queryable,
  owners: string[],
  addresses: string[],
): Promise<Set<string>> {
  const found = await db
    .selectFrom('suppressions')
    .select('address')
    .where('user_id', 'in', owners)
    .where(
      'address',
      'in',
      addresses.map((address) => address.toLowerCase()),
    )
    .execute();
  return new Set(found.map((row) => row.address));
}
