import { AppError, toFailure } from '@/lib/core/app-error';
import {
  emptyQuickDraft,
  type QuickDraft,
  type QuickRecipient,
  type TriedMail,
} from '@/lib/core/quick-compose/quick-draft';
import {
  hadTurn,
  isRefusal,
  type Sending,
  type SendOutcome,
  settledCount,
} from '@/lib/core/quick-compose/sending';
import { textToHtml } from '@/lib/core/templates/text-to-html';
import { batchChanges } from '@/lib/features/batch/messages';
import { type ActionBadge, showBadge } from '@/lib/platform/action-badge';
import { browser } from '@/lib/platform/browser';
import { keepAwake } from '@/lib/platform/keep-awake';
import type { StoredRelay } from '@/lib/platform/relay-connection';
import { knownRelay, type SingleMail, sendOneMail } from '@/lib/platform/send-one-mail';
import { announceDraft, announceLeft, announceSending } from './changes';
import type { DraftChange, DraftResult } from './messages';
import { beginTry, laySending, noteSending, readSending } from './sending-store';
import { bindKeys, finishSending, markUntried, settleMail } from './store';

/** What it asks of the relay. */
export interface SendingWire {
  known(): Promise<Pick<StoredRelay, 'origin' | 'account' | 'sender'>>;
  send(mail: SingleMail): Promise<{ batchId: string; state: string }>;
}

const relayWire: SendingWire = { known: () => knownRelay(), send: sendOneMail };

const alarm = 'quick-compose.send';
/** After this long nobody expects a mail to leave by itself any more; a press still can. */
const patience = 24 * 3_600_000;

/**
 * Sends what a press of Send has laid ready, in the background: whatever becomes of the page, whoever pressed it meant
 * all recipients. A background that was ended in between takes up those that had not had their turn.
 */
export function createSender(wire: SendingWire = relayWire) {
  let running: Promise<void> | null = null;
  const run = (): Promise<void> => {
    running ??= keepAwake(() => sendLaid(wire)).finally(() => {
      running = null;
    });
    return running;
  };
  return {
    /** Resolves as soon as it is on disk that this mail is to be sent. */
    async press(change: DraftChange & { shown: QuickDraft }): Promise<{ id: string }> {
      // One that is about to end is not the one that is laid now.
      const { id } = await laySending(change);
      void (running ?? Promise.resolve()).then(run, run).catch(() => undefined);
      return { id };
    },
    /** At the start of the background: what was begun before it was ended. */
    resume: () => run().catch(() => undefined),
  };
}

/** Takes up at the start, and each minute while something waits, what an earlier background has begun. */
export function registerSender(wire?: SendingWire): ReturnType<typeof createSender> {
  const sender = createSender(wire);
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === alarm) void sender.resume();
  });
  void sender.resume();
  return sender;
}

async function sendLaid(wire: SendingWire): Promise<void> {
  const sending = await readSending();
  if (sending?.state !== 'running') {
    await browser.alarms.clear(alarm);
    return await tellOutside();
  }
  // Before the first byte: a browser that is ended now goes on at its next start.
  await browser.alarms.create(alarm, { periodInMinutes: 1 });
  let end: Partial<SendOutcome> = {};
  try {
    if (Date.now() - sending.at < patience) await sendEach(sending, wire);
    const { outcome } = (await readSending()) ?? sending;
    const { kept } = await finishSending({ pressed: sending.mail, sent: outcome.sent });
    end = { writtenSince: kept };
  } catch (thrown) {
    end = { failure: toFailure(thrown) };
  }
  await noteSending((now) => ({
    state: 'over',
    // What was sent is kept where it can fail; here it would stay for nothing.
    mail: emptyQuickDraft,
    attempted: [],
    outcome: { ...now.outcome, ...end, stopped: cutShort(now) },
  }));
  await browser.alarms.clear(alarm);
  announceDraft();
  announceLeft();
  announceSending();
  await tellOutside();
}

/** Was it stopped before everybody had their turn? */
function cutShort(sending: Sending): boolean {
  return sending.stopped && sending.mail.to.some(({ address }) => !hadTurn(sending, address));
}

/**
 * Sends each recipient a mail of their own, one after the other, as the mail was at the press. The keys are on disk
 * before anything is asked, and each answer before the next one: whatever ends this background nobody gets it twice. It
 * stops at the first failure; another press goes on where it stopped.
 */
async function sendEach(sending: Sending, wire: SendingWire): Promise<void> {
  const { origin, account, sender } = await wire.known();
  const { mail } = sending;
  const keysFor = `${origin} ${account}`;
  if (mail.keysFor !== '' && mail.keysFor !== keysFor) throw new AppError('relay-changed');
  const kept = sender?.delivers === false;
  const { keys } = mail;
  // Taken up again they are bound, and the draft may be another one by now.
  const bind = (): Promise<void> => bindKeys({ keys, keysFor });
  await noteSending(
    ({ outcome, mail }) => ({ mail: { ...mail, keysFor }, outcome: { ...outcome, kept } }),
    mail.keysFor === '' ? bind : undefined,
  );
  for (const recipient of mail.to) {
    // Of one that was tried and not answered nobody knows: it waits for another press.
    if (hadTurn(sending, recipient.address)) continue;
    // After a stop too: of whoever has had it before it is still to be said.
    if (!(await sendTo(recipient, { ...mail, keysFor }, wire))) continue;
    announceDraft();
    announceSending();
    await tellOutside();
  }
}

