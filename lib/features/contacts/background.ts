import { searchContacts } from '@/lib/core/contacts/search-contacts';
import { contactPageMessages } from './messages';
import { readIndex, readRecent } from './store';

/** Contacts that one answer carries at most. */
const mostItems = 500;

/** The background half of contacts: the search, with everything in memory between two questions. */
export function registerContacts(): void {
  contactPageMessages.handle('contacts.search', async ({ query, category, from = 0, limit }) => {
    const found = searchContacts(await readIndex(), query, category);
    return {
      items: found.slice(from, from + Math.min(limit, mostItems)),
      total: found.length,
    };
  });
  contactPageMessages.handle('contacts.recent', ({ limit }) =>
    readRecent(Math.min(limit, mostItems)),
  );
  contactPageMessages.handle('contacts.categories', async () => {
    const names = new Set((await readIndex()).map(({ contact }) => contact.category));
    names.delete('');
    return [...names].sort((a, b) => a.localeCompare(b));
  });
}
