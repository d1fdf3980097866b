import { AppError, toFailure } from '@/lib/core/app-error';
import { hasSettled } from '@/lib/core/batch/has-ended';
import type { Stream } from '@/lib/platform/define-stream';
import { readEventStream } from '@/lib/platform/read-event-stream';
import { type Batch, readBatchAnswer } from '@/lib/platform/relay-batch-answer';
import { openRelay } from '@/lib/platform/relay-client';
import { connectedRelay } from '@/lib/platform/relay-connection';
import type { FollowEvent } from './messages';

/** Pauses before the next try after the relay has fallen silent, milliseconds; the last one stays. */
const pauses = [500, 1_000, 2_000, 5_000, 10_000];
/** The relay gives a sign of life every 15 s; a line that is dead without saying so is given up after this. */
const silence = 45_000;

/**
 * Passes on the progress of one batch (server-sent events) until all its mails have ended, somebody closes the stream, or the relay
 * says that there is no such batch. A connection that ends is opened again.
 */
export async function followBatch(
  id: string,
  stream: Stream<FollowEvent, { id: string }>,
): Promise<void> {
  for (let silent = 0; !stream.signal.aborted; ) {
    try {
      const last = await listen(id, stream, () => {
        silent = 0;
      });
      // Done for now; retried or resolved recipients make it run again, and the page follows it anew.
      if (last && hasSettled(last)) return stream.close();
      // A relay of before ends the line with the cancelling, also while mails are on the wire.
      if (last?.state === 'cancelled') {
        await pause(pauses[1] ?? 0, stream.signal);
        continue;
      }
      throw new AppError('relay-unreachable');
    } catch (thrown) {
      if (stream.signal.aborted) return;
      const failure = toFailure(thrown);
      stream.post({ type: 'lost', failure });
      if (/^relay-(gone|none|refused|scope)$|^permission-missing$/.test(failure.code)) {
        return stream.close();
      }
      await pause(pauses[Math.min(silent, pauses.length - 1)] ?? 0, stream.signal);
      silent += 1;
    }
  }
}

async function listen(
  id: string,
  stream: Stream<FollowEvent, { id: string }>,
  onLife: () => void,
): Promise<Batch | null> {
  const dead = new AbortController();
  let timer = setTimeout(() => dead.abort(), silence);
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => dead.abort(), silence);
  };
  try {
    return await read(id, stream, AbortSignal.any([stream.signal, dead.signal]), () => {
      heard();
      onLife();
    });
  } finally {
    clearTimeout(timer);
  }
}

async function read(
  id: string,
  stream: Stream<FollowEvent, { id: string }>,
  signal: AbortSignal,
  onLife: () => void,
): Promise<Batch | null> {
  const response = await openRelay(await connectedRelay(), {
    path: `/api/email/batches/${encodeURIComponent(id)}/events`,
    // The stream lasts as long as the batch; silence is noticed by the relay's signs of life.
    timeoutMs: Number.POSITIVE_INFINITY,
    signal,
  });
  if (!response.body) throw new AppError('relay-not-one');
  let last: Batch | null = null;
  for await (const data of readEventStream(response.body)) {
    onLife();
    if (data === null) stream.post({ type: 'alive' });
    else {
      last = readBatchAnswer(JSON.parse(data));
      stream.post({ type: 'progress', batch: last });
      if (hasSettled(last)) return last;
    }
  }
  return last;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
  });
}
