import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { foldText } from '@/lib/core/dictation/fold-text';
import type { RelayConnection } from '@/lib/features/relay-account/messages';
import { batchChanges } from './changes';
import { type Batch, batchPageMessages, type MailOfHistory } from './messages';
import {
  type HistorySource,
  inTurn,
  type KnownList,
  openPlaces,
  withNewest,
  withOlder,
  withPlace,
} from './panel-history-list';

export interface HistoryFilter {
  query: string;
  /** `2026-11-25`, in the reader's time zone; empty = no limit. */
  from: string;
  to: string;
}

export const everything: HistoryFilter = { query: '', from: '', to: '' };

export const batchSource: HistorySource<Batch> = {
  ask: (cursor) => batchPageMessages.send('batch.list', { cursor }),
  idOf: ({ id }) => id,
  wordsOf: ({ name }) => name,
  timeOf: ({ createdAt, sendAt }) => sendAt ?? createdAt,
  isOpen: ({ state }) => state !== 'done' && state !== 'cancelled',
};

/** Mails that were sent one by one. */
export const mailSource: HistorySource<MailOfHistory> = {
  ask: (cursor) => batchPageMessages.send('batch.mails', { cursor }),
  idOf: ({ batchId }) => batchId,
  wordsOf: ({ subject, to }) => `${subject} ${to}`,
  timeOf: ({ createdAt }) => createdAt,
  isOpen: ({ state }) => state === 'pending' || state === 'sending',
};

export interface History<Item> {
  /** Null until the relay has answered. */
  items: Item[] | null;
  more: boolean;
  failure: Failure | null;
  loadMore(): void;
  reload(): void;
}

/** What was read of a list, kept by whoever shows it, so that it is there at once the next time. */
export interface HistoryMemory<Item> {
  list: KnownList<Item> | null;
  /** Whose it is, once that is known. */
  owner: string | null;
}

/** A search looks at this many by itself. */
const furthest = 2_000;

/** Pauses before what is open is asked about again, milliseconds; the last one stays. */
const pauses = [1_500, 3_000, 6_000, 12_000, 30_000];

/** So many pages behind the newest are asked for in one turn; where more have something open they take turns. */
const pagesAtOnce = 4;

/** Relay and account that a list belongs to; null while nobody knows. */
export function ownerOf(relay: RelayConnection | null): string | null {
  return relay && relay.account !== '' ? `${relay.url} ${relay.account}` : null;
}

/**
 * The relay's list, newest first; with a search or dates it reads on until everything was looked at.
 * @param owner as `ownerOf` says: nothing of another one's is shown
 */
export function useHistory<Item>(
  source: HistorySource<Item>,
  filter: HistoryFilter,
  owner: string | null,
  memory?: HistoryMemory<Item>,
): History<Item> {
  const known = useKnownList(source, memory);
  const whose = useRef(memory?.owner ?? null);
  useLayoutEffect(() => {
    const { current: before } = whose;
    if (owner === null) return;
    whose.current = owner;
    if (memory) memory.owner = owner;
    if (before !== null && before !== owner) known.forget();
  }, [owner]);
  const { list, failure, loadMore } = known;
  const searching = filter.query.trim() !== '' || filter.from !== '' || filter.to !== '';
  const next = list?.next ?? null;
  const looked = list?.items.length ?? 0;
  useEffect(() => {
    if (searching && next !== null && looked < furthest && !failure) loadMore();
  }, [searching, next, failure]);
  return {
    items: list?.items.filter((item) => fits(item, source, filter)) ?? null,
    // A search that has looked far enough says that there is more, and goes on when asked to.
    more: next !== null && (!searching || looked >= furthest),
    failure,
    loadMore,
    reload: known.reload,
  };
}

/** What is known of the list; every row of it that can still change is asked about again, with growing pauses. */
function useKnownList<Item>(source: HistorySource<Item>, memory?: HistoryMemory<Item>) {
  const [list, setList] = useState(memory?.list ?? null);
  if (memory) memory.list = list;
  const [failure, setFailure] = useState<Failure | null>(null);
  const [turn, setTurn] = useState(0);
  const [busy, setBusy] = useState(true);
  const latest = useRef(list);
  const turns = useRef({ quiet: 0, place: 0 });
  const take = (next: KnownList<Item>): void => {
    latest.current = next;
    setList(next);
  };
  const again = (): void => setTurn((before) => before + 1);
  const reload = (): void => {
    turns.current.quiet = 0;
    again();
  };

  const forget = (): void => {
    latest.current = null;
    setList(null);
    reload();
  };

  useEffect(() => {
    const gone = new AbortController();
    batchChanges.watch(reload, gone.signal);
    return () => gone.abort();
  }, []);
  useEffect(() => {
    let over = false;
    const look = async (): Promise<void> => {
      const before = latest.current;
      const page = await source.ask();
      if (over) return;
      const newest = withNewest(latest.current, page, source);
      take(newest);
      setFailure(null);
      const places = openPlaces(newest, source);
      const { place: from } = turns.current;
      turns.current.place += pagesAtOnce;
      for (const cursor of inTurn(places, from, pagesAtOnce)) {
        const place = await source.ask(cursor);
        if (over || !latest.current) return;
        take(withPlace(latest.current, cursor, place, source));
      }
      // What moves is looked at closely.
      if (!before || same(before.items, latest.current?.items)) turns.current.quiet += 1;
      else turns.current.quiet = 2;
    };
    setBusy(true);
    look()
      .catch((thrown) => {
        if (over) return;
        turns.current.quiet += 1;
        setFailure(toFailure(thrown));
      })
      .finally(() => !over && setBusy(false));
    return () => {
      over = true;
    };
  }, [turn]);
  useEffect(() => {
    if (busy || !list?.items.some(source.isOpen)) return;
    const at = Math.max(turns.current.quiet - 1, 0);
    const timer = setTimeout(again, pauses[Math.min(at, pauses.length - 1)]);
    return () => clearTimeout(timer);
  }, [list, busy]);

  const loadMore = (): void => {
    const next = latest.current?.next ?? null;
    if (next === null) return;
    source.ask(next).then(
      (page) => {
        const now = latest.current;
        if (now?.next === next) take(withOlder(now, page, source));
      },
      (thrown) => setFailure(toFailure(thrown)),
    );
  };
  return { list, failure, loadMore, reload, forget };
}

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

function fits<Item>(
  item: Item,
  { wordsOf, timeOf }: HistorySource<Item>,
  { query, from, to }: HistoryFilter,
): boolean {
  const folded = foldText(wordsOf(item));
  const words = foldText(query).split(/\s+/).filter(Boolean);
  const at = new Date(timeOf(item));
  const day = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return (
    words.every((word) => folded.includes(word)) &&
    (from === '' || day >= from) &&
    (to === '' || day <= to)
  );
}

const pad = (value: number): string => String(value).padStart(2, '0');
