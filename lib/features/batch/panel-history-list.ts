import type { AnswerPage } from '@/lib/platform/relay-batch-answer';

/** A list of the relay, newest first. */
export interface HistorySource<Item> {
  ask(cursor?: string): Promise<AnswerPage<Item>>;
  idOf(item: Item): string;
  /** What a search looks in. */
  wordsOf(item: Item): string;
  /** The date by which it is filtered, as the relay tells it. */
  timeOf(item: Item): string;
  /** It may become something else by itself: asked again as long as it is shown. */
  isOpen(item: Item): boolean;
}

/** What is known of such a list. */
export interface KnownList<Item> {
  items: readonly Item[];
  /** Where the next older page begins; null at the end. */
  next: string | null;
  /** Behind which cursor each stands, by its id; those of the newest page behind none. */
  places: ReadonlyMap<string, string | undefined>;
}

type Source<Item> = Pick<HistorySource<Item>, 'idOf' | 'isOpen'>;

function listOf<Item>(page: AnswerPage<Item>, { idOf }: Source<Item>): KnownList<Item> {
  const places = new Map(page.items.map((item) => [idOf(item), undefined]));
  return { items: page.items, next: page.next, places };
}

/** The newest page again; what was read behind it stays, unless something is missing between the two. */
export function withNewest<Item>(
  before: KnownList<Item> | null,
  page: AnswerPage<Item>,
  source: Source<Item>,
): KnownList<Item> {
  const newest = listOf(page, source);
  const older = before?.items.filter((item) => !newest.places.has(source.idOf(item))) ?? [];
  const apart = older.length === before?.items.length;
  if (!before || page.next === null || apart || older.length === 0) return newest;
  const places = new Map(newest.places);
  for (const item of older) {
    const id = source.idOf(item);
    // What was pushed off the newest page stands first behind it now.
    places.set(id, before.places.get(id) ?? page.next);
  }
  return { items: [...newest.items, ...older], next: before.next, places };
}

/** With the page behind its end. */
export function withOlder<Item>(
  list: KnownList<Item>,
  page: AnswerPage<Item>,
  { idOf }: Source<Item>,
): KnownList<Item> {
  const cursor = list.next ?? undefined;
  const fresh = page.items.filter((item) => !list.places.has(idOf(item)));
  const places = new Map(list.places);
  for (const item of fresh) places.set(idOf(item), cursor);
  return { items: [...list.items, ...fresh], next: page.next, places };
}

/** What stands behind this cursor as it is now; an open one that is not there any more is gone. */
export function withPlace<Item>(
  list: KnownList<Item>,
  cursor: string,
  page: AnswerPage<Item>,
  { idOf, isOpen }: Source<Item>,
): KnownList<Item> {
  const now = new Map(page.items.map((item) => [idOf(item), item]));
  const items = list.items
    .filter(
      (item) => now.has(idOf(item)) || list.places.get(idOf(item)) !== cursor || !isOpen(item),
    )
    .map((item) => now.get(idOf(item)) ?? item);
  return { ...list, items };
}

/** The cursors behind which something open stands; the newest page is asked for in any case. */
export function openPlaces<Item>(
  { items, places }: KnownList<Item>,
  { idOf, isOpen }: Source<Item>,
): string[] {
  const cursors = items.filter(isOpen).map((item) => places.get(idOf(item)));
  return [...new Set(cursors)].filter((cursor) => cursor !== undefined);
}

/** `most` of these, and the next ones in the next turn: `from` counts on. */
export function inTurn<Place>(places: readonly Place[], from: number, most: number): Place[] {
  const first = places.length > most ? from % places.length : 0;
  return [...places.slice(first), ...places.slice(0, first)].slice(0, most);
}
