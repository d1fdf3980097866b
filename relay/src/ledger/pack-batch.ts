import { createHash, type Hash, hash, randomUUID } from 'node:crypto';
import type { Attachment } from '@iapostemanager/protocol/attachment';
import type {
  BatchHead,
  BatchRecipient,
  LegacyMail,
  SendBatchAnswer,
  SendBatchRequest,
} from '@iapostemanager/protocol/email-batch';
import { isEmailAddress } from '@iapostemanager/protocol/email-syntax';
import type { Insertable } from 'kysely';
import type { BatchTable } from '../database/tables.ts';
import { OVERDUE_MS } from './advance-batches.ts';
import { storable } from './storable.ts';

/** No address of the batch is usable; `detail` says why, one by one. */
export class NoRecipientError extends Error {
  readonly detail: SendBatchAnswer['rejected'];
  constructor(rejected: SendBatchAnswer['rejected']) {
    super('no recipient has a usable address');
    this.name = 'NoRecipientError';
    this.detail = rejected;
  }
}

/** A wish to send, without its recipients. */
export type NewBatchHead = {
  userId: string;
  kind: 'single' | 'batch';
  /** Absent: a 3.4 batch, whose mails are complete. */
  head?: BatchHead;
  /** Plain text beside the html of a single message. */
  text?: string;
  replyTo?: string;
  isTemplate?: boolean;
  idempotencyKey?: string;
  /** Right-hand side of the Message-IDs. */
  messageDomain: string;
  nowMs: number;
};

/** A whole wish to send. */
export type NewBatch = Omit<NewBatchHead, 'head'> & { request: SendBatchRequest };

/** A batch as the writer takes it: plain, compact, and cheap to hand to another thread. */
export type PackedBatch = {
  batch: Insertable<BatchTable> & { id: string; request_hash: string | null };
  files: Attachment[];
  rejected: SendBatchAnswer['rejected'];
  /** UTF-8 JSON, an array of {@link PackedRow} each. */
  chunks: Uint8Array<ArrayBuffer>[];
};

/** Index, address, name, fields (JSON), subject, html, Message-ID. */
type PackedRow = [number, string, string | null, string, string | null, string | null, string];

/** Rows of one chunk, and of one INSERT. */
export const CHUNK_ROWS = 500;

/** A recipient or mail as it came, of either shape. */
type Item = BatchRecipient | LegacyMail;

/**
 * Turns recipients into chunks one after the other, so that a batch of 100,000 is never there twice, and as objects
 * never whole.
 */
export class BatchPacker {
  readonly #input: NewBatchHead;
  readonly #chunks: Uint8Array<ArrayBuffer>[] = [];
  readonly #rejected: SendBatchAnswer['rejected'] = [];
  readonly #encoder = new TextEncoder();
  readonly #hash: RequestHash | undefined;
  /** What already has its mail, see {@link identity}. */
  readonly #taken = new Set<string>();
  #seen = 0;

  constructor(input: NewBatchHead) {
    this.#input = input;
    if (input.idempotencyKey !== undefined) this.#hash = new RequestHash(input);
  }

