import {
  noteOfFields,
  ownFieldProperty,
  ownProduct,
  propertyOfName,
} from '@/lib/core/contacts/card-fields';
import { fieldName } from '@/lib/core/contacts/contact-content';
import {
  type Card,
  type CardProperty,
  parseVcards,
  plainValue,
  splitValue,
} from '@/lib/core/contacts/parse-vcard';
import type { ColumnGuess } from '@/lib/core/table/guess-columns';
import { ProblemList } from '@/lib/core/table/shape-table';
import { type RawRow, tableLimits } from '@/lib/core/table/table';

export function isVcard(text: string): boolean {
  return /^\s*BEGIN:VCARD\s*[\r\n]/i.test(text.slice(0, 2_000));
}

/** Columns that every address book has. */
const fixed = ['email', 'name', 'organisation', 'category'] as const;

/** What the columns are called where a card does not say it. */
export const cardNames = {
  email: 'email',
  name: 'name',
  organisation: 'organisation',
  category: 'category',
  tel: 'tel',
  title: 'title',
  role: 'role',
  address: 'address',
  url: 'url',
  birthday: 'birthday',
  note: 'note',
  nickname: 'nickname',
};
export type CardNames = Readonly<Record<keyof typeof cardNames, string>>;

/** Properties that become free fields, when a card has them. */
const free: ReadonlyMap<string, keyof CardNames> = new Map([
  ['TEL', 'tel'],
  ['TITLE', 'title'],
  ['ROLE', 'role'],
  ['ADR', 'address'],
  ['URL', 'url'],
  ['BDAY', 'birthday'],
  ['NOTE', 'note'],
  ['NICKNAME', 'nickname'],
]);

/** One card as cells: those of every card in the order of `fixed`, then its fields by their names. */
interface ReadCard {
  fixed: string[];
  fields: Map<string, string>;
}

/**
 * vCards as rows, so that they go through the same preview as any other table. A card with several addresses gives
 * its preferred one; the others stand in `email 2` … Fields of our own export have the names that they had.
 *
 * @param names of the columns, in the reader's language
 */
export function tabulateVcards(
  text: string,
  names: CardNames = cardNames,
): { rows: RawRow[]; problems: ProblemList; guess: ColumnGuess } {
  const cards = parseVcards(text).map((card) => ({ line: card.line, ...readCard(card, names) }));
  const fields = [...new Set(cards.flatMap((card) => [...card.fields.keys()]))];
  const headers = [...fixedNames(names, new Set(fields)), ...fields];
  // What has no place in the table is only counted: a card of ten thousand numbers makes no wide rows for all others.
  const kept = fields.slice(0, tableLimits.columns - fixed.length);
  const rows = cards.map((card) => ({
    line: card.line,
    cells: [...card.fixed, ...kept.map((name) => card.fields.get(name) ?? '')],
  }));
  return {
    rows: [{ line: 1, cells: headers }, ...rows],
    problems: new ProblemList(),
    guess: { address: 0, name: 1, firstName: null, organisation: 2, category: 3 },
  };
}

/** Names for the first columns that no free field has: the field keeps its own. */
function fixedNames(names: CardNames, taken: ReadonlySet<string>): string[] {
  return fixed.map((key) => {
    let name = names[key];
    for (let number = 2; taken.has(name); number += 1) name = `${names[key]} ${number}`;
    return name;
  });
}

function readCard(card: Card, names: CardNames): ReadCard {
  const fields = new Map<string, string>();
  const add = numberedIn(fields);
  const labels = labelsOf(card);
  const emails = card.properties.filter(({ name }) => name === 'EMAIL');
  emails.sort((a, b) => rankOf(a, labels) - rankOf(b, labels));
  const [main] = emails;
  const own = card.properties.filter(({ name }) => name === ownFieldProperty).map(splitField);
  // What has a name of its own first: no other is numbered by it.
  for (const [name, value] of own) add(name, value);
  for (const [property, label] of labels) if (property !== main) add(label, textOf(property));
  const unnamed = card.properties.filter((property) => !labels.has(property));
  for (const email of emails.slice(1)) if (!labels.has(email)) add(names.email, textOf(email), 2);
  const [organisation = '', ...organisations] = textsOf(unnamed, 'ORG');
  for (const value of organisations) add(names.organisation, value, 2);
  const [category = '', ...categories] = textsOf(unnamed, 'CATEGORIES');
  for (const value of categories) add(names.category, value, 2);
  const repeated = noteOfFields(own);
  for (const property of unnamed) {
    const key = free.get(property.name);
    const value = textOf(property);
    // A note that only repeats our own fields, for other programs, is none.
    const repeats = property.name === 'NOTE' && own.length > 0 && value === repeated;
    if (key && !repeats) add(names[key], value);
  }
  const name = nameOf(card, emails.map(textOf));
  return { fixed: [main ? textOf(main) : '', name, organisation, category], fields };
}

