import { z } from 'zod';
import { attachments } from './attachment.ts';
import { emailAddress } from './email-address.ts';
import { header } from './one-line.ts';

/** Most recipients one batch may carry. */
export const MAX_RECIPIENTS = 100_000;

/** Most fields one recipient may carry. */
export const MAX_FIELDS = 500;

/** Most characters of one value: as much as a cell of a spreadsheet holds. */
export const MAX_VALUE_LENGTH = 32_767;

/** A value a template may show. Objects and functions never reach the template engine. */
const fieldValue = z.union([z.string().max(MAX_VALUE_LENGTH), z.number(), z.boolean()]);

/** A recipient as the sender gives it: the address is judged one by one, so that one bad line stops nobody else. */
export const batchRecipient = z.object({
  address: z.string().max(2_000),
  name: header(200).optional(),
  fields: z
    .record(z.string().max(100), fieldValue)
    .refine(
      (fields) => Object.keys(fields).length <= MAX_FIELDS,
      `has more than ${MAX_FIELDS} fields`,
    )
    .default({}),
});
export type BatchRecipient = z.infer<typeof batchRecipient>;

/** RFC 3339: without its zone it would be another time on each machine. */
const instant = z.iso.datetime({
  offset: true,
  error:
    'must be a time with seconds and zone, like 2026-12-01T08:30:00+01:00 or 2026-12-01T07:30:00Z',
});

/** Body of a batch whose texts are templates. */
export const templateBatch = z.strictObject({
  name: header(200).describe('for the history, never shown to recipients'),
  subject: header(2_000).describe('a template'),
  html: z.string().max(2_000_000).describe('a template'),
  text: z.string().max(2_000_000).optional().describe('a template; absent: made from the HTML'),
  replyTo: emailAddress.optional(),
  recipients: z.array(batchRecipient).min(1).max(MAX_RECIPIENTS),
  perMinute: z.number().int().min(1).max(1_000_000).optional().describe('most mails a minute'),
  sendAt: instant
    .optional()
    .describe(
      'RFC 3339 with seconds and zone, like 2026-12-01T08:30:00+01:00; a little in the past means now, more than 24 hours in the past or five years ahead is refused',
    ),
  unsubscribe: z
    .boolean()
    .optional()
    .describe(
      'whether mail programs show a one-click way out (List-Unsubscribe); default: false. The link itself is unsubscribe_url',
    ),
  attachments: attachments.optional().describe('the same files for every recipient'),
  account: z
    .string()
    .max(100)
    .optional()
    .describe('id of one of the caller’s own mail accounts; absent: the relay’s'),
});

/** A template batch without its recipients: what is read first of a big one. */
export const batchHead = templateBatch.omit({ recipients: true });
export type BatchHead = z.infer<typeof batchHead>;

/** One mail of a 3.4 batch. */
export const legacyMail = z.object({
  to: z.string().max(2_000),
  subject: header(2_000),
  body: z.string().max(2_000_000),
});
export type LegacyMail = z.infer<typeof legacyMail>;

/** The shape of IAPosteManager 3.4: every mail is complete, nothing is a template. */
export const legacyBatch = z.strictObject({
  emails: z.array(legacyMail).min(1).max(MAX_RECIPIENTS),
});

/** Body of `POST /api/email/send-batch`. */
export const sendBatchRequest = z.union([templateBatch, legacyBatch]);
export type SendBatchRequest = z.infer<typeof sendBatchRequest>;

/** Body of `POST /api/email/send`: one finished message, no template. */
export const sendRequest = z.strictObject({
  to: emailAddress,
  name: header(200).optional(),
  subject: header(2_000),
  html: z.string().max(2_000_000).optional(),
  text: z.string().max(2_000_000).optional(),
  body: z.string().max(2_000_000).optional(),
  replyTo: emailAddress.optional(),
  attachments: attachments.optional(),
  account: z.string().max(100).optional(),
});
export type SendRequest = z.infer<typeof sendRequest>;

/** 201 answer: everything in `accepted` is on disk. `reason` is a stable code. */
export const sendBatchAnswer = z.object({
  batchId: z.string(),
  total: z.number().int(),
  accepted: z.number().int(),
  rejected: z.array(z.object({ index: z.number().int(), address: z.string(), reason: z.string() })),
});
export type SendBatchAnswer = z.infer<typeof sendBatchAnswer>;

export const sendAnswer = z.object({
  batchId: z.string(),
  messageId: z.string(),
  state: z.string(),
});

export const recipientState = z.enum([
  'pending',
  'sending',
  'sent',
  'failed',
  'uncertain',
  'suppressed',
  'cancelled',
]);
export type RecipientState = z.infer<typeof recipientState>;

export const batchState = z.enum(['scheduled', 'running', 'paused', 'done', 'cancelled']);
export type BatchState = z.infer<typeof batchState>;

