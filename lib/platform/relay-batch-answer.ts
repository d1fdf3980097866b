import type {
  Batch,
  BatchContent,
  BatchCounts,
  BatchState,
  HistoryItem,
  Recipient,
  RecipientState,
  SendBatchAnswer,
} from '@iapostemanager/protocol/email-batch';
import { AppError } from '@/lib/core/app-error';
import {
  readChoice,
  readCount,
  readList,
  readObject,
  readOptional,
  readText,
} from '@/lib/core/read-value';

export { MAX_AHEAD_MS } from '@iapostemanager/protocol/departure';
export type {
  Batch,
  BatchContent,
  BatchCounts,
  BatchState,
  Recipient,
  RecipientState,
  SendBatchAnswer,
};

export const recipientStates = [
  'pending',
  'sending',
  'sent',
  'failed',
  'uncertain',
  'suppressed',
  'cancelled',
] as const satisfies readonly RecipientState[];

const batchStates = [
  'scheduled',
  'running',
  'paused',
  'done',
  'cancelled',
] as const satisfies readonly BatchState[];

/** One batch as the relay tells it. Throws `relay-not-one` when it has no id. */
export function readBatchAnswer(untrusted: unknown): Batch {
  const batch = readObject(untrusted);
  if (typeof batch.id !== 'string' || batch.id === '') throw new AppError('relay-not-one');
  const counts = readObject(batch.counts);
  return {
    id: batch.id,
    name: readText(batch.name),
    // A state of a later version: nothing that this page offers fits it.
    state: readChoice(batch.state, batchStates, 'done'),
    counts: Object.fromEntries(
      recipientStates.map((state) => [state, readCount(counts[state])]),
    ) as BatchCounts,
    total: readCount(batch.total),
    kept: readCount(batch.kept),
    createdAt: readText(batch.createdAt),
    sendAt: readOptional(batch.sendAt, (value) => readText(value)),
    perMinute: readOptional(batch.perMinute, (value) => readCount(value)),
    pauseReason: readOptional(batch.pauseReason, (value) => readText(value)),
  };
}

export interface AnswerPage<Item> {
  items: Item[];
  /** Where the next page begins; null at the end. */
  next: string | null;
}

/** A page of `GET /api/email/batches`, `…/recipients` or `GET /api/email/history`. */
export function readPage<Item>(
  untrusted: unknown,
  readItem: (untrusted: unknown) => Item,
): AnswerPage<Item> {
  const page = readObject(untrusted);
  if (!Array.isArray(page.items)) throw new AppError('relay-not-one');
  return {
    items: readList(page.items, readItem),
    next: readOptional(page.next, (next) => readText(next)),
  };
}

export function readRecipient(untrusted: unknown): Recipient {
  const recipient = readObject(untrusted);
  return {
    index: readCount(recipient.index),
    address: readText(recipient.address),
    state: readChoice(recipient.state, recipientStates, 'pending'),
    messageId: readText(recipient.messageId),
    attempts: readCount(recipient.attempts),
    lastError: readOptional(recipient.lastError, (value) => readText(value)),
    sentAt: readOptional(recipient.sentAt, (value) => readText(value)),
    kept: recipient.kept === true,
    ...(recipient.fields !== undefined && {
      name: readOptional(recipient.name, (value) => readText(value)),
      fields: readFields(recipient.fields),
      subject: readOptional(recipient.subject, (value) => readText(value)),
      html: readOptional(recipient.html, (value) => readText(value)),
    }),
  };
}

type Fields = NonNullable<Recipient['fields']>;

function readFields(untrusted: unknown): Fields {
  const known = (value: unknown): value is Fields[string] =>
    ['string', 'number', 'boolean'].includes(typeof value);
  return Object.fromEntries(
    Object.entries(readObject(untrusted)).filter((entry): entry is [string, Fields[string]] =>
      known(entry[1]),
    ),
  );
}

/** `GET …/content`: what a batch says. Throws `relay-not-one` when it says nothing. */
export function readBatchContent(untrusted: unknown): BatchContent {
  const content = readObject(untrusted);
  if (typeof content.subject !== 'string') throw new AppError('relay-not-one');
  const text = (value: unknown): string | null => readOptional(value, (one) => readText(one));
  return {
    from: readOptional(content.from, (from) => {
      const { address, name } = readObject(from);
      return { address: readText(address), name: text(name) };
    }),
    ...(typeof content.account === 'string' && { account: content.account }),
    replyTo: text(content.replyTo),
    subject: content.subject,
    html: text(content.html),
    text: text(content.text),
    isTemplate: content.isTemplate === true,
    unsubscribe: content.unsubscribe === true,
    attachments: readList(content.attachments, (file) => {
      const { filename, contentType, size } = readObject(file);
      return {
        filename: readText(filename),
        contentType: readText(contentType),
        size: readCount(size),
      };
    }),
  };
}

/** What is shown of a mail of the history. */
export type MailOfHistory = Omit<HistoryItem, 'id' | 'messageId'>;

/** A mail of `GET /api/email/history`. Throws `relay-old` when it comes from a relay that tells no kinds apart. */
export function readHistoryItem(untrusted: unknown): MailOfHistory {
  const mail = readObject(untrusted);
  // The wish for one kind and this value came with the same version.
  if (!('lastError' in mail)) throw new AppError('relay-old');
  return {
    batchId: readText(mail.batchId),
    to: readText(mail.to),
    subject: readText(mail.subject),
    state: readChoice(mail.state, recipientStates, 'pending'),
    createdAt: readText(mail.createdAt),
    sentAt: readOptional(mail.sentAt, (value) => readText(value)),
    lastError: readOptional(mail.lastError, (value) => readText(value)),
    kept: mail.kept === true,
  };
}

/** 201 of `POST /api/email/send-batch`: from here on everything accepted is on the relay's disk. */
export function readSendBatchAnswer(untrusted: unknown): SendBatchAnswer {
  const answer = readObject(untrusted);
  if (typeof answer.batchId !== 'string') throw new AppError('relay-not-one');
  return {
    batchId: answer.batchId,
    total: readCount(answer.total),
    accepted: readCount(answer.accepted),
    rejected: readList(answer.rejected, (row) => {
      const { index, address, reason } = readObject(row);
      return { index: readCount(index), address: readText(address), reason: readText(reason) };
    }),
  };
}
