import { defineMessages } from '@/lib/platform/define-messages';

/** One finished mail, handed to the relay. */
export interface SingleMail {
  /** Made before the first try and kept over every retry: the relay sends it once. */
  idempotencyKey: string;
  to: string;
  name?: string;
  subject: string;
  html: string;
  text: string;
}

export interface SingleMailAnswer {
  batchId: string;
  messageId: string;
  /** `sent`, or what else the ledger says so far. */
  state: string;
}

/** What only our own pages may ask. */
export const batchPageMessages = defineMessages<{
  /** Hands one mail to the relay; resolves when it is on the relay's disk. */
  'batch.sendOne': (data: SingleMail) => SingleMailAnswer;
}>('pages');
