import type { Failure } from '@/lib/core/app-error';
import { readMailFault } from '@/lib/core/mail/mail-fault';
import type {
  Batch,
  BatchState,
  Recipient,
  RecipientState,
} from '@/lib/platform/relay-batch-answer';
import type { Translate } from '@/lib/platform/translate';

/** Colour of a state's tag. */
export type TagKind = 'done' | 'failed' | 'pending' | 'plain';

export const batchTag: Record<BatchState, TagKind> = {
  scheduled: 'plain',
  running: 'done',
  paused: 'pending',
  done: 'plain',
  cancelled: 'plain',
};

export const recipientTag: Record<RecipientState, TagKind> = {
  pending: 'plain',
  sending: 'plain',
  sent: 'done',
  failed: 'failed',
  uncertain: 'pending',
  suppressed: 'plain',
  cancelled: 'plain',
};

/** What became of a mail, as a tag says it. */
export function mailWords(
  { state, kept, lastError }: Pick<Recipient, 'state' | 'kept' | 'lastError'>,
  t: Translate,
): string {
  const code = errorCode(lastError);
  if (state === 'failed' && code !== '') return t('batch.failedWith', { code });
  if (state === 'pending') return t('batch.mails.waiting');
  return t(kept ? 'batch.recipient.kept' : `batch.recipient.${state}`);
}

/** Mails that are over, one way or another. */
export function finishedOf({ counts }: Batch): number {
  return counts.sent + counts.failed + counts.uncertain + counts.suppressed + counts.cancelled;
}

export function allOf(batch: Batch): number {
  return finishedOf(batch) + batch.counts.pending + batch.counts.sending;
}

/**
 * Does what it has handed over lie in the relay's outbox, all of it? While nothing has been, the relay as it is now
 * tells (`keeps`).
 */
export function isKept({ counts, kept }: Batch, keeps: boolean): boolean {
  return counts.sent > 0 ? kept === counts.sent : keeps;
}

/** Why a change was refused. It may have begun or ended meanwhile: that is no mistake in what was asked. */
export function refusalWords(t: Translate, { code, detail = '' }: Failure): string {
  return t(detail.startsWith('wrong-state:') ? 'batch.movedOn' : `error.${code}`);
}

/** Why a batch is paused, as far as there is something to say. */
export function pauseWords(t: Translate, reason: string | null): string {
  switch (reason) {
    case 'overdue':
      return t('batch.paused.overdue');
    case 'smtp-auth':
      return t('batch.paused.smtpAuth');
    case 'no-account':
      return t('batch.paused.noAccount');
    case 'restored':
      return t('batch.paused.restored');
    case 'blocked':
      return t('batch.paused.blocked');
    default:
      return '';
  }
}

/**
 * Has the mail server answered, and asks to come back later? With a reply like "421 too many sessions" or
 * "response=421"; the port of an address is none.
 */
export function asksForPatience(words: string): boolean {
  return /(?<![\w:.-])4(?:21|32|5[0-5])(?![.\d])/.test(words);
}

/** Why a mail did not go, in the words of whoever spoke or in ours, and what they are called; null: nothing to say. */
export function faultWords(
  lastError: string | null,
  t: Translate,
): { name: string; words: string } | null {
  const fault = readMailFault(lastError ?? '');
  switch (fault.kind) {
    case 'line':
      return { name: t('batch.whatHappened'), words: t(`batch.line.${fault.line}`) };
    case 'empty':
      return { name: t('batch.notMade'), words: t('batch.emptyMail') };
    case 'unmade':
      return { name: t('batch.notMade'), words: fault.said };
    case 'server':
      return fault.said === '' ? null : { name: t('batch.serverSaid'), words: fault.said };
  }
}

/** "550 5.1.1 No such user" → "550": enough beside an address; the whole stands in the details. */
export function errorCode(lastError: string | null): string {
  return /\b([45]\d\d)\b/.exec(lastError ?? '')?.[1] ?? '';
}
