import { AppError, type Failure, toFailure } from '@/lib/core/app-error';
import type { QuickDraft, QuickRecipient, TriedMail } from '@/lib/core/quick-compose/quick-draft';
import { textToHtml } from '@/lib/core/templates/text-to-html';
import { batchPageMessages, type SingleMailAnswer } from '@/lib/features/batch/messages';
import { relayAccountPageMessages } from '@/lib/features/relay-account/messages';
import { type DraftResult, quickComposePageMessages } from './messages';
import type { DraftInHand } from './popup-draft';

/** Why the relay does not send a mail. */
export type Refusal = 'failed' | 'suppressed' | 'cancelled' | 'invalid';

export interface SendOutcome {
  /** Addresses whose mail the relay has taken, over all tries. */
  sent: string[];
  /** Addresses whose mail will not arrive, says the relay, and why. */
  refused: { address: string; why: Refusal }[];
  /** The relay took this mail in an earlier try, with the text of then. */
  takenBefore: string[];
  /** Why the others were not tried. */
  failure: Failure | null;
  /** The relay has no mail server: what it took stays in its outbox. */
  kept: boolean;
  /** Something was written after the press: it did not go out and is the draft now. */
  writtenSince: boolean;
}

/** States of the ledger in which a mail is over and was not delivered. */
const lost: readonly string[] = [
  'failed',
  'suppressed',
  'cancelled',
  'invalid',
] satisfies Refusal[];

function isLost(state: string): state is Refusal {
  return lost.includes(state);
}

/**
 * Sends each recipient a mail of their own, one after the other, as the mail is at this moment. The keys are
 * on disk before anything is asked, and each answer before the next one: whatever ends this page, and
 * whatever another page does with the same mail, nobody gets it twice. It stops at the first failure; trying
 * again goes on where it stopped.
 */
export async function sendDraft({ begin }: Pick<DraftInHand, 'begin'>): Promise<SendOutcome> {
  const outcome: SendOutcome = {
    sent: [],
    refused: [],
    takenBefore: [],
    failure: null,
    kept: false,
    writtenSince: false,
  };
  try {
    const pressed = await begin();
    const { url, account, sender } = await relayAccountPageMessages.send('relayAccount.status');
    outcome.kept = sender?.delivers === false;
    const { keys, keysFor } = pressed;
    const here = `${url} ${account}`;
    if (keysFor !== '' && keysFor !== here) throw new AppError('relay-changed');
    await quickComposePageMessages.send('quickCompose.bind', { keys, keysFor: here });
    for (const recipient of pressed.to) {
      await sendTo(recipient, { ...pressed, keysFor: here }, outcome);
    }
    const done = { pressed, sent: outcome.sent };
    const { kept } = await quickComposePageMessages.send('quickCompose.finish', done);
    outcome.writtenSince = kept;
  } catch (thrown) {
    outcome.failure = toFailure(thrown);
  }
  return outcome;
}

/** Sends one recipient's mail, unless it was sent, and writes down and notes in `outcome` what came of it. */
async function sendTo(
  { address, name }: QuickRecipient,
  { subject, body, keys, keysFor, sent, sentTexts, tried }: QuickDraft,
  outcome: SendOutcome,
): Promise<void> {
  const text = `${subject}\n${body}`;
  if (sent.includes(address)) {
    // It was taken with another text: nobody must believe that this one arrived.
    const { [address]: got = text } = sentTexts;
    (got === text ? outcome.sent : outcome.takenBefore).push(address);
    return;
  }
  const key = keys[address] ?? '';
  const mail = { address, name, subject, body };
  const { state, batchId } = await sendOne(key, mail, keysFor);
  const settle = (result: Pick<DraftResult, 'state' | 'text' | 'handed'>) =>
    quickComposePageMessages.send('quickCompose.settle', { address, key, ...result });
  if (state === 'taken-before') {
    const earlier = await findTaken({ key, keysFor }, mail, tried);
    outcome.takenBefore.push(address);
    await settle({
      state: 'sent',
      ...(earlier && {
        text: `${earlier.subject}\n${earlier.body}`,
        ...(earlier.state !== 'sent' && { handed: { ...earlier, keysFor } }),
      }),
    });
  } else if (isLost(state)) {
    outcome.refused.push({ address, why: state });
    await settle({ state: 'lost' });
  } else {
    outcome.sent.push(address);
    // Taken is not arrived: the text is kept until the relay says more.
    const handed = { batchId, name, subject, body, keysFor };
    await settle({ state: 'sent', text, ...(state !== 'sent' && { handed }) });
  }
}

/**
 * The version that the relay has taken under this key. Its refusal of another one names none; but a version it knows
 * is answered as the first time, and no other is taken: each that was tried is offered again until one is known.
 */
async function findTaken(
  { key, keysFor }: { key: string; keysFor: string },
  refused: OneMail,
  tried: readonly TriedMail[],
) {
  const versions = tried.flatMap(({ to, subject, body }) =>
    to.map(({ address, name }): OneMail => ({ address, name, subject, body })),
  );
  for (const mail of versions.toReversed()) {
    const another = JSON.stringify(mail) !== JSON.stringify(refused);
    if (mail.address !== refused.address || !another) continue;
    const { state, batchId } = await sendOne(key, mail, keysFor);
    const { address: _, ...rest } = mail;
    if (batchId !== '') return { ...rest, state, batchId };
  }
  return null;
}

interface OneMail extends QuickRecipient {
  subject: string;
  body: string;
}

/** @param only relay and account that the key is for: it may be another one by now, in the middle of a list */
async function sendOne(
  idempotencyKey: string,
  { address, name, subject, body }: OneMail,
  only: string,
): Promise<Pick<SingleMailAnswer, 'batchId' | 'state'>> {
  const mail = { idempotencyKey, only, to: address, subject, html: textToHtml(body), text: body };
  try {
    return await batchPageMessages.send('batch.sendOne', { ...mail, ...(name && { name }) });
  } catch (thrown) {
    const failure = toFailure(thrown);
    // The same key with another text: the relay had taken the first one.
    if (failure.status === 409) return { batchId: '', state: 'taken-before' };
    // It is this address alone: the others still get theirs.
    if (failure.detail?.startsWith('no-recipient:')) return { batchId: '', state: 'invalid' };
    throw thrown;
  }
}
