import { straightText } from '@/lib/core/straight-text';

/** What a person can say about a contact. */
export interface ContactContent {
  /** Lower-cased address. */
  email: string;
  name: string;
  organisation: string;
  category: string;
  /** Free fields by their name, usable as template variables. */
  fields: Record<string, string>;
}

/** Characters that each part may have; fields a contact. */
export const contactLimits = { line: 300, fieldName: 80, field: 5_000, fields: 100 } as const;

/** A name as it is kept: one line, without what turns text around. */
const oneLine = (text: string): string =>
  straightText(text).replace(/\s+/g, ' ').trim().slice(0, contactLimits.line);

/** The name of a free field as it is kept. */
export const fieldName = (text: string): string =>
  oneLine(text).slice(0, contactLimits.fieldName).trim();

/** The same without line breaks in names, characters that turn text around, empty fields or fields beyond the limits. */
export function tidyContact(content: ContactContent): ContactContent {
  const entries = Object.entries(content.fields)
    .map(([name, value]) => [fieldName(name), straightText(value).trim()] as const)
    .filter(([name, value]) => name !== '' && value !== '')
    .slice(0, contactLimits.fields)
    .map(([name, value]) => [name, value.slice(0, contactLimits.field)] as const);
  return {
    email: content.email.trim().toLowerCase(),
    name: oneLine(content.name),
    organisation: oneLine(content.organisation),
    category: oneLine(content.category),
    fields: Object.fromEntries(entries),
  };
}

/** What is new in `added` for what `known` does not say yet. */
export function completeContact(known: ContactContent, added: ContactContent): ContactContent {
  return {
    email: known.email,
    name: known.name || added.name,
    organisation: known.organisation || added.organisation,
    category: known.category || added.category,
    fields: { ...known.fields, ...added.fields, ...known.fields },
  };
}

/** Do both say the same, whatever the order of their fields? */
export function sameContent(a: ContactContent, b: ContactContent): boolean {
  const names = Object.keys(a.fields);
  return (
    a.email === b.email &&
    a.name === b.name &&
    a.organisation === b.organisation &&
    a.category === b.category &&
    names.length === Object.keys(b.fields).length &&
    names.every((name) => Object.hasOwn(b.fields, name) && a.fields[name] === b.fields[name])
  );
}
