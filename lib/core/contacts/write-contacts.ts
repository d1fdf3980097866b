import {
  namePartsOf,
  noteOfFields,
  ownFieldProperty,
  ownProduct,
  propertyOfField,
} from '@/lib/core/contacts/card-fields';
import type { ContactContent } from '@/lib/core/contacts/contact-content';
import { writeCsv } from '@/lib/core/table/write-csv';

/** Names of the columns, in the reader's language: what `guessColumns` knows again. */
export interface ContactHeaders {
  email: string;
  name: string;
  organisation: string;
  category: string;
}

/** All contacts as CSV; each free field has its column. */
export function writeContactsCsv(
  contacts: readonly ContactContent[],
  headers: ContactHeaders,
  separator: ';' | ',',
): string {
  const fields = [...new Set(contacts.flatMap((contact) => Object.keys(contact.fields)))];
  const rows = contacts.map((contact) => [
    contact.email,
    contact.name,
    contact.organisation,
    contact.category,
    ...fields.map(
      (name) => (Object.hasOwn(contact.fields, name) ? contact.fields[name] : '') ?? '',
    ),
  ]);
  const { email, name, organisation, category } = headers;
  return writeCsv([[email, name, organisation, category, ...fields], ...rows], separator);
}

/**
 * All contacts as vCards of version 3.0, which every address book reads. A free field stands in the property that its
 * name means, under that name as its label; else in a line of our own, and for other programs in the note.
 */
export function writeVcards(contacts: readonly ContactContent[]): string {
  return contacts.map(writeVcard).join('');
}

function writeVcard(contact: ContactContent): string {
  const { email, name, organisation, category, fields } = contact;
  const { family, given } = namePartsOf(contact);
  const entries = Object.entries(fields).map(
    ([field, value]) => [field, value, propertyOfField(contact, field, value)] as const,
  );
  const labelled = entries.flatMap(([field, value, property], index) => {
    if (property === null) return [];
    const label = `item${index + 1}.X-ABLabel:${escapeText(field)}`;
    return [`item${index + 1}.${property}:${writeValue(property, value)}`, label];
  });
  const own = entries.filter(([, , property]) => property === null);
  const note = noteOfFields(own.map(([field, value]) => [field, value]));
  const preferred = entries.some(([, , property]) => property === 'EMAIL') ? ',PREF' : '';
  const lines = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `PRODID:${ownProduct}`,
    // Every card must have a name to show.
    `FN:${escapeText(name || email)}`,
    `N:${escapeText(family)};${escapeText(given)};;;`,
    `EMAIL;TYPE=INTERNET${preferred}:${escapeText(email)}`,
    organisation !== '' && `ORG:${escapeText(organisation)}`,
    category !== '' && `CATEGORIES:${escapeText(category)}`,
    ...labelled,
    ...own.map(([field, value]) => `${ownFieldProperty}:${escapeText(field)};${escapeText(value)}`),
    note !== '' && `NOTE:${escapeText(note)}`,
    'END:VCARD',
  ];
  return lines
    .filter((line) => line !== false)
    .map((line) => `${fold(line)}\r\n`)
    .join('');
}

/** Post box, extension, street, …: a whole address is taken for the street. */
function writeValue(property: string, value: string): string {
  return property === 'ADR' ? `;;${escapeText(value)};;;;` : escapeText(value);
}

function escapeText(text: string): string {
  return text.replace(/[\\,;]/g, '\\$&').replace(/\r?\n|\r/g, '\\n');
}

/** Lines of 75 bytes at most (RFC 6350 §3.2), never cut inside a character. */
function fold(line: string): string {
  const encoder = new TextEncoder();
  const parts: string[] = [];
  let part = '';
  let bytes = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (bytes + size > (parts.length === 0 ? 75 : 74)) {
      parts.push(part);
      part = '';
      bytes = 0;
    }
    part += character;
    bytes += size;
  }
  return [...parts, part].join('\r\n ');
}
