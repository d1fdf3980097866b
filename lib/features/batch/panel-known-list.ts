import { useEffect, useRef, useState } from 'preact/hooks';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { batchChanges } from './changes';
import {
  type HistorySource,
  inTurn,
  type KnownList,
  openPlaces,
  withNewest,
  withOlder,
  withPlace,
} from './panel-history-list';

/** What was read of a list, kept by whoever shows it, so that it is there at once the next time. */
export interface HistoryMemory<Item> {
  list: KnownList<Item> | null;
  /** Whose it is, once that is known. */
  owner: string | null;
}

/** Pauses before what is open is asked about again, milliseconds; the last one stays. */
const pauses = [1_500, 3_000, 6_000, 12_000, 30_000];

/** So many pages behind the newest are asked for in one turn; where more have something open they take turns. */
const pagesAtOnce = 4;

/** What is known of the list; every row of it that can still change is asked about again, with growing pauses. */
export function useKnownList<Item>(source: HistorySource<Item>, memory?: HistoryMemory<Item>) {
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
