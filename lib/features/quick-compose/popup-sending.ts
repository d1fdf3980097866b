import { useEffect, useRef, useState } from 'preact/hooks';
import { watchSending } from './changes';
import { quickComposePageMessages, type SendingNow } from './messages';

export interface SendingInHand {
  /** The last press of Send, in whichever window it was; null where there was none, undefined while that is read. */
  now: SendingNow | null | undefined;
  /** The mail is leaving. */
  under: boolean;
  /** What came of it is to be told here: it was pressed here, seen leaving here, or nobody has read it. */
  toTell: SendingNow | null;
  /** It has been told here. */
  told(id: string): void;
  /** Wakes the background. */
  wake(): void;
  /** It was pressed here. */
  follow(id: string): Promise<void>;
}

/** Follows the sending in the background. */
export function useSending(): SendingInHand {
  const [now, setNow] = useState<SendingNow | null | undefined>(undefined);
  const [told, setTold] = useState('');
  const own = useRef({ followed: '', asked: 0, taken: 0 }).current;
  const read = async (): Promise<void> => {
    own.asked += 1;
    const { asked } = own;
    // Without it one can still write, and the next word of it brings another try.
    const next = await quickComposePageMessages.send('quickCompose.sending').catch(() => null);
    if (asked < own.taken) return;
    own.taken = asked;
    if (next && !next.over) own.followed = next.id;
    setNow(next);
  };
  useEffect(() => {
    const gone = new AbortController();
    watchSending(() => void read(), gone.signal);
    void read();
    return () => gone.abort();
  }, []);
  const news = now?.over && now.id !== told && (!now.seen || now.id === own.followed);
  return {
    now,
    under: now?.over === false,
    toTell: news ? now : null,
    told(id) {
      setTold(id);
      whenSeen(() => quickComposePageMessages.send('quickCompose.seen', { id }));
    },
    wake: () => void read(),
    async follow(id) {
      own.followed = id;
      await read();
    },
  };
}

/** At once, or as soon as somebody looks at this page: it can be a tab behind others. */
function whenSeen(run: () => Promise<void>): void {
  if (document.visibilityState === 'visible') return void run().catch(() => undefined);
  const gone = new AbortController();
  const look = (): void => {
    if (document.visibilityState !== 'visible') return;
    gone.abort();
    void run().catch(() => undefined);
  };
  document.addEventListener('visibilitychange', look, { signal: gone.signal });
}
