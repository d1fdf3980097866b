import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { watchContacts } from './changes';
import { type Contact, contactPageMessages } from './messages';

const pageSize = 100;

interface Shown {
  /** Query, category and version that these are the answer to. */
  key: string;
  total: number;
  pages: ReadonlyMap<number, readonly Contact[]>;
}

export interface Contacts {
  /** How many match; null while the first part is on its way. */
  total: number | null;
  categories: readonly string[];
  failure: Failure | null;
  /** Null while its part is on its way. */
  at(index: number): Contact | null;
  /** Rows that are about to be seen. */
  need(from: number, to: number): void;
  reload(): void;
}

/** The contacts that match, read part by part as they come into sight. */
export function useContacts(query: string, category: string): Contacts {
  const [shown, setShown] = useState<Shown | null>(null);
  const [categories, setCategories] = useState<readonly string[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [version, setVersion] = useState(0);
  const asked = useRef(new Set<string>());
  const key = JSON.stringify([query, category, version]);
  const current = useRef(key);
  current.current = key;
  const reload = useCallback(() => setVersion((before) => before + 1), []);

  const ask = useCallback(
    (page: number) => {
      const name = `${key}:${page}`;
      if (asked.current.has(name)) return;
      asked.current.add(name);
      const request = { query, category, from: page * pageSize, limit: pageSize };
      // Together with the first part, so that the list does not jump when they come.
      const names = page === 0 ? contactPageMessages.send('contacts.categories') : null;
      Promise.all([contactPageMessages.send('contacts.search', request), names]).then(
        ([{ items, total }, all]) => {
          if (current.current !== key) return;
          setFailure(null);
          if (all) setCategories(all);
          setShown((before) => {
            const pages = new Map(before?.key === key ? before.pages : []);
            return { key, total, pages: pages.set(page, items) };
          });
        },
        (thrown) => {
          asked.current.delete(name);
          if (current.current === key) setFailure(toFailure(thrown));
        },
      );
    },
    [key],
  );

  useEffect(() => {
    const gone = new AbortController();
    watchContacts(reload, gone.signal);
    return () => gone.abort();
  }, []);
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
    categories,
    failure,
    at: (index) => shown?.pages.get(Math.floor(index / pageSize))?.[index % pageSize] ?? null,
    need,
    reload,
  };
}
