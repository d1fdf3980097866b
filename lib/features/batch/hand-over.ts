import { AppError, type ErrorCode, toFailure } from '@/lib/core/app-error';
import { browser } from '@/lib/platform/browser';
import { keepAwake } from '@/lib/platform/keep-awake';
import { readSendBatchAnswer } from '@/lib/platform/relay-batch-answer';
import { askRelay } from '@/lib/platform/relay-client';
import { knownRelay } from '@/lib/platform/send-one-mail';
import { batchChanges } from './changes';
import { noteDepartureZone } from './departure-zone';
import type { WaitingBatch } from './messages';
import {
  dropSubmission,
  forgetDraft,
  keepSubmission,
  listSubmissions,
  loadDraft,
  readSubmission,
  type Submission,
} from './store';

const alarm = 'batch.hand-over';
/** After this long nobody expects a batch to leave by itself any more; a press still can. */
const patience = 24 * 3_600_000;
/** 100,000 recipients over a slow line. */
const timeout = 300_000;

/** Failures after which, at the first try, it is sure that the relay has taken nothing. */
const refusals: readonly ErrorCode[] = [
  'relay-invalid',
  'relay-scope',
  'relay-refused',
  'relay-none',
  'permission-missing',
  'relay-gone',
  'relay-switched',
  'batch-too-late',
];

const running = new Map<string, Promise<{ batchId: string; rejected: number }>>();
const stops = new Map<string, AbortController>();

/** Tries again what waits, at the start and each minute while something does. */
export function registerHandOver(): void {
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === alarm) void retryWaiting();
  });
  void retryWaiting();
}

async function retryWaiting(): Promise<void> {
  const waiting = await listSubmissions();
  const young = waiting.filter(({ startedAt }) => Date.now() - startedAt < patience);
  if (young.length === 0) await browser.alarms.clear(alarm);
  else await browser.alarms.create(alarm, { periodInMinutes: 1 });
  for (const { id } of young) await handOver(id, true).catch(() => undefined);
}

/**
 * Hands over the batch laid ready under this id, with its own key; two calls at once are one. After an answer
 * draft, file and submission are gone; after a refusal only the submission.
 * @param byItself nobody looks on: a refusal is kept with the batch until somebody has read it
 * Throws what `askRelay` throws, and `draft-gone` when nothing lies ready.
 */
export function handOver(
  id: string,
  byItself = false,
): Promise<{ batchId: string; rejected: number }> {
  const before = running.get(id);
  if (before) return before;
  const stop = new AbortController();
  const now = keepAwake(() => attempt(id, stop.signal, byItself)).finally(() => {
    running.delete(id);
    stops.delete(id);
  });
  running.set(id, now);
  stops.set(id, stop);
  return now;
}

/**
 * Stops trying: the try under way ends first, so that it cannot bring back what was given up.
 * @param startedAt of the submission that was shown: one laid ready since then nobody has given up, and given back as
 * a draft it would be sent a second time
 */
export async function abandon(id: string, startedAt: number): Promise<void> {
  if ((await readSubmission(id))?.startedAt !== startedAt) return;
  stops.get(id)?.abort();
  await running.get(id)?.catch(() => undefined);
  await dropSubmission(id);
  batchChanges.announce();
}

async function attempt(
  id: string,
  signal: AbortSignal,
  byItself: boolean,
): Promise<{ batchId: string; rejected: number }> {
  let submission = await readSubmission(id);
  if (!submission) throw new AppError('draft-gone');
  const earlier = submission.tried;
  // Before the first byte: a browser that dies now tries again at its next start.
  await browser.alarms.create(alarm, { periodInMinutes: 1 });
  try {
    const relay = await knownRelay(signal);
    if (earlier && isAnother(earlier, relay)) throw new AppError('relay-changed');
    const { shown } = submission;
    if (!earlier && shown && isAnother(shown, relay)) throw new AppError('relay-switched');
    const { origin, account } = relay;
    submission = { ...submission, tried: earlier ?? { origin, account } };
    if (!(await keepSubmission(submission))) throw new AppError('draft-gone');
    const answer = readSendBatchAnswer(
      await askRelay(relay, {
        path: '/api/email/send-batch',
        method: 'POST',
        body: await submission.body.text(),
        idempotencyKey: submission.idempotencyKey,
        timeoutMs: timeout,
        signal,
      }),
    );
    await keepZone(id, answer.batchId);
    await forgetDraft(id);
    batchChanges.announce();
    return { batchId: answer.batchId, rejected: answer.rejected.length };
  } catch (thrown) {
    const late = isTooLate(thrown, submission);
    const reason = late ? new AppError('batch-too-late', {}, thrown) : thrown;
    // Who asks for a lost answer gets it, however late: so refused, the relay has never taken it.
    await note(submission, reason, byItself || (earlier !== undefined && !late));
    batchChanges.announce();
    throw reason;
  }
}

/** The clock on which its departure was chosen, for who changes it later; nothing depends on it. */
async function keepZone(id: string, batchId: string): Promise<void> {
  const draft = await loadDraft(id).catch(() => null);
  if (!draft || draft.sendAt === '') return;
  await noteDepartureZone(batchId, draft.zone).catch(() => undefined);
}

/** Another relay or account has never seen the key: it would send everything again. Unknown counts as another. */
function isAnother(
  earlier: NonNullable<Submission['tried']>,
  relay: { origin: string; account: string },
): boolean {
  return earlier.origin !== relay.origin || earlier.account !== relay.account;
}

/** Does the relay refuse it only for its time, which has passed long ago while nobody could be reached? */
function isTooLate(thrown: unknown, { sendAt }: Submission): boolean {
  const { code, detail = '' } = toFailure(thrown);
  const about = code === 'relay-invalid' && detail.includes(' · sendAt: ');
  return about && sendAt !== undefined && Date.parse(sendAt) < Date.now();
}

/** @param keep also after a refusal: it says nothing of an earlier try whose answer was lost, or nobody has read it. */
async function note(submission: Submission, thrown: unknown, keep: boolean): Promise<void> {
  const failure = toFailure(thrown);
  if (keep || !refusals.includes(failure.code)) {
    await keepSubmission({ ...submission, failure });
    return;
  }
  const now = await readSubmission(submission.id);
  if (now?.idempotencyKey === submission.idempotencyKey) await dropSubmission(submission.id);
}

/** A page that went between laying ready and asking has left nobody who tries; after this long it is no longer at it. */
const forgotten = 10_000;

export async function waitingBatches(): Promise<WaitingBatch[]> {
  const waiting = await listSubmissions();
  for (const { id, tried, failure, startedAt } of waiting) {
    const untried = !tried && !failure && !running.has(id);
    const age = Date.now() - startedAt;
    if (untried && age > forgotten && age < patience) {
      void handOver(id, true).catch(() => undefined);
    }
  }
  return waiting.map(({ id, name, total, startedAt, failure }) => ({
    id,
    name,
    total,
    startedAt,
    ...(Date.now() - startedAt > patience && !running.has(id) && { resting: true }),
    ...(failure && !running.has(id) ? { failure: failure as WaitingBatch['failure'] } : {}),
  }));
}
