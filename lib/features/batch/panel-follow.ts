import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '@/lib/core/app-error';
import { hasSettled } from '@/lib/core/batch/has-ended';
import { relayChanges } from '@/lib/features/relay-account/messages';
import { type Batch, batchFollowStream } from './messages';

export interface Followed {
  batch: Batch | null;
  /** Set while the relay is silent. */
  lost: Failure | null;
  /** Mails that left in a minute, as seen lately; null until enough was seen. */
  pace: number | null;
  /** Takes over what an action answered, and follows on. */
  update(batch: Batch): void;
}

/** The channel was cut (background restarted): a moment before it is opened again. */
const pause = 700;
const final = /^(relay-(gone|none|refused|scope)|permission-missing|extension-updated)$/;

/** Follows a batch as long as the page shows it; closing the page changes nothing about the batch (X22). */
export function useFollow(id: string): Followed {
  const [batch, setBatch] = useState<Batch | null>(null);
  const [lost, setLost] = useState<Failure | null>(null);
  const [turn, setTurn] = useState(0);
  const pace = usePace(batch);

  useEffect(() => {
    let over = false;
    let ended = false;
    /** Ended because this browser may not ask the relay: connected again, it may. */
    let shut = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stream = batchFollowStream.connect();
    stream.onMessage((event) => {
      if (over || event.type === 'alive') return;
      if (event.type === 'progress') {
        setBatch(event.batch);
        setLost(null);
        ended = hasSettled(event.batch);
      } else {
        setLost(event.failure);
        shut = final.test(event.failure.code);
        ended = shut;
      }
    });
    stream.signal.addEventListener('abort', () => {
      if (!over && !ended) timer = setTimeout(() => setTurn((before) => before + 1), pause);
    });
    stream.post({ id });
    const gone = new AbortController();
    relayChanges.watch(() => {
      if (shut) setTurn((before) => before + 1);
    }, gone.signal);
    return () => {
      over = true;
      gone.abort();
      clearTimeout(timer);
      stream.close();
    };
  }, [id, turn]);

  return {
    batch,
    lost,
    pace,
    update(next) {
      setBatch(next);
      setTurn((before) => before + 1);
    },
  };
}

/** Half a minute is long enough to tell a pace and short enough to follow it. */
const paceWindow = 30_000;

function usePace(batch: Batch | null): number | null {
  const seen = useRef<{ at: number; sent: number }[]>([]);
  if (batch?.state !== 'running') {
    seen.current = [];
    return null;
  }
  const now = Date.now();
  const list = seen.current;
  if (list.at(-1)?.sent !== batch.counts.sent) list.push({ at: now, sent: batch.counts.sent });
  while (list.length > 2 && now - (list[0]?.at ?? now) > paceWindow) list.shift();
  const first = list[0];
  const last = list.at(-1);
  if (!first || !last || last.at - first.at < 3_000) return null;
  return ((last.sent - first.sent) * 60_000) / (last.at - first.at);
}
