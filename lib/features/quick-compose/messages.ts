import type { AsideMail, HandedMail, HandedState } from '@/lib/core/quick-compose/handed-mail';
import type { QuickDraft } from '@/lib/core/quick-compose/quick-draft';
import type { SendOutcome } from '@/lib/core/quick-compose/sending';
import { defineMessages } from '@/lib/platform/define-messages';

/** What a page has changed and of which it does not know yet that it is on disk. */
export interface DraftChange {
  part: Partial<QuickDraft>;
  /** Which page: a random name of its own. */
  page: string;
  /** Grows by one with each change of the page. No clock: one can be set back. */
  sequence: number;
}

/** What became of one recipient's mail; `text` is the subject and text that they got, when that is known. */
export interface DraftResult {
  address: string;
  key: string;
  state: 'sent' | 'lost';
  text?: string;
  /** What the relay has taken and may still fail with: kept until it is known to have arrived. */
  handed?: Pick<HandedMail, 'batchId' | 'name' | 'subject' | 'body' | 'keysFor'>;
}

/** A press of Send as a page sees it. */
export interface SendingNow {
  id: string;
  over: boolean;
  /** Recipients of whose mail it is known what came of it, of `total`. */
  done: number;
  total: number;
  /** It was stopped, and the answer for the mail on its way is awaited. */
  stopping: boolean;
  outcome: SendOutcome;
  /** What came of it has been read. */
  seen: boolean;
}

/** What is kept besides the draft. */
export interface LeftMails {
  mails: HandedMail[];
  asides: AsideMail[];
}

/** What only our own pages may ask. */
export const quickComposePageMessages = defineMessages<{
  /** The mail that was being written; empty when there is none. */
  'quickCompose.load': (data: undefined) => QuickDraft;
  /** Resolves when the change, or a later one of the same page that holds it, is on disk. */
  'quickCompose.save': (data: DraftChange) => void;
  /** Begins afresh: `before` is kept aside for an undo, in the place of what was cleared earlier. */
  'quickCompose.clear': (data: DraftChange & { before: QuickDraft }) => void;
  /**
   * Sends the mail to each of its recipients, in the background, whatever becomes of the page: resolves as soon as that
   * is on disk, with a key for each. Of one that is being sent already it is the same press. Fails with `draft-changed`
   * when the mail is not the one `shown`.
   */
  'quickCompose.send': (data: DraftChange & { shown: QuickDraft }) => { id: string };
  /** How far the last press of Send is, or what came of it; null where there was none. */
  'quickCompose.sending': (data: undefined) => SendingNow | null;
  /**
   * Stops this press: whoever has not had their turn stays in the draft; the mail on its way ends as it ends. Of one that
   * is over it changes nothing.
   */
  'quickCompose.stop': (data: { id: string }) => void;
  /** Somebody has read what came of it. */
  'quickCompose.seen': (data: { id: string }) => void;
  /** The mails handed over that are not known to have arrived, newest first, and what was put aside. */
  'quickCompose.left': (data: undefined) => LeftMails;
  /** Writes down what the relay says became of a mail; `sent` ends its keeping. */
  'quickCompose.learn': (data: {
    key: string;
    state: HandedState | 'sent';
    reason: string;
  }) => void;
  /** The person wants nothing more of these: their text is deleted. Answers what was there, for an undo. */
  'quickCompose.forget': (data: { keys: string[]; asides: string[] }) => LeftMails;
  /** Puts back what was deleted, as it was. */
  'quickCompose.restore': (data: LeftMails) => void;
  /**
   * Frees the draft from the relay that was asked first, where another one is connected now: those of whom nobody knows
   * are put aside for that relay, or become a new mail. Fails with `draft-changed` while it is being sent.
   */
  'quickCompose.part': (data: { as: 'aside' | 'new' }) => void;
  /** Makes these mails, or one that is known elsewhere, the draft, as a new mail; what stood there is put aside. */
  'quickCompose.takeUp': (
    data:
      | { keys: string[] }
      | { aside: string }
      | { mail: Pick<QuickDraft, 'to' | 'subject' | 'body'> },
  ) => void;
}>('pages');
