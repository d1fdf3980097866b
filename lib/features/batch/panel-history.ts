import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Failure } from '@/lib/core/app-error';
import { hasSettled } from '@/lib/core/batch/has-ended';
import { foldText } from '@/lib/core/dictation/fold-text';
import type { RelayConnection } from '@/lib/features/relay-account/messages';
import { type Batch, batchPageMessages, type MailOfHistory } from './messages';
import type { HistorySource } from './panel-history-list';
import { type HistoryMemory, useKnownList } from './panel-known-list';

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
  isOpen: (batch) => !hasSettled(batch),
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

/** A search looks at this many by itself. */
const furthest = 2_000;

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
