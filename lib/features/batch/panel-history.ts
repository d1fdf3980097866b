import { useEffect, useState } from 'preact/hooks';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { foldText } from '@/lib/core/dictation/fold-text';
import { batchChanges } from './changes';
import { type Batch, batchPageMessages } from './messages';

export interface HistoryFilter {
  query: string;
  /** `2026-11-25`, in the reader's time zone; empty = no limit. */
  from: string;
  to: string;
}

export interface History {
  /** Null until the relay has answered. */
  items: Batch[] | null;
  more: boolean;
  failure: Failure | null;
  loadMore(): void;
  reload(): void;
}

/** A search looks at this many batches by itself. */
const furthest = 2_000;

/** The relay's batches, newest first; with a search or dates it reads on until everything was looked at. */
export function useHistory(filter: HistoryFilter): History {
  const [loaded, setLoaded] = useState<{ items: Batch[]; next: string | null } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [turn, setTurn] = useState(0);
  const reload = (): void => setTurn((before) => before + 1);
  const searching = filter.query.trim() !== '' || filter.from !== '' || filter.to !== '';

  useEffect(() => {
    const gone = new AbortController();
    batchChanges.watch(reload, gone.signal);
    return () => gone.abort();
  }, []);
  useEffect(() => {
    let over = false;
    batchPageMessages.send('batch.list', {}).then(
      (page) => {
        if (over) return;
        setLoaded(page);
        setFailure(null);
      },
      (thrown) => !over && setFailure(toFailure(thrown)),
    );
    return () => {
      over = true;
    };
  }, [turn]);

  const next = loaded?.next ?? null;
  const looked = loaded?.items.length ?? 0;
  const loadMore = (): void => {
    if (next === null) return;
    batchPageMessages.send('batch.list', { cursor: next }).then(
      (page) =>
        setLoaded((before) =>
          before?.next === next
            ? { items: [...before.items, ...page.items], next: page.next }
            : before,
        ),
      (thrown) => setFailure(toFailure(thrown)),
    );
  };
  useEffect(() => {
    if (searching && next !== null && looked < furthest) loadMore();
  }, [searching, next]);

  return {
    items: loaded?.items.filter((batch) => fits(batch, filter)) ?? null,
    // A search that has looked far enough says that there is more, and goes on when asked to.
    more: next !== null && (!searching || looked >= furthest),
    failure,
    loadMore,
    reload,
  };
}

function fits({ name, createdAt, sendAt }: Batch, { query, from, to }: HistoryFilter): boolean {
  const folded = foldText(name);
  const words = foldText(query).split(/\s+/).filter(Boolean);
  const at = new Date(sendAt ?? createdAt);
  const day = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return (
    words.every((word) => folded.includes(word)) &&
    (from === '' || day >= from) &&
    (to === '' || day <= to)
  );
}

const pad = (value: number): string => String(value).padStart(2, '0');
