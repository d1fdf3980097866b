import { foldText } from '@/lib/core/dictation/fold-text';

/** Who a mail is for, as far as it is known. */
export interface KnownRecipient {
  address: string;
  /** Full name as the mail page or the contacts have it; empty when unknown. */
  name: string;
  organisation?: string;
  /** Free fields of the contact. */
  fields?: Readonly<Record<string, string>>;
}

/** What a recipient can answer without a field of its own. */
export type RecipientPart = 'first' | 'last' | 'full' | 'address' | 'organisation';

/** Names that people give to these values in templates, in the three languages, in folded form. */
const partNames: Readonly<Record<string, RecipientPart>> = {
  prenom: 'first',
  firstname: 'first',
  givenname: 'first',
  nombre: 'first',
  nombredepila: 'first',
  nom: 'last',
  nomdefamille: 'last',
  lastname: 'last',
  surname: 'last',
  familyname: 'last',
  apellido: 'last',
  apellidos: 'last',
  nomcomplet: 'full',
  name: 'full',
  fullname: 'full',
  nombrecompleto: 'full',
  destinataire: 'full',
  recipient: 'full',
  email: 'address',
  mail: 'address',
  courriel: 'address',
  adresse: 'address',
  address: 'address',
  correo: 'address',
  organisation: 'organisation',
  organization: 'organisation',
  societe: 'organisation',
  entreprise: 'organisation',
  company: 'organisation',
  empresa: 'organisation',
  organizacion: 'organisation',
};

/** Names are compared without accents, capitals, spaces and signs. */
export function nameForm(name: string): string {
  return foldText(name).replace(/[^a-z0-9]/g, '');
}

/** What this variable means of its recipient, by its name; undefined when it is a field of its own. */
export function partOfVariable(variable: string): RecipientPart | undefined {
  const form = nameForm(variable);
  return Object.hasOwn(partNames, form) ? partNames[form] : undefined;
}

/** Headers of a column with whole names, in the form in which names are compared. */
const wholeNames = new Set([
  'nomcomplet',
  'nometprenom',
  'prenometnom',
  'nomprenom',
  'prenomnom',
  'fullname',
  'displayname',
  'nombrecompleto',
  'nombreyapellidos',
]);

/** Does a column with this header hold whole names? "Nom" and "Name" may hold either. */
export function isWholeName(header: string): boolean {
  return wholeNames.has(nameForm(header));
}

/** A first name before a family name, or a whole name as it is: `whole` says so, or the first name stands in it. */
export function joinNames(first: string, name: string, whole = false): string {
  const alone = name !== '' && (whole || familyName(name, first) !== null);
  return [alone ? '' : first, name].filter((part) => part !== '').join(' ');
}

/** The family name in a whole name that begins or ends with this first name; null when it does neither. */
export function familyName(name: string, first: string): string | null {
  const words = name.trim().split(/\s+/);
  const own = nameForm(first);
  const count = first.trim().split(/\s+/).length;
  if (own === '' || words.length <= count) return null;
  if (nameForm(words.slice(0, count).join('')) === own) return words.slice(count).join(' ');
  if (nameForm(words.slice(-count).join('')) === own) return words.slice(0, -count).join(' ');
  return null;
}

/** `Claire Martin <claire@x.fr>`, `Martin, Claire` or a bare address, taken apart. */
export function parseRecipient(text: string): KnownRecipient {
  const angled = /^\s*"?([^"<]*?)"?\s*<([^<>\s]+@[^<>\s]+)>\s*$/.exec(text);
  if (angled) return { name: (angled[1] ?? '').trim(), address: (angled[2] ?? '').toLowerCase() };
  const bare = text.trim();
  return bare.includes('@')
    ? { name: '', address: bare.toLowerCase() }
    : { name: bare, address: '' };
}

/** First and last name of a full one. An address of the form `claire.martin@…` names its owner too. */
export function splitName({ name, address }: KnownRecipient): { first: string; last: string } {
  const [before = '', after] = name.split(',');
  if (after !== undefined) return { first: after.trim(), last: before.trim() };
  const words = name.trim().split(/\s+/).filter(Boolean);
  if (words.length === 1) return { first: words[0] ?? '', last: '' };
  if (words.length > 1) {
    // "MARTIN Claire": what is all in capitals is the family name.
    const capitals = words.filter((word) => word.length > 1 && word === word.toUpperCase());
    const others = words.filter((word) => !capitals.includes(word));
    if (capitals.length > 0 && others.length > 0) {
      return { first: others.join(' '), last: capitals.join(' ') };
    }
    return { first: words[0] ?? '', last: words.slice(1).join(' ') };
  }
  const parts = /^(\p{L}{2,})\.(\p{L}{2,})@/u.exec(address);
  return parts
    ? { first: capitalise(parts[1] ?? ''), last: capitalise(parts[2] ?? '') }
    : { first: '', last: '' };
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Values for the variables that a recipient can answer; a variable it cannot answer is absent. */
export function recipientValues(
  variables: readonly string[],
  known: KnownRecipient | undefined,
): Record<string, string> {
  if (!known) return {};
  // An address that stands where a name belongs is none: nobody is greeted by it.
  const isNamed = known.name.trim().toLowerCase() !== known.address.toLowerCase();
  const recipient = isNamed ? known : { ...known, name: '' };
  const { first, last } = splitName(recipient);
  const parts: Record<RecipientPart, string> = {
    first,
    last,
    full: recipient.name.includes(',') ? `${first} ${last}`.trim() : recipient.name,
    address: recipient.address,
    organisation: recipient.organisation ?? '',
  };
  if (parts.full === '') parts.full = `${first} ${last}`.trim();
  const fields = new Map(
    Object.entries(recipient.fields ?? {}).map(([name, value]) => [nameForm(name), value]),
  );
  const found: [string, string][] = [];
  for (const variable of variables) {
    const form = nameForm(variable);
    const part = partOfVariable(variable);
    const value = fields.get(form) || (part && parts[part]);
    if (value) found.push([variable, value]);
  }
  return Object.fromEntries(found);
}
