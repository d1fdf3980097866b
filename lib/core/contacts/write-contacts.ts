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

/** Fields that have a property of their own; the others go into a note, line by line. */
const properties: Readonly<Record<string, string>> = {
  tel: 'TEL',
  title: 'TITLE',
  role: 'ROLE',
  url: 'URL',
  nickname: 'NICKNAME',
};

/** All contacts as vCards of version 3.0, which every address book reads. */
export function writeVcards(contacts: readonly ContactContent[]): string {
  return contacts.map(writeVcard).join('');
}

function writeVcard({ email, name, organisation, category, fields }: ContactContent): string {
  const lines = ['BEGIN:VCARD', 'VERSION:3.0', `FN:${escapeText(name || email)}`];
  const words = name.split(' ');
  lines.push(`N:${escapeText(words.slice(1).join(' '))};${escapeText(words[0] ?? '')};;;`);
  lines.push(`EMAIL;TYPE=INTERNET:${escapeText(email)}`);
  if (organisation !== '') lines.push(`ORG:${escapeText(organisation)}`);
  if (category !== '') lines.push(`CATEGORIES:${escapeText(category)}`);
  const notes: string[] = [];
  for (const [field, value] of Object.entries(fields)) {
    const property = Object.hasOwn(properties, field) ? properties[field] : undefined;
    if (property) lines.push(`${property}:${escapeText(value)}`);
    else if (field === 'note') notes.unshift(value);
    else notes.push(`${field}: ${value}`);
  }
  if (notes.length > 0) lines.push(`NOTE:${escapeText(notes.join('\n'))}`);
  lines.push('END:VCARD');
  return lines.map((line) => `${fold(line)}\r\n`).join('');
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
