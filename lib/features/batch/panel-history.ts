import { useEffect, useRef, useState } from 'preact/hooks';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { foldText } from '@/lib/core/dictation/fold-text';
import type { AnswerPage } from '@/lib/platform/relay-batch-answer';
import { batchChanges } from './changes';
import { type Batch, batchPageMessages, type MailOfHistory } from './messages';

export interface HistoryFilter {
  query: string;
  /** `2026-11-25`, in the reader's time zone; empty = no limit. */
  from: string;
  to: string;
}

export const everything: HistoryFilter = { query: '', from: '', to: '' };

/** A list of the relay, newest first. */
export interface HistorySource<Item> {
  ask(cursor?: string): Promise<AnswerPage<Item>>;
  idOf(item: Item): string;
  /** What a search looks in. */
  wordsOf(item: Item): string;
  /** The date by which it is filtered, as the relay tells it. */
  timeOf(item: Item): string;
  /** What becomes of it is not known yet: asked again by itself. */
  isOpen(item: Item): boolean;
}

export const batchSource: HistorySource<Batch> = {
  ask: (cursor) => batchPageMessages.send('batch.list', { cursor }),
  idOf: ({ id }) => id,
  wordsOf: ({ name }) => name,
  timeOf: ({ createdAt, sendAt }) => sendAt ?? createdAt,
  isOpen: () => false,
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
  loaded: AnswerPage<Item> | null;
}

/** A search looks at this many by itself. */
const furthest = 2_000;

/** Pauses before what is open is asked about again, milliseconds; the last one stays. */
const pauses = [1_500, 3_000, 6_000, 12_000, 30_000];

/** The relay's list, newest first; with a search or dates it reads on until everything was looked at. */
export function useHistory<Item>(
  source: HistorySource<Item>,
  filter: HistoryFilter,
  memory?: HistoryMemory<Item>,
): History<Item> {
  const [loaded, setLoaded] = useState<AnswerPage<Item> | null>(memory?.loaded ?? null);
  if (memory) memory.loaded = loaded;
  const [failure, setFailure] = useState<Failure | null>(null);
  const [turn, setTurn] = useState(0);
  const asked = useRef(0);
  const again = (): void => setTurn((before) => before + 1);
  const reload = (): void => {
    asked.current = 0;
    again();
  };
  const searching = filter.query.trim() !== '' || filter.from !== '' || filter.to !== '';

  useEffect(() => {
    const gone = new AbortController();
    batchChanges.watch(reload, gone.signal);
    return () => gone.abort();
  }, []);
  useEffect(() => {
    let over = false;
    source.ask().then(
      (page) => {
        if (over) return;
        setLoaded((before) => renewed(before, page, source));
        setFailure(null);
      },
      (thrown) => !over && setFailure(toFailure(thrown)),
    );
    return () => {
      over = true;
    };
  }, [turn]);
  useEffect(() => {
    if (!loaded?.items.some(source.isOpen)) return;
    const timer = setTimeout(again, pauses[Math.min(asked.current, pauses.length - 1)]);
    asked.current += 1;
    return () => clearTimeout(timer);
  }, [loaded]);

  const next = loaded?.next ?? null;
  const looked = loaded?.items.length ?? 0;
  const loadMore = (): void => {
    if (next === null) return;
    source.ask(next).then(
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
    items: loaded?.items.filter((item) => fits(item, source, filter)) ?? null,
    // A search that has looked far enough says that there is more, and goes on when asked to.
    more: next !== null && (!searching || looked >= furthest),
    failure,
    loadMore,
    reload,
  };
}

/** The newest page again; what was read behind it stays, unless something is missing between the two. */
function renewed<Item>(
  before: AnswerPage<Item> | null,
  page: AnswerPage<Item>,
  { idOf }: HistorySource<Item>,
): AnswerPage<Item> {
  const newest = new Set(page.items.map(idOf));
  const older = before?.items.filter((item) => !newest.has(idOf(item))) ?? [];
  const apart = older.length === before?.items.length;
  if (!before || page.next === null || apart || older.length === 0) return page;
  return { items: [...page.items, ...older], next: before.next };
}

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
