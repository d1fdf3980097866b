import type { Failure } from '@/lib/core/app-error';
import { defineMessages } from '@/lib/platform/define-messages';
import { defineStream } from '@/lib/platform/define-stream';
import type { OwnAccount } from '@/lib/platform/relay-account-answer';
import type {
  AnswerPage,
  Batch,
  BatchContent,
  MailOfHistory,
  Recipient,
  RecipientState,
} from '@/lib/platform/relay-batch-answer';

export { batchChanges } from './changes';
export type { Batch, BatchContent, MailOfHistory, OwnAccount, Recipient, RecipientState };

/** A mail of a batch as its first recipient gets it, sent to oneself. */
export interface TestMail {
  idempotencyKey: string;
  /** Id of the mail account of one's own that it leaves from; absent: the relay's sender. */
  account?: string;
  name: string;
  address: string;
  recipientName: string;
  /** Templates, filled by the relay as in the batch itself. */
  subject: string;
  html: string;
  text: string;
  fields: Record<string, string>;
  unsubscribe: boolean;
}

/** A batch that was handed over and of which no answer has come. */
export interface WaitingBatch {
  /** Of the draft it was made from. */
  id: string;
  name: string;
  total: number;
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** It has waited for so long that it is no longer tried without a press. */
  resting?: boolean;
  /** Why the last try brought no answer; absent while one is under way, and where its browser died. */
  failure?: Failure;
}

export type BatchChange =
  | { kind: 'pause' | 'cancel' | 'retry-failed' }
  /** `overdue`: yes, also now that it is more than a day late. */
  | { kind: 'resume'; overdue?: boolean }
  /** Another time for one that waits for its own; RFC 3339, null: now. */
  | { kind: 'reschedule'; sendAt: string | null }
  /** What the user found out about uncertain recipients; without `indexes` about all of them. */
  | { kind: 'resolve'; as: 'sent' | 'failed' | 'resend'; indexes?: number[] };

export interface RecipientQuery {
  id: string;
  state?: RecipientState;
  /** A part of the address. */
  search?: string;
  cursor?: string;
  /** A place among those that fit, from 0; instead of a cursor. */
  from?: number;
  limit: number;
  /** With name and fields of each; then a page is shorter. */
  values?: true;
}

/** What only our own pages may ask. */
export const batchPageMessages = defineMessages<{
  /** Sends one mail of a batch to oneself; answers the id under which the relay lists it. */
  'batch.sendTest': (data: TestMail) => string;
  /**
   * Hands over the batch that the page has laid ready under this id (store.ts), answers the relay's id.
   * Whatever fails without a clear refusal stays laid ready and is tried again with the same key (R30).
   */
  'batch.submit': (data: { id: string }) => { batchId: string; rejected: number };
  'batch.waiting': (data: undefined) => WaitingBatch[];
  /** Stops trying the one begun then. What the relay may have taken all the same is in its list. */
  'batch.abandon': (data: Pick<WaitingBatch, 'id' | 'startedAt'>) => void;
  /** Addresses the relay writes to no more, in lower case: who unsubscribed, and who was put there by hand. */
  'batch.suppressed': (data: undefined) => string[];
  /**
   * Mail accounts of one's own to send from. None where the relay has no such thing or this browser may not ask.
   * Throws what `askRelay` throws else: then it is unknown.
   */
  'batch.senders': (data: undefined) => OwnAccount[];
  /** Newest first. */
  'batch.list': (data: { cursor?: string }) => AnswerPage<Batch>;
  /** Mails that were sent one by one, newest first; throws `relay-old` where the relay cannot tell them apart. */
  'batch.mails': (data: { cursor?: string }) => AnswerPage<MailOfHistory>;
  /** What a batch says, as it was written. */
  'batch.content': (data: { id: string }) => BatchContent;
  'batch.recipients': (data: RecipientQuery) => AnswerPage<Recipient>;
  /** Answers the batch afterwards, and how many recipients it changed. */
  'batch.change': (data: { id: string; change: BatchChange }) => { batch: Batch; changed: number };
}>('pages');

/** What comes of following one batch, until it is done or the stream is closed. */
export type FollowEvent =
  | { type: 'progress'; batch: Batch }
  /** The relay is silent; it is asked again by itself. */
  | { type: 'lost'; failure: Failure }
  /** A sign of life that keeps the channel open. */
  | { type: 'alive' };

/** Live progress of one batch; closing it changes nothing about the batch. */
export const batchFollowStream = defineStream<{ id: string }, FollowEvent>('batch.follow', 'pages');