export const batchCounts = z.record(recipientState, z.number().int());
export type BatchCounts = z.infer<typeof batchCounts>;

/** `pauseReason`: `user`, `overdue`, `smtp-auth`, `no-account`, `restored`, `blocked`. Times are RFC 3339, UTC. */
export const batch = z.object({
  id: z.string(),
  name: z.string(),
  state: batchState,
  counts: batchCounts,
  total: z.number().int(),
  /** Of the `sent` ones, those that lie in the relay's outbox and have reached nobody. */
  kept: z.number().int(),
  createdAt: z.string(),
  sendAt: z.string().nullable(),
  perMinute: z.number().int().nullable(),
  pauseReason: z.string().nullable(),
});
export type Batch = z.infer<typeof batch>;

export const batchList = z.object({ items: z.array(batch), next: z.string().nullable() });

/** 200 of `…/content`: a batch as it was written. */
export const batchContent = z.object({
  /** What stands in From; null when the mail account it was sent from is gone. */
  from: z.object({ address: z.string(), name: z.string().nullable() }).nullable(),
  /** Id of the mail account it was sent from, also when that is gone; null: the relay's. An older relay does not say it. */
  account: z.string().nullable().optional(),
  replyTo: z.string().nullable(),
  subject: z.string(),
  html: z.string().nullable(),
  text: z.string().nullable(),
  /** Are subject, HTML and text templates? */
  isTemplate: z.boolean(),
  unsubscribe: z.boolean(),
  attachments: z.array(
    z.object({ filename: z.string(), contentType: z.string(), size: z.number().int() }),
  ),
});
export type BatchContent = z.infer<typeof batchContent>;

/** What a recipient's mail was filled with; only where it is asked for. */
const recipientValues = {
  name: z.string().nullable().optional(),
  fields: z.record(z.string(), fieldValue).optional(),
  /** Of a 3.4 mail, which has a text of its own. */
  subject: z.string().nullable().optional(),
  html: z.string().nullable().optional(),
};

export const recipient = z.object({
  index: z.number().int(),
  address: z.string(),
  state: recipientState,
  messageId: z.string(),
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  sentAt: z.string().nullable(),
  /** `sent` into the relay's outbox: it has reached nobody. */
  kept: z.boolean(),
  ...recipientValues,
});
export type Recipient = z.infer<typeof recipient>;

export const recipientPage = z.object({ items: z.array(recipient), next: z.string().nullable() });

/** One mail in the history of an account. */
export const historyItem = z.object({
  id: z.number().int(),
  batchId: z.string(),
  to: z.string(),
  subject: z.string(),
  state: recipientState,
  messageId: z.string(),
  createdAt: z.string(),
  sentAt: z.string().nullable(),
  lastError: z.string().nullable(),
  /** `sent` into the relay's outbox: it has reached nobody. */
  kept: z.boolean(),
});
export type HistoryItem = z.infer<typeof historyItem>;

export const historyPage = z.object({ items: z.array(historyItem), next: z.string().nullable() });

export const historyQuery = z.object({
  cursor: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  kind: z
    .enum(['single', 'batch'])
    .optional()
    .describe('only mails sent one by one, or only those of batches'),
});

/**
 * `…/recipients?state=&search=&cursor=&from=&limit=&values=`; `search` is a part of the address, `from` a place among
 * those that fit, with `values` each one comes with name and fields.
 */
export const recipientQuery = z.object({
  state: recipientState.optional(),
  search: z.string().max(254).optional(),
  cursor: z.coerce.number().int().min(0).max(MAX_RECIPIENTS).optional(),
  from: z.coerce
    .number()
    .int()
    .min(0)
    .max(MAX_RECIPIENTS)
    .optional()
    .describe('how many of those that fit come before; instead of a cursor'),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  values: z
    .literal('true')
    .optional()
    .describe('with name and fields of each; then a page holds at most 500'),
});

/** Body of `…/resolve`: what the user found out about uncertain recipients. `resend` is an explicit wish. */
export const resolveRequest = z.strictObject({
  indexes: z
    .array(z.number().int().min(0).max(MAX_RECIPIENTS))
    .min(1)
    .max(MAX_RECIPIENTS)
    .optional(),
  as: z.enum(['sent', 'failed', 'resend']),
});

/** Body of `…/resume`. A batch more than 24 h late starts only when `overdue` says so. */
export const resumeRequest = z.strictObject({ overdue: z.boolean().optional() }).nullish();

/** Body of `…/reschedule`, for a batch that waits for its time. */
export const rescheduleRequest = z.strictObject({
  sendAt: instant
    .nullable()
    .describe('the new time, as in send-batch; null or a little in the past means now'),
});

export const changed = z.object({ batch, changed: z.number().int() });