  /** Takes the next recipients, in their order; best {@link CHUNK_ROWS} at a time. */
  add(items: Item[]): void {
    const rows: PackedRow[] = [];
    for (const item of items) {
      this.#hash?.add(item);
      const index = this.#seen;
      this.#seen += 1;
      const address = ('to' in item ? item.to : item.address).trim();
      const reason = this.#refusal(address, item);
      if (reason) this.#rejected.push({ index, address, reason });
      else rows.push(this.#row(index, address, item));
    }
    if (rows.length > 0) this.#chunks.push(this.#encoder.encode(JSON.stringify(rows)));
  }

  #refusal(address: string, item: Item): string | undefined {
    if (!isEmailAddress(address)) return 'invalid-address';
    const same = identity(address, item);
    if (this.#taken.has(same)) return 'duplicate';
    this.#taken.add(same);
    return undefined;
  }

  /** @throws {NoRecipientError} */
  finish(): PackedBatch {
    const accepted = this.#seen - this.#rejected.length;
    if (accepted === 0) throw new NoRecipientError(this.#rejected);
    const hash = this.#hash?.digest() ?? null;
    return {
      batch: batchRow(this.#input, accepted, JSON.stringify(this.#rejected), hash),
      files: this.#input.head?.attachments ?? [],
      rejected: this.#rejected,
      chunks: this.#chunks,
    };
  }

  #row(index: number, address: string, item: Item): PackedRow {
    const id = `<${randomUUID().replaceAll('-', '')}@${this.#input.messageDomain}>`;
    if ('to' in item) {
      return [index, address, null, '{}', storable(item.subject), storable(item.body), id];
    }
    const name = item.name === undefined ? null : storable(item.name);
    return [index, address, name, JSON.stringify(item.fields), null, null, id];
  }
}

/**
 * Two items that would bring one person the same mail have the same one: of a template everybody gets one mail,
 * whatever the case of the address (like the suppression list); 3.4 mails differ as well by what they say.
 */
function identity(address: string, item: Item): string {
  const lower = address.toLowerCase();
  if (!('to' in item)) return lower;
  return hash('sha256', JSON.stringify([lower, item.subject, item.body]), 'base64');
}

/** Packs a batch that is there as a whole. @throws {NoRecipientError} */
export function packBatch({ request, ...input }: NewBatch): PackedBatch {
  const legacy = 'emails' in request;
  const packer = new BatchPacker(legacy ? input : { ...input, head: headOf(request) });
  const items: Item[] = legacy ? request.emails : request.recipients;
  for (let start = 0; start < items.length; start += CHUNK_ROWS) {
    packer.add(items.slice(start, start + CHUNK_ROWS));
  }
  return packer.finish();
}

function headOf(request: Exclude<SendBatchRequest, { emails: unknown }>): BatchHead {
  const { recipients: _recipients, ...head } = request;
  return head;
}

/** Stands for the recipients in the text that is hashed; no string of JSON can contain it (its quotes are escaped). */
const LIST = /"(recipients|emails)":\[\]/;

/**
 * What tells one request from another under the same `Idempotency-Key`: the hash of the JSON of the whole, taken piece
 * by piece. Stored in databases, so its definition never changes.
 */
class RequestHash {
  readonly #hash: Hash = createHash('sha256');
  readonly #end: string;
  #separator = '';

  constructor({ kind, head, text, replyTo }: NewBatchHead) {
    const whole = JSON.stringify([kind, head ? inOrder(head) : { emails: [] }, text, replyTo]);
    const [list = '', name = ''] = LIST.exec(whole) ?? [];
    const at = whole.indexOf(list);
    this.#hash.update(`${whole.slice(0, at)}"${name}":[`);
    this.#end = whole.slice(at + list.length - 1);
  }

  add(item: Item): void {
    this.#hash.update(this.#separator + JSON.stringify(item));
    this.#separator = ',';
  }

  digest(): string {
    return this.#hash.update(this.#end).digest('hex');
  }
}

/** The head with its recipients where the schema has them. */
function inOrder({ name, subject, html, text, replyTo, ...rest }: BatchHead) {
  return { name, subject, html, text, replyTo, recipients: [], ...rest };
}

function batchRow(
  input: NewBatchHead,
  total: number,
  rejected: string,
  requestHash: string | null,
): PackedBatch['batch'] {
  const { head } = input;
  const sendAt = head?.sendAt ? Date.parse(head.sendAt) : null;
  return {
    id: randomUUID(),
    user_id: input.userId,
    kind: input.kind,
    name: head?.name ?? '',
    subject: head?.subject ?? '',
    html: storableOrNull(head?.html),
    text: storableOrNull(input.text ?? head?.text),
    is_template: head && input.isTemplate !== false ? 1 : 0,
    reply_to: input.replyTo ?? head?.replyTo ?? null,
    per_minute: head?.perMinute ?? null,
    send_at: sendAt,
    unsubscribe: head?.unsubscribe ? 1 : 0,
    ...firstState(sendAt, input.nowMs),
    total,
    created_at: input.nowMs,
    idempotency_key: input.idempotencyKey ?? null,
    request_hash: requestHash,
    rejected,
    mail_account: head?.account ?? null,
    attachments: head?.attachments?.length ?? 0,
  };
}

const storableOrNull = (text: string | undefined) => (text === undefined ? null : storable(text));

/** A batch that comes long after its own time (its browser was away) asks first, like one the relay itself missed. */
export function firstState(
  sendAt: number | null,
  nowMs: number,
): Pick<Insertable<BatchTable>, 'state' | 'pause_reason'> {
  if (sendAt === null) return { state: 'running', pause_reason: null };
  if (sendAt < nowMs - OVERDUE_MS) return { state: 'paused', pause_reason: 'overdue' };
  return { state: sendAt > nowMs ? 'scheduled' : 'running', pause_reason: null };
}
