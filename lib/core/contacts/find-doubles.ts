import type { ContactContent } from '@/lib/core/contacts/contact-content';
import { foldText } from '@/lib/core/dictation/fold-text';

export interface DoubleGroup<Contact> {
  /** Why they are taken for one. */
  reason: 'address' | 'name';
  contacts: Contact[];
}

/**
 * Contacts that may be one person: the same address, or else the same name (whatever its accents and the
 * order of its words). Each contact stands in one group at most.
 */
export function findDoubles<Contact extends ContactContent>(
  contacts: readonly Contact[],
): DoubleGroup<Contact>[] {
  const byAddress = groups(contacts, ({ email }) => email);
  const grouped = new Set(byAddress.flat());
  const byName = groups(
    contacts.filter((contact) => !grouped.has(contact)),
    ({ name }) => nameKey(name),
  );
  return [
    ...byAddress.map((found) => ({ reason: 'address' as const, contacts: found })),
    ...byName.map((found) => ({ reason: 'name' as const, contacts: found })),
  ];
}

function nameKey(name: string): string {
  const words = foldText(name).match(/[\p{L}\p{N}]+/gu) ?? [];
  // One word alone ("Claire") is shared by too many.
  return words.length < 2 ? '' : words.sort().join(' ');
}

function groups<Contact>(
  contacts: readonly Contact[],
  keyOf: (contact: Contact) => string,
): Contact[][] {
  const found = new Map<string, Contact[]>();
  for (const contact of contacts) {
    const key = keyOf(contact);
    if (key === '') continue;
    const group = found.get(key);
    if (group) group.push(contact);
    else found.set(key, [contact]);
  }
  return [...found.values()].filter((group) => group.length > 1);
}

/** One contact of several: what the first says wins, the others fill its gaps; second addresses become fields. */
export function mergeContacts(
  contacts: readonly ContactContent[],
  chosen: Partial<Omit<ContactContent, 'fields'>> = {},
): ContactContent {
  const pick = (key: 'email' | 'name' | 'organisation' | 'category'): string =>
    chosen[key] ?? contacts.map((contact) => contact[key]).find((value) => value !== '') ?? '';
  const email = pick('email');
  const fields: Record<string, string> = {};
  for (const contact of contacts) {
    for (const [name, value] of Object.entries(contact.fields)) {
      if (!Object.hasOwn(fields, name)) fields[name] = value;
    }
  }
  const others = new Set(contacts.map((contact) => contact.email).filter((one) => one !== email));
  let number = 2;
  for (const other of others) {
    if (other === '' || Object.values(fields).includes(other)) continue;
    while (Object.hasOwn(fields, `email ${number}`)) number += 1;
    fields[`email ${number}`] = other;
  }
  return {
    email,
    name: pick('name'),
    organisation: pick('organisation'),
    category: pick('category'),
    fields,
  };
}
