import { type ContactContent, tidyContact } from '@/lib/core/contacts/contact-content';
import type { ColumnGuess } from '@/lib/core/table/guess-columns';
import { columnLetter } from '@/lib/core/table/shape-table';
import {
  familyName,
  isWholeName,
  joinNames,
  partOfVariable,
} from '@/lib/core/templates/recipient-values';

/** What a column becomes. */
export type ColumnUse = keyof ColumnGuess | 'field' | 'nothing';

/** One use a column, in the order of the columns; `named`: no header is the letter of a column without a name. */
export function usesFromGuess(
  headers: readonly string[],
  guess: ColumnGuess,
  named = false,
): ColumnUse[] {
  const uses: ColumnUse[] = headers.map(() => 'field');
  for (const [kind, index] of Object.entries(guess) as [keyof ColumnGuess, number | null][]) {
    if (index !== null) uses[index] = kind;
  }
  // A column without a name of its own says nothing as a field.
  return uses.map((use, index) =>
    use === 'field' && !named && headers[index] === columnLetter(index) ? 'nothing' : use,
  );
}

/**
 * A row of a table as a contact. `address` has been read from its cell already, `nameInCell` stood beside
 * it (`Claire <claire@…>`). A first name goes before the family name; the address alone is no name.
 */
export function contactFromRow(
  headers: readonly string[],
  uses: readonly ColumnUse[],
  cells: readonly string[],
  { address, nameInCell = '' }: { address: string; nameInCell?: string },
): ContactContent {
  const of = (wanted: ColumnUse): string => cells[uses.indexOf(wanted)] ?? '';
  const fields: Record<string, string> = {};
  for (const [index, use] of uses.entries()) {
    const header = headers[index] ?? '';
    if (use === 'field' && header !== '__proto__') fields[header] = cells[index] ?? '';
  }
  const first = of('firstName');
  // Kept as a field too: templates ask for it by its own name.
  if (first !== '') fields[headers[uses.indexOf('firstName')] ?? ''] = first;
  // So is a family name, where its header says that it is one: nobody has to guess it from the whole name later.
  const nameHeader = headers[uses.indexOf('name')] ?? '';
  if (first !== '' && partOfVariable(nameHeader) === 'last') {
    fields[nameHeader] = familyName(of('name'), first) ?? of('name');
  }
  const isName = (text: string): boolean =>
    text
      .replace(/[<>"']/g, '')
      .trim()
      .toLowerCase() !== address;
  const names = [joinNames(first, of('name'), isWholeName(nameHeader)), nameInCell];
  return tidyContact({
    email: address,
    name: names.find((name) => name !== '' && isName(name)) ?? '',
    organisation: of('organisation'),
    category: of('category'),
    fields,
  });
}
