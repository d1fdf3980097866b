import { useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface LateChoiceProps {
  /** Ids of the entries shown, in their order. */
  ids: readonly string[];
  /** What is typed. */
  query: string;
  /** The entries answer what is typed; false while they are those of an older search. */
  fresh: boolean;
  /** The one that is taken where nobody has chosen; undefined = none of them. */
  first: string | undefined;
  /** What Enter stands for: this entry, or none of them (undefined). */
  onTake(id: string | undefined): void;
}

export interface LateChoice {
  /** The entry that stands as chosen; undefined where none does. */
  chosen: string | undefined;
  choose(id: string): void;
  /** From the chosen one on; one step goes round at the ends, more of them stop there. */
  move(step: number): void;
  /** Takes the chosen one; where the entries are of an older search, as soon as the right ones are there. */
  take(): void;
  /** What was to be taken is not any more. */
  drop(): void;
}

/**
 * The choice in a list that is found while somebody types. It belongs to the entry and not to its place: an answer that
 * comes between an arrow and Enter moves it along. An entry that somebody has chosen and that is not among the right
 * ones is not replaced by another.
 */
export function useLateChoice(props: LateChoiceProps): LateChoice {
  const { ids, query, fresh, first, onTake } = props;
  const [picked, setPicked] = useState<string | undefined>();
  /** Enter was pressed too early, with this chosen by hand. */
  const wanted = useRef<{ picked: string | undefined } | null>(null);
  const before = useRef(query);
  const own = before.current === query && picked !== undefined && ids.includes(picked);
  const chosen = own ? picked : first;
  const drop = (): void => {
    wanted.current = null;
  };
  const choose = (id: string | undefined): void => {
    drop();
    setPicked(id);
  };
  useLayoutEffect(() => {
    before.current = query;
    setPicked(undefined);
    drop();
  }, [query]);
  useLayoutEffect(() => {
    const { current: wish } = wanted;
    if (!wish || !fresh) return;
    drop();
    if (wish.picked === undefined) onTake(first);
    else if (ids.includes(wish.picked)) onTake(wish.picked);
  }, [fresh, ids]);
  return {
    chosen,
    choose,
    move(step) {
      const at = chosen === undefined ? -1 : ids.indexOf(chosen);
      const count = ids.length;
      if (count === 0) return;
      if (Math.abs(step) > 1) choose(ids[Math.min(Math.max(at + step, 0), count - 1)]);
      else choose(ids[at < 0 && step < 0 ? count - 1 : (at + step + count) % count]);
    },
    take() {
      if (fresh) onTake(chosen);
      else wanted.current = { picked: own ? picked : undefined };
    },
    drop,
  };
}
