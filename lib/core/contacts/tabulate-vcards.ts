import { type Card, parseVcards, plainValue, splitValue } from '@/lib/core/contacts/parse-vcard';
import { ProblemList } from '@/lib/core/table/shape-table';
import { type RawRow, tableLimits } from '@/lib/core/table/table';

export function isVcard(text: string): boolean {
  return /^\s*BEGIN:VCARD\s*[\r\n]/i.test(text.slice(0, 2_000));
}

/** Columns that every address book has, by the words `guessColumns` knows. */
const fixed = ['email', 'name', 'organisation', 'category'] as const;

/** Properties that become free fields, when a card has them. */
const free: Readonly<Record<string, string>> = {
  TEL: 'tel',
  TITLE: 'title',
  ROLE: 'role',
  ADR: 'address',
  URL: 'url',
  BDAY: 'birthday',
  NOTE: 'note',
  NICKNAME: 'nickname',
};

/**
 * vCards as rows, so that they go through the same preview as any other table. A card with several
 * addresses gives its preferred one; the others stand in `email 2` …
 */
export function tabulateVcards(text: string): { rows: RawRow[]; problems: ProblemList } {
  const cards = parseVcards(text).map((card) => ({ line: card.line, values: readCard(card) }));
  const headers: string[] = [...fixed];
  const places = new Map<string, number>(headers.map((name, index) => [name, index]));
  for (const { values } of cards) {
    for (const name of values.keys()) {
      if (places.has(name)) continue;
      places.set(name, headers.length);
      headers.push(name);
    }
  }
  // What has no place in the table is only counted: a card of ten thousand numbers makes no wide rows for all others.
  const kept = headers.slice(0, tableLimits.columns);
  const rows = cards.map(({ line, values }) => ({
    line,
    cells: kept.map((name) => values.get(name) ?? ''),
  }));
  return { rows: [{ line: 1, cells: headers }, ...rows], problems: new ProblemList() };
}

function readCard(card: Card): Map<string, string> {
  const values = new Map<string, string>();
  const counts = new Map<string, number>();
  const add = (name: string, value: string): void => {
    if (value === '') return;
    const number = (counts.get(name) ?? 0) + 1;
    counts.set(name, number);
    values.set(number === 1 ? name : `${name} ${number}`, value);
  };
  const emails = card.properties.filter(({ name }) => name === 'EMAIL');
  emails.sort((a, b) => Number(b.types.includes('pref')) - Number(a.types.includes('pref')));
  for (const { value } of emails) add('email', plainValue(value));
  add('name', nameOf(card));
  for (const { name, value } of card.properties) {
    if (name === 'ORG') add('organisation', splitValue(value, ';').filter(Boolean).join(', '));
    else if (name === 'CATEGORIES') add('category', splitValue(value, ',')[0]?.trim() ?? '');
    else if (name === 'ADR') add('address', addressOf(value));
    else if (free[name]) add(free[name] ?? name, plainValue(value).replace(/^tel:/i, ''));
  }
  return values;
}

/** The written name, or else first and family name of the structured one. */
function nameOf({ properties }: Card): string {
  const written = properties.find(({ name }) => name === 'FN');
  if (written && plainValue(written.value) !== '') return plainValue(written.value);
  const structured = properties.find(({ name }) => name === 'N');
  const [family = '', given = ''] = structured ? splitValue(structured.value, ';') : [];
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
