import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

const pageSize = 100;

export interface Pages<Item> {
  /** How many there are; null while the first part is on its way. */
  total: number | null;
  /** What the last read threw; null after one that went well. */
  failure: unknown;
  /** Null while its part is on its way. */
  at(index: number): Item | null;
  /** Rows that are about to be seen. */
  need(from: number, to: number): void;
  /** What is known is out of date; it stays in sight until the new is there. */
  reload(): void;
}

interface Shown<Item> {
  /** What these are the answer to. */
  key: string;
  total: number;
  pages: ReadonlyMap<number, readonly Item[]>;
}

/**
 * A long list, read part by part as it comes into sight.
 * @param about names what is read: with another one everything is read anew, and answers to the one before are dropped
 * @param read answers `limit` of them from the place `from` on
 */
export function usePages<Item>(
  about: string,
  read: (from: number, limit: number) => Promise<{ items: readonly Item[]; total: number }>,
): Pages<Item> {
  const [shown, setShown] = useState<Shown<Item> | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [version, setVersion] = useState(0);
  const asked = useRef(new Set<string>());
  const key = JSON.stringify([about, version]);
  const current = useRef(key);
  current.current = key;
  const reload = useCallback(() => setVersion((before) => before + 1), []);

  const ask = useCallback(
    (page: number) => {
      const name = `${key}:${page}`;
      if (asked.current.has(name)) return;
      asked.current.add(name);
      read(page * pageSize, pageSize).then(
        ({ items, total }) => {
          if (current.current !== key) return;
          setFailure(null);
          setShown((before) => {
            const pages = new Map(before?.key === key ? before.pages : []);
            return { key, total, pages: pages.set(page, items) };
          });
        },
        (thrown) => {
          asked.current.delete(name);
          if (current.current === key) setFailure(thrown);
        },
      );
    },
    [key],
  );
  useEffect(() => {
    asked.current.clear();
    ask(0);
  }, [key]);
  const need = useCallback(
    (from: number, to: number) => {
      for (let page = Math.floor(from / pageSize); page * pageSize < to; page += 1) ask(page);
    },
    [ask],
  );
  return {
    total: shown?.total ?? null,
    failure,
    at: (index) => shown?.pages.get(Math.floor(index / pageSize))?.[index % pageSize] ?? null,
    need,
    reload,
  };
}
