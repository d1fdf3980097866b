import { useEffect, useRef, useState } from 'preact/hooks';
import { batchPageMessages, type Recipient, type RecipientState } from './messages';

const size = 200;

export interface RecipientRows {
  /** Null while it is on its way. */
  row(index: number): Recipient | null;
  /** How many there are as far as is known; grows while a search goes on. */
  count: number;
  /** Rows up to here are about to be seen. */
  want(to: number): void;
}

export interface RecipientFilter {
  id: string;
  state: RecipientState | '';
  search: string;
  /** How many match, when it is known from the counts of the batch; null with a search. */
  known: number | null;
  /** Changes whenever a row may have changed. */
  stamp: string;
}

interface Loaded {
  rows: Recipient[];
  more: boolean;
}

/**
 * The recipients of a batch, fetched in their order as far as they are looked at. When something changes, what has
 * been fetched is fetched again, page by page and never twice at once, and then replaces what was shown.
 */
export function useRecipients({ id, state, search, known, stamp }: RecipientFilter): RecipientRows {
  const [loaded, setLoaded] = useState<Loaded>({ rows: [], more: true });
  const wanted = useRef(size);
  const reader = useRef<{ stale: boolean; run(): void } | null>(null);

  useEffect(() => {
    let over = false;
    let busy = false;
    let current: Loaded = { rows: [], more: true };
    const show = (next: Loaded): void => {
      current = next;
      if (!over) setLoaded(next);
    };
    const me = {
      stale: false,
      run(): void {
        if (!busy && !over) void read();
      },
    };
    const read = async (): Promise<void> => {
      busy = true;
      try {
        while (!over && (me.stale || (current.more && current.rows.length < wanted.current))) {
          if (me.stale) {
            me.stale = false;
            show(await readUpTo({ id, state, search }, Math.max(size, current.rows.length)));
          } else show(await readMore({ id, state, search }, current));
        }
      } catch {
        // The banner of the view says that the relay is silent; the next change asks again.
      } finally {
        busy = false;
      }
    };
    reader.current = me;
    wanted.current = size;
    setLoaded({ rows: [], more: true });
    me.run();
    return () => {
      over = true;
    };
  }, [id, state, search]);

  const asOf = useRef(stamp);
  useEffect(() => {
    const now = reader.current;
    // The first page is on its way already.
    if (!now || asOf.current === stamp) return;
    asOf.current = stamp;
    now.stale = true;
    now.run();
  }, [stamp]);

  const { rows, more } = loaded;
  return {
    row: (index) => rows[index] ?? null,
    count: known ?? rows.length + (more ? 1 : 0),
    want(to) {
      wanted.current = Math.max(wanted.current, to);
      reader.current?.run();
    },
  };
}

type Wish = Pick<RecipientFilter, 'id' | 'state' | 'search'>;

async function readMore(wish: Wish, { rows }: Loaded): Promise<Loaded> {
  const page = await ask(wish, rows.at(-1)?.index, rows.length < size * 2 ? size : 1_000);
  return { rows: [...rows, ...page.items], more: page.next !== null };
}

async function readUpTo(wish: Wish, count: number): Promise<Loaded> {
  let loaded: Loaded = { rows: [], more: true };
  while (loaded.more && loaded.rows.length < count) loaded = await readMore(wish, loaded);
  return loaded;
}

function ask({ id, state, search }: Wish, after: number | undefined, limit: number) {
  return batchPageMessages.send('batch.recipients', {
    id,
    limit,
    ...(state === '' ? {} : { state }),
    ...(search === '' ? {} : { search }),
    ...(after === undefined ? {} : { cursor: String(after) }),
  });
}
