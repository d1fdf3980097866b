import { createHash, randomUUID } from 'node:crypto';
import type { Attachment } from '@iapostemanager/protocol/attachment';
import type { SendBatchAnswer, SendBatchRequest } from '@iapostemanager/protocol/email-batch';
import { isEmailAddress } from '@iapostemanager/protocol/email-syntax';
import type { Insertable } from 'kysely';
import type { Database, Queryable } from '../database/open-database.ts';
import type { BatchTable, RecipientTable } from '../database/tables.ts';
import { OVERDUE_MS } from './advance-batches.ts';

/** The same `Idempotency-Key` came with another body. */
export class IdempotencyConflictError extends Error {
  constructor() {
    super('this Idempotency-Key was used for another request');
    this.name = 'IdempotencyConflictError';
  }
}

/** No address of the batch is usable; `detail` says why, one by one. */
export class NoRecipientError extends Error {
  readonly detail: SendBatchAnswer['rejected'];
  constructor(rejected: SendBatchAnswer['rejected']) {
    super('no recipient has a usable address');
    this.name = 'NoRecipientError';
    this.detail = rejected;
  }
}

export type NewBatch = {
  userId: string;
  kind: 'single' | 'batch';
  request: SendBatchRequest;
  /** Plain text beside the html of a single message. */
  text?: string;
  replyTo?: string;
  isTemplate?: boolean;
  idempotencyKey?: string;
  /** Right-hand side of the Message-IDs. */
  messageDomain: string;
  nowMs: number;
};

type NewRow = Pick<RecipientTable, 'idx' | 'address' | 'name' | 'fields' | 'subject' | 'html'>;

/** Rows per INSERT: 13 values each, well under SQLite's 32,766 parameters. */
const CHUNK = 500;

/**
 * Writes a batch and all its recipients in one transaction. When it resolves, everything is on the disk.
 * The same user, key and body give the answer of the first time.
 * @throws {IdempotencyConflictError} {@link NoRecipientError}
 */
export async function acceptBatch(database: Database, input: NewBatch): Promise<SendBatchAnswer> {
  const rows: NewRow[] = [];
  const rejected: SendBatchAnswer['rejected'] = [];
  for (const row of rowsOf(input.request)) {
    if (isEmailAddress(row.address)) rows.push(row);
    else rejected.push({ index: row.idx, address: row.address, reason: 'invalid-address' });
  }
  if (rows.length === 0) throw new NoRecipientError(rejected);
  const batch = batchRow(input, rows.length, rejected);

  return database.db.transaction().execute(async (trx) => {
    const inserted = await trx
      .insertInto('batches')
      .values(batch)
      .onConflict((conflict) => conflict.columns(['user_id', 'idempotency_key']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!inserted) return earlierAnswer(trx, input, batch.request_hash);
    await insertAttachments(trx, batch.id, filesOf(input.request));
    for (let start = 0; start < rows.length; start += CHUNK) {
      await insertRows(trx, input, batch.id, rows.slice(start, start + CHUNK));
    }
    return answer(batch.id, rows.length, rejected);
  });
}

const filesOf = (request: SendBatchRequest): Attachment[] =>
  'emails' in request ? [] : (request.attachments ?? []);

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

function rowsOf(request: SendBatchRequest): NewRow[] {
  if ('emails' in request) {
    return request.emails.map(({ to, subject, body }, idx) => ({
      idx,
      address: to.trim(),
      name: null,
      fields: '{}',
      subject,
      html: body,
    }));
  }
  return request.recipients.map(({ address, name, fields }, idx) => ({
    idx,
    address: address.trim(),
    name: name ?? null,
    fields: JSON.stringify(fields),
    subject: null,
    html: null,
  }));
}

function batchRow(
  input: NewBatch,
  total: number,
  rejected: SendBatchAnswer['rejected'],
): Insertable<BatchTable> & { id: string; request_hash: string | null } {
  const request = 'emails' in input.request ? undefined : input.request;
  const sendAt = request?.sendAt ? Date.parse(request.sendAt) : null;
  return {
    id: randomUUID(),
    user_id: input.userId,
    kind: input.kind,
    name: request?.name ?? '',
    subject: request?.subject ?? '',
    html: request?.html ?? null,
    text: input.text ?? request?.text ?? null,
    is_template: request && input.isTemplate !== false ? 1 : 0,
    reply_to: input.replyTo ?? request?.replyTo ?? null,
    per_minute: request?.perMinute ?? null,
    send_at: sendAt,
    unsubscribe: request?.unsubscribe ? 1 : 0,
    ...firstState(sendAt, input.nowMs),
    total,
    created_at: input.nowMs,
    idempotency_key: input.idempotencyKey ?? null,
    request_hash: input.idempotencyKey
      ? createHash('sha256')
          .update(JSON.stringify([input.kind, input.request, input.text, input.replyTo]))
          .digest('hex')
      : null,
    rejected: JSON.stringify(rejected),
    mail_account: request?.account ?? null,
    attachments: filesOf(input.request).length,
  };
}

/** A batch that comes long after its own time (its browser was away) asks first, like one the relay itself missed. */
function firstState(
  sendAt: number | null,
  nowMs: number,
): Pick<Insertable<BatchTable>, 'state' | 'pause_reason'> {
  if (sendAt === null) return { state: 'running', pause_reason: null };
  if (sendAt < nowMs - OVERDUE_MS) return { state: 'paused', pause_reason: 'overdue' };
  return { state: sendAt > nowMs ? 'scheduled' : 'running', pause_reason: null };
}

async function earlierAnswer(trx: Queryable, input: NewBatch, hash: string | null) {
  const earlier = await trx
    .selectFrom('batches')
    .select(['id', 'request_hash', 'total', 'rejected'])
    .where('user_id', '=', input.userId)
    .where('idempotency_key', '=', input.idempotencyKey ?? '')
    .executeTakeFirstOrThrow();
  if (earlier.request_hash !== hash) throw new IdempotencyConflictError();
  return answer(earlier.id, earlier.total, JSON.parse(earlier.rejected));
}

async function insertRows(trx: Queryable, input: NewBatch, batchId: string, rows: NewRow[]) {
  const suppressed = await suppressedAmong(
    trx,
    input.userId,
    rows.map((row) => row.address),
  );
  await trx
    .insertInto('recipients')
    .values(
      rows.map((row) => ({
        ...row,
        batch_id: batchId,
        state: suppressed.has(row.address.toLowerCase())
          ? ('suppressed' as const)
          : ('pending' as const),
        message_id: `<${randomUUID().replaceAll('-', '')}@${input.messageDomain}>`,
        attempts: 0,
        next_at: 0,
        past_data: 0,
      })),
    )
    .execute();
}

/** Lower-case addresses among these that the user may not write to. */
export async function suppressedAmong(
  db: Queryable,
  userId: string,
  addresses: string[],
): Promise<Set<string>> {
  const found = await db
    .selectFrom('suppressions')
    .select('address')
    .where('user_id', '=', userId)
    .where(
      'address',
      'in',
      addresses.map((address) => address.toLowerCase()),
    )
    .execute();
  return new Set(found.map((row) => row.address));
}
