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

const limits = { line: 300, fieldName: 80, field: 5_000, fields: 100 } as const;

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, limits.line);

/** The same without line breaks in names, empty fields or fields beyond the limits. */
export function tidyContact(content: ContactContent): ContactContent {
  const entries = Object.entries(content.fields)
    .map(([name, value]) => [oneLine(name).slice(0, limits.fieldName), value.trim()] as const)
    .filter(([name, value]) => name !== '' && value !== '')
    .slice(0, limits.fields)
    .map(([name, value]) => [name, value.slice(0, limits.field)] as const);
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
    fields: { ...added.fields, ...known.fields },
  };
}
