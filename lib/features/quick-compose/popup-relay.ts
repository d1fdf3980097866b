import { useEffect, useState } from 'preact/hooks';
import { isLocalRelay } from '@/lib/core/relay/is-local-relay';
import { relayAccountPageMessages } from '@/lib/features/relay-account/messages';

const lastKnown = 'quick-compose.relay-sends';

export interface SendingRelay {
  /** A relay sends for this browser. */
  sends: boolean;
  /** Why it would not take a mail now; the button stays, and pressing it tries again. */
  trouble: 'unreachable' | 'unreachableHere' | 'notKnown' | null;
  ask(): void;
}

/** The relay as it is; until it is asked what it was last time, so that the popup does not move. */
export function useSendingRelay(): SendingRelay {
  const [sends, setSends] = useState(() => localStorage.getItem(lastKnown) === 'yes');
  const [trouble, setTrouble] = useState<SendingRelay['trouble']>(null);
  const ask = (): void => {
    relayAccountPageMessages.send('relayAccount.status').then(
      ({ state, scopes, url }) => {
        const now = state !== 'none' && scopes.includes('send');
        setSends(now);
        localStorage.setItem(lastKnown, now ? 'yes' : 'no');
        const silent = isLocalRelay(url) ? 'unreachableHere' : 'unreachable';
        const troubles = { unreachable: silent, refused: 'notKnown' } as const;
        setTrouble(state === 'unreachable' || state === 'refused' ? troubles[state] : null);
      },
      () => undefined,
    );
  };
  useEffect(ask, []);
  return { sends, trouble, ask };
}
