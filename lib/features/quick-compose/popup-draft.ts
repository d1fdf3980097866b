import { useEffect, useRef, useState } from 'preact/hooks';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { parseQuickDraft, type QuickDraft } from '@/lib/core/quick-compose/quick-draft';
import { watchDraft } from './changes';
import { quickComposePageMessages } from './messages';

export interface DraftInHand {
  /** Null while it is being read. */
  draft: QuickDraft | null;
  /** The state of this moment, whatever has been drawn so far. */
  now(): QuickDraft;
  /** Changes and saves; resolves when it is on disk. */
  change(part: Partial<QuickDraft>): Promise<void>;
  failure: Failure | null;
}

/** The draft of this page: saved with every key, and taken from the other page when that one is in use. */
export function useDraft(): DraftInHand {
  const [draft, setDraft] = useState<QuickDraft | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const held = useRef<QuickDraft>(parseQuickDraft(null));
  const saving = useRef(0);
  const last = useRef(0);

  const load = async (): Promise<void> => {
    try {
      const stored = await quickComposePageMessages.send('quickCompose.load');
      if (saving.current > 0) return;
      held.current = stored;
      setDraft(stored);
    } catch (thrown) {
      setDraft(held.current);
      setFailure(toFailure(thrown));
    }
  };
  useEffect(() => {
    const gone = new AbortController();
    void load();
    watchDraft(() => {
      // The echo of our own writes must not take back what was typed since.
      if (!document.hasFocus() && saving.current === 0) void load();
    }, gone.signal);
    return () => gone.abort();
  }, []);

  return {
    draft,
    failure,
    now: () => held.current,
    async change(part) {
      held.current = { ...held.current, ...part };
      setDraft(held.current);
      last.current = Math.max(Date.now(), last.current + 1);
      saving.current += 1;
      try {
        const state = { draft: held.current, at: last.current };
        await quickComposePageMessages.send('quickCompose.save', state);
        setFailure(null);
      } catch (thrown) {
        setFailure(toFailure(thrown));
        throw thrown;
      } finally {
        saving.current -= 1;
      }
    },
  };
}