/** Sends one recipient's mail, unless it was sent, and writes down what came of it; false where it was stopped. */
async function sendTo(
  { address, name }: QuickRecipient,
  { subject, body, keys, keysFor, sent, sentTexts, tried }: QuickDraft,
  wire: SendingWire,
): Promise<boolean> {
  const text = `${subject}\n${body}`;
  if (sent.includes(address)) {
    // It was taken with another text: nobody must believe that this one arrived.
    const { [address]: got = text } = sentTexts;
    await note(got === text ? 'sent' : 'takenBefore', address);
    return true;
  }
  const key = keys[address] ?? '';
  const mail = { address, name, subject, body };
  const turn = await beginTry({ address, key });
  if (turn === 'stopped') return false;
  const { state, batchId } = await sendOne(key, mail, keysFor, wire).catch(async (thrown) => {
    // Another relay has been connected: not a byte of it went out.
    if (turn === 'first' && toFailure(thrown).code === 'relay-changed') {
      await markUntried({ address, key });
    }
    throw thrown;
  });
  const settled = (result: Pick<DraftResult, 'state' | 'text' | 'handed'>) => (): Promise<void> =>
    settleMail({ address, key, ...result });
  if (state === 'taken-before') {
    const earlier = await findTaken({ key, keysFor }, mail, tried, wire);
    const found = earlier && {
      text: `${earlier.subject}\n${earlier.body}`,
      ...(earlier.state !== 'sent' && { handed: { ...earlier, keysFor } }),
    };
    await note('takenBefore', address, settled({ state: 'sent', ...found }));
  } else if (isRefusal(state)) {
    await note('refused', { address, why: state }, settled({ state: 'lost' }));
  } else {
    // Taken is not arrived: the text is kept until the relay says more.
    const handed = { batchId, name, subject, body, keysFor };
    const result = { state: 'sent', text, ...(state !== 'sent' && { handed }) } as const;
    await note('sent', address, settled(result));
  }
  announceLeft();
  batchChanges.announce();
  return true;
}

/** Puts one recipient into this list of the outcome, together with what `also` writes. */
async function note<List extends 'sent' | 'refused' | 'takenBefore'>(
  list: List,
  one: SendOutcome[List][number],
  also?: () => Promise<void>,
): Promise<void> {
  await noteSending(
    ({ outcome }) => ({ outcome: { ...outcome, [list]: [...outcome[list], one] } }),
    also,
  );
}

/**
 * The version that the relay has taken under this key. Its refusal of another one names none; but a version it knows
 * is answered as the first time, and no other is taken: each that was tried is offered again until one is known.
 */
async function findTaken(
  { key, keysFor }: { key: string; keysFor: string },
  refused: OneMail,
  tried: readonly TriedMail[],
  wire: SendingWire,
) {
  const versions = tried.flatMap(({ to, subject, body }) =>
    to.map(({ address, name }): OneMail => ({ address, name, subject, body })),
  );
  for (const mail of versions.toReversed()) {
    const another = JSON.stringify(mail) !== JSON.stringify(refused);
    if (mail.address !== refused.address || !another) continue;
    const { state, batchId } = await sendOne(key, mail, keysFor, wire);
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
  wire: SendingWire,
): Promise<{ batchId: string; state: string }> {
  const mail = { idempotencyKey, only, to: address, subject, html: textToHtml(body), text: body };
  try {
    return await wire.send({ ...mail, ...(name && { name }) });
  } catch (thrown) {
    const failure = toFailure(thrown);
    // The same key with another text: the relay had taken the first one.
    if (failure.status === 409) return { batchId: '', state: 'taken-before' };
    // It is this address alone: the others still get theirs.
    if (failure.detail?.startsWith('no-recipient:')) return { batchId: '', state: 'invalid' };
    throw thrown;
  }
}

let telling: Promise<void> = Promise.resolve();

/** Says on the extension's button how far it is, and at the end what came of it until somebody has read that. */
export function tellOutside(): Promise<void> {
  // One after the other: a sign that takes its time must not stand over a later one.
  telling = telling
    .then(async () => showBadge(badgeFor(await readSending())))
    .catch(() => undefined);
  return telling;
}

/** Somebody has read what came of this press. */
export async function markSeen({ id }: { id: string }): Promise<void> {
  await noteSending((sending) => (sending.id === id ? { seen: true } : {}));
  await tellOutside();
}

/** The sign on the button; null for none. */
export function badgeFor(sending: Sending | null): ActionBadge | null {
  if (!sending || (sending.state === 'over' && sending.seen)) return null;
  const { total, outcome } = sending;
  const done = settledCount(outcome);
  if (sending.state === 'running') {
    const title: ActionBadge['title'] = (t) => t('quick-compose.progress', { done, total });
    return { text: String(total - done), tone: 'info', title };
  }
  const all = outcome.sent.length === total && outcome.failure === null;
  return {
    text: all ? '✓' : '!',
    tone: all ? 'success' : 'error',
    title: (t) =>
      all
        ? t('quick-compose.sent', { count: total })
        : t('quick-compose.badge.partly', { sent: outcome.sent.length, total }),
  };
}
