import { useEffect, useState } from 'preact/hooks';
import { type Pages, usePages } from '@/components/use-pages';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { watchContacts } from './changes';
import { type Contact, contactPageMessages } from './messages';

export interface Contacts extends Omit<Pages<Contact>, 'failure'> {
  categories: readonly string[];
  failure: Failure | null;
}

/** The contacts that match, read part by part as they come into sight. */
export function useContacts(query: string, category: string): Contacts {
  const [categories, setCategories] = useState<readonly string[]>([]);
  const pages = usePages(JSON.stringify([query, category]), async (from, limit) => {
    const request = { query, category, from, limit };
    // Together with the first part, so that the list does not jump when they come.
    const [page, names] = await Promise.all([
      contactPageMessages.send('contacts.search', request),
      from === 0 ? contactPageMessages.send('contacts.categories') : null,
    ]);
    if (names) setCategories(names);
    return page;
  });
  const { reload } = pages;
  useEffect(() => {
    const gone = new AbortController();
    watchContacts(reload, gone.signal);
    return () => gone.abort();
  }, []);
  return { ...pages, categories, failure: pages.failure ? toFailure(pages.failure) : null };
}
