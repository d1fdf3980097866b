import type { NoticeCardProps } from '@/components/notice-card';
import { isBlank } from '@/lib/core/mail/mail-fault';
import { notTried, type QuickDraft, unresolved } from '@/lib/core/quick-compose/quick-draft';
import type { SendOutcome } from '@/lib/core/quick-compose/sending';
import type { Translate } from '@/lib/platform/translate';
import { whyNoAddress } from './popup-recipients';

/** What came of a press, above the form. */
export type QuickNotice = Pick<NoticeCardProps, 'tone' | 'text' | 'actions'> & {
  /** It goes as soon as a mail is being written: what it offers would take that one's place. */
  whileEmpty?: boolean;
  /** It goes as soon as the text is another one than this: what it speaks of is past. */
  whileText?: string;
  /** It goes as soon as the mail goes to others than these (`addressesOf`): one of them was what it speaks of. */
  whileTo?: string;
  /** It goes with the press of one of its actions. */
  once?: boolean;
};

/** To whom it goes, as one text to compare. */
export function addressesOf({ to }: QuickDraft): string {
  return to.map(({ address }) => address).join('\n');
}

/** Are there recipients of an earlier press who are not known to have it? */
export function isUnfinished(draft: QuickDraft): boolean {
  return unresolved(draft).length + notTried(draft).length > 0;
}

/** Of whom nobody knows, who has not been tried, and that both are put right by one press. */
export function tellUnfinished(draft: QuickDraft, t: Translate): string {
  const [doubtful, waiting] = [unresolved(draft).length, notTried(draft).length];
  return [
    ...(doubtful > 0 ? [t('quick-compose.unfinished', { count: doubtful })] : []),
    ...(waiting > 0 ? [t('quick-compose.untried', { count: waiting })] : []),
    t('quick-compose.onceOnly'),
  ].join(' ');
}

/** So many addresses are named; the others are counted. */
const named = 4;

/** Addresses for a sentence: the first few by name. */
export function listNames(addresses: readonly string[], t: Translate): string {
  const more = addresses.length - named;
  const rest = more > 0 ? [t('quick-compose.andMore', { count: more })] : [];
  return [...addresses.slice(0, named), ...rest].join(', ');
}

/** Why the relay of now may not send what is left of it. */
function tellRelayChanged(draft: QuickDraft, t: Translate): string {
  const doubtful = unresolved(draft);
  if (doubtful.length === 0) return t('quick-compose.relaySwitched');
  // As `origin account`.
  const relay = draft.keysFor.replace(/^https?:\/\//, '').replace(' ', ', ');
  const names = listNames(doubtful, t);
  return t('quick-compose.relayChanged', { relay, names, count: doubtful.length });
}

/** What came of sending, in one notice. What is left of `draft` the line above the buttons tells. */
export function tellOutcome(outcome: SendOutcome, draft: QuickDraft, t: Translate): QuickNotice {
  if (outcome.failure?.code === 'draft-changed') {
    return { tone: 'warning', text: t('quick-compose.elsewhere') };
  }
  const { sent, refused, takenBefore, failure, kept, writtenSince, stopped } = outcome;
  const line = isUnfinished(draft);
  const names = (list: SendOutcome['refused']): string =>
    list
      .map(({ address, why }) =>
        t('quick-compose.because', { address, why: t(`quick-compose.why.${why}`) }),
      )
      .join(', ');
  const taken = kept ? 'quick-compose.kept' : 'quick-compose.sent';
  const parts = [
    ...(stopped ? [t('quick-compose.stopped')] : []),
    ...(sent.length > 0 ? [t(taken, { count: sent.length })] : []),
    ...(takenBefore.length > 0
      ? [t('quick-compose.takenBefore', { names: takenBefore.join(', ') })]
      : []),
    ...(refused.length > 0 ? [t('quick-compose.refused', { names: names(refused) })] : []),
    ...(failure?.code === 'relay-changed' ? [tellRelayChanged(draft, t)] : []),
    ...(failure && failure.code !== 'relay-changed' ? [t(`error.${failure.code}`)] : []),
    ...(failure && !line ? [t('quick-compose.onceOnly')] : []),
    ...(writtenSince ? [t('quick-compose.writtenSince')] : []),
  ];
  const well = kept ? 'info' : 'success';
  const allLeft = sent.length > 0 && parts.length === 1 && !line;
  const asWished = stopped && takenBefore.length + refused.length === 0;
  const tone = failure ? 'error' : allLeft ? well : asWished ? 'info' : 'warning';
  // With the next mail what has left is past.
  return { tone, text: parts.join(' '), whileEmpty: tone === 'success' };
}

/** Which addresses cannot be used, each with the reason; null when all can. */
export function faultyOf({ to }: QuickDraft, t: Translate): string | null {
  const faulty = to.flatMap(({ address }) => {
    const why = whyNoAddress(address, t);
    return why === null ? [] : t('quick-compose.because', { address, why });
  });
  const names = faulty.join(', ');
  return faulty.length === 0
    ? null
    : t('quick-compose.badRecipient', { count: faulty.length, names });
}

/** What is missing before it can be sent, in words; null when nothing is. */
export function whyNot(draft: QuickDraft, t: Translate): string | null {
  if (draft.to.length === 0) return t('quick-compose.noRecipient');
  const faulty = faultyOf(draft, t);
  if (faulty) return faulty;
  return isBlank(draft.subject + draft.body) ? t('quick-compose.noText') : null;
}
