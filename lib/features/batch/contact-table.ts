import {
  type KnownRecipient,
  partOfVariable,
  recipientValues,
} from '@/lib/core/templates/recipient-values';
import { type Contact, contactPageMessages } from '@/lib/features/contacts/messages';
import { separatedTable } from './separated-table';

/** Which contacts: those that a search finds, of one category or (empty) of all. */
export interface ContactWish {
  query: string;
  category: string;
}

export const everybody: ContactWish = { query: '', category: '' };

/** More than any address book of a person holds; a batch takes no more either. */
const most = 100_000;
const portion = 500;

export function searchContacts({ query, category }: ContactWish, from: number, limit: number) {
  const wish = { query, from, limit, ...(category === '' ? {} : { category }) };
  return contactPageMessages.send('contacts.search', wish);
}

/** As often it is begun anew where others come and go all the time. */
const mostTurns = 5;

/**
 * The contacts from the place `from` up to `to`; in portions, since the background answers a part of a long list at
 * once. Where somebody comes or goes meanwhile, others move to a place that was read already: then it is read anew.
 */
export async function readContacts(
  wish: ContactWish,
  from = 0,
  to: number = most,
): Promise<Contact[]> {
  for (let turn = 1; ; turn += 1) {
    const { all, moved } = await readOnce(wish, from, to);
    if (!moved || turn === mostTurns) return all;
  }
}

async function readOnce(wish: ContactWish, from: number, to: number) {
  const all: Contact[] = [];
  const totals = new Set<number>();
  for (;;) {
    const at = from + all.length;
    const { items, total } = await searchContacts(wish, at, Math.min(portion, to - at));
    totals.add(total);
    all.push(...items);
    const moved = totals.size > 1;
    if (items.length === 0 || from + all.length >= Math.min(total, to)) return { all, moved };
  }
}

/** Contacts as separated text. */
export function contactTable(contacts: readonly Contact[], headers: readonly string[]): string {
  const fields = [...new Set(contacts.flatMap(({ fields: own }) => Object.keys(own)))].slice(
    0,
    150,
  );
  const rows = contacts.map(({ email, name, organisation, category, fields: own }) => [
    email,
    name,
    organisation,
    category,
    ...fields.map((field) => own[field] || nameIn(field, { address: email, name })),
  ]);
  return separatedTable([[...headers, ...fields], ...rows]);
}

/** First and family name are taken out of the name of those who have no field of that name, as others have. */
function nameIn(field: string, contact: KnownRecipient): string {
  const part = partOfVariable(field);
  if (part !== 'first' && part !== 'last') return '';
  return recipientValues([field], contact)[field] ?? '';
}