/** Adds to `fields`, under a number where the name is taken; the first number is `from`. */
function numberedIn(fields: Map<string, string>) {
  const counts = new Map<string, number>();
  return (name: string, value: string, from = 1): void => {
    if (value === '' || name === '') return;
    let number = (counts.get(name) ?? from - 1) + 1;
    const numbered = (): string => (number === 1 ? name : `${name} ${number}`);
    while (fields.has(numbered())) number += 1;
    counts.set(name, number);
    fields.set(numbered(), value);
  };
}

/** Preferred addresses come first; what is called a second one stays behind the others. */
function rankOf(email: CardProperty, labels: ReadonlyMap<CardProperty, string>): number {
  if (email.types.includes('pref')) return 0;
  return labels.has(email) ? 2 : 1;
}

function splitField({ value }: CardProperty): [name: string, value: string] {
  const [name = '', ...rest] = splitValue(value, ';');
  return [fieldName(name), rest.join(';').trim()];
}

/** What other programs call a property too (`item1.X-ABLabel`), where the name means just that property. */
function labelsOf({ properties }: Card): Map<CardProperty, string> {
  const byGroup = new Map<string, string>();
  for (const { name, group, value } of properties) {
    if (name === 'X-ABLABEL' && group !== '') byGroup.set(group, fieldName(plainValue(value)));
  }
  const labels = new Map<CardProperty, string>();
  for (const property of properties) {
    const label = byGroup.get(property.group) ?? '';
    // `_$!<Mobile>!$_` is a word that the program which wrote it translates.
    if (label.startsWith('_$!<') || propertyOfName(label) !== property.name) continue;
    labels.set(property, label);
  }
  return labels;
}

function textsOf(properties: readonly CardProperty[], wanted: string): string[] {
  return properties
    .filter(({ name }) => name === wanted)
    .map(textOf)
    .filter((value) => value !== '');
}

function textOf({ name, value }: CardProperty): string {
  if (name === 'ORG') return splitValue(value, ';').filter(Boolean).join(', ');
  if (name === 'CATEGORIES') return splitValue(value, ',')[0]?.trim() ?? '';
  if (name === 'ADR') return addressOf(value);
  return name === 'TEL' ? plainValue(value).replace(/^tel:/i, '') : plainValue(value);
}

/**
 * The written name, or else first and family name of the structured one. A card must have a name: one without says
 * its address there, which is none.
 */
function nameOf({ properties }: Card, emails: readonly string[]): string {
  const valueIn = (wanted: string): string =>
    properties.find(({ name }) => name === wanted)?.value ?? '';
  const written = plainValue(valueIn('FN'));
  const at = emails.findIndex((email) => email.toLowerCase() === written.toLowerCase());
  const isOurs = plainValue(valueIn('PRODID')) === ownProduct;
  if (written !== '' && (isOurs ? at !== 0 : at < 0)) return written;
  // Ours had no name, whatever its fields say.
  if (isOurs) return '';
  const [family = '', given = ''] = splitValue(valueIn('N'), ';');
  return `${given} ${family}`.trim();
}

/** Post box, extension, street, place, region, code, country, as an address is read. */
function addressOf(value: string): string {
  const [, , street = '', place = '', region = '', code = '', country = ''] = splitValue(
    value,
    ';',
  );
  return [street, `${code} ${place}`.trim(), region, country]
    .filter((part) => part !== '')
    .join(', ');
}
