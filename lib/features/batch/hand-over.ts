import { AppError, type ErrorCode, toFailure } from '@/lib/core/app-error';
import { browser } from '@/lib/platform/browser';
import { keepAwake } from '@/lib/platform/keep-awake';
import { readSendBatchAnswer } from '@/lib/platform/relay-batch-answer';
import { askRelay } from '@/lib/platform/relay-client';
import { connectedRelay } from '@/lib/platform/relay-connection';
import { batchChanges } from './changes';
import type { WaitingBatch } from './messages';
import {
  dropSubmission,
  forgetDraft,
  listSubmissions,
  readSubmission,
  type Submission,
  writeSubmission,
} from './store';

const alarm = 'batch.hand-over';
/** After this long nobody expects a batch to leave by itself any more; a press still can. */
const patience = 24 * 3_600_000;
/** 100,000 recipients over a slow line. */
const timeout = 300_000;

/** Failures after which it is sure that the relay has taken nothing. */
const refusals: readonly ErrorCode[] = [
  'relay-invalid',
  'relay-scope',
  'relay-refused',
  'relay-none',
  'permission-missing',
  'relay-gone',
];

const running = new Map<string, Promise<{ batchId: string; rejected: number }>>();

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
  for (const { id } of young) await handOver(id).catch(() => undefined);
}

/**
 * Hands over the batch laid ready under this id, with its own key; two calls at once are one. After an answer
 * draft, file and submission are gone; after a refusal only the submission.
 * Throws what `askRelay` throws, and `draft-gone` when nothing lies ready.
 */
export function handOver(id: string): Promise<{ batchId: string; rejected: number }> {
  const before = running.get(id);
  if (before) return before;
  const now = keepAwake(() => attempt(id)).finally(() => running.delete(id));
  running.set(id, now);
  return now;
}

async function attempt(id: string): Promise<{ batchId: string; rejected: number }> {
  const submission = await readSubmission(id);
  if (!submission) throw new AppError('draft-gone');
  // Before the first byte: a browser that dies now tries again at its next start.
  await browser.alarms.create(alarm, { periodInMinutes: 1 });
  try {
    const relay = await connectedRelay();
    const answer = readSendBatchAnswer(
      await askRelay(relay, {
        path: '/api/email/send-batch',
        method: 'POST',
        body: await submission.body.text(),
        idempotencyKey: submission.idempotencyKey,
        timeoutMs: timeout,
      }),
    );
    await forgetDraft(id);
    batchChanges.announce();
    return { batchId: answer.batchId, rejected: answer.rejected.length };
  } catch (thrown) {
    await note(submission, thrown);
    batchChanges.announce();
    throw thrown;
  }
}

async function note(submission: Submission, thrown: unknown): Promise<void> {
  const failure = toFailure(thrown);
  if (refusals.includes(failure.code)) await dropSubmission(submission.id);
  else await writeSubmission({ ...submission, failure });
}

export async function waitingBatches(): Promise<WaitingBatch[]> {
  const waiting = await listSubmissions();
  return waiting.map(({ id, name, total, startedAt, failure }) => ({
    id,
    name,
    total,
    startedAt,
    ...(failure && !running.has(id) ? { failure: failure as WaitingBatch['failure'] } : {}),
  }));
}
