import type { ContactContent } from '@/lib/core/contacts/contact-content';
import { foldText } from '@/lib/core/dictation/fold-text';

/** A contact with its words as they are compared. */
export interface IndexedContact<Contact> {
  contact: Contact;
  /** What a person reads first: name, else address. */
  sortKey: string;
  /** What the list shows of the contact, then its free fields. */
  hay: string;
  /** So long is the part that the list shows. */
  shown: number;
}

export function indexContact<Contact extends ContactContent>(
  contact: Contact,
): IndexedContact<Contact> {
  const { name, email, fields } = contact;
  // A word stands in one of them, never across two.
  const shown = foldText(shownText(contact));
  const hay = `${shown}\n${foldText(Object.values(fields).join('\n'))}`;
  return { contact, sortKey: foldText(name || email), hay, shown: shown.length };
}

function shownText({ name, email, organisation }: ContactContent): string {
  return [name, email, organisation].join('\n');
}

/** The first free field that has a word of the query which nothing else in the list shows; undefined: none. */
export function foundField(
  contact: ContactContent,
  words: readonly string[],
): [name: string, value: string] | undefined {
  if (words.length === 0) return undefined;
  const shown = foldText(shownText(contact));
  const missing = words.map(foldText).filter((word) => !shown.includes(word));
  if (missing.length === 0) return undefined;
  return Object.entries(contact.fields).find(([, value]) => {
    const folded = foldText(value);
    return missing.some((word) => folded.includes(word));
  });
}

/** By name. Plain comparison of folded text: a collator takes seconds for 100,000 names. */
export function sortContacts<Contact>(
  contacts: IndexedContact<Contact>[],
): IndexedContact<Contact>[] {
  return contacts.sort((a, b) => (a.sortKey < b.sortKey ? -1 : Number(a.sortKey > b.sortKey)));
}

/** Those that have every word of the query: who begins with it comes first, who has it in a free field alone last. */
export function searchContacts<Contact extends ContactContent>(
  index: readonly IndexedContact<Contact>[],
  query: string,
  category = '',
): Contact[] {
  const words = foldText(query).split(/\s+/).filter(Boolean);
  const first: Contact[] = [];
  const rest: Contact[] = [];
  const byField: Contact[] = [];
  const [beginning = ''] = words;
  for (const { contact, hay, shown, sortKey } of index) {
    if (category !== '' && contact.category !== category) continue;
    let last = -1;
    const found = words.every((word) => {
      const at = hay.indexOf(word);
      last = Math.max(last, at);
      return at >= 0;
    });
    if (!found) continue;
    if (last >= shown) byField.push(contact);
    else if (beginning === '' || sortKey.startsWith(beginning)) first.push(contact);
    else rest.push(contact);
  }
  return rest.length + byField.length === 0 ? first : first.concat(rest, byField);
}
