import type { ColumnGuess } from '@/lib/core/table/guess-columns';
import {
  familyName,
  joinNames,
  nameForm,
  partOfVariable,
  type RecipientPart,
  splitName,
} from '@/lib/core/templates/recipient-values';

/** Which columns of a table are what. `name` is a whole name, or the family name beside `firstName`. */
export type BatchColumns = Pick<ColumnGuess, 'address' | 'name' | 'firstName' | 'organisation'> & {
  /** `name` is a whole name also beside `firstName`, see `isWholeName`. */
  wholeName?: boolean;
};

/** Where the value of a variable comes from. */
export type VariableSource =
  | { kind: 'column'; column: number }
  /** Taken out of the whole name. */
  | { kind: 'name'; part: RecipientPart }
  /** The relay itself knows it: the address, the link to unsubscribe. */
  | { kind: 'relay' }
  | { kind: 'none' };

/** Variables that the relay fills in for every mail, under exactly these names. */
const relayNames = new Set(['address', 'email', 'unsubscribe_url']);

/**
 * Finds for each variable where its value comes from: the column of that name, else what the columns mean,
 * else the whole name taken apart. `chosen` (variable → header, '' for nothing) overrules.
 */
export function findSources(
  variables: readonly string[],
  headers: readonly string[],
  columns: BatchColumns,
  chosen: Readonly<Record<string, string>>,
): Map<string, VariableSource> {
  const byForm = new Map<string, number>();
  for (const [index, header] of headers.entries()) {
    if (!byForm.has(nameForm(header))) byForm.set(nameForm(header), index);
  }
  return new Map(
    variables.map((variable) => {
      const wish = Object.hasOwn(chosen, variable) ? chosen[variable] : undefined;
      if (wish === '') return [variable, { kind: 'none' }];
      const column = headers.indexOf(wish ?? '');
      if (column >= 0) return [variable, { kind: 'column', column }];
      return [variable, guessSource(variable, byForm, columns)];
    }),
  );
}

function guessSource(
  variable: string,
  byForm: ReadonlyMap<string, number>,
  columns: BatchColumns,
): VariableSource {
  if (relayNames.has(variable)) return { kind: 'relay' };
  const named = byForm.get(nameForm(variable));
  if (named !== undefined) return { kind: 'column', column: named };
  const part = partOfVariable(variable);
  if (part === 'address') return columnOr(columns.address);
  if (part === 'organisation') return columnOr(columns.organisation);
  if (part === 'first' && columns.firstName !== null) return columnOr(columns.firstName);
  if (part === 'last' && columns.firstName !== null && !columns.wholeName) {
    return columnOr(columns.name);
  }
  return part && columns.name !== null ? { kind: 'name', part } : { kind: 'none' };
}

function columnOr(column: number | null): VariableSource {
  return column === null ? { kind: 'none' } : { kind: 'column', column };
}

/** The name of a recipient as it stands in To; empty when there is none. */
export function recipientName(cells: readonly string[], columns: BatchColumns): string {
  const first = cellOf(cells, columns.firstName);
  const name = cellOf(cells, columns.name);
  // A header is one line, and the relay takes at most this much of it.
  return joinNames(first, name, columns.wholeName)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 200);
}

const cellOf = (cells: readonly string[], column: number | null): string =>
  column === null ? '' : (cells[column] ?? '');

/** The values of one recipient, for the variables that have one. */
export function recipientFields(
  cells: readonly string[],
  columns: BatchColumns,
  sources: ReadonlyMap<string, VariableSource>,
): Record<string, string> {
  const fields: [string, string][] = [];
  for (const [variable, source] of sources) {
    const value =
      source.kind === 'column'
        ? (cells[source.column] ?? '')
        : source.kind === 'name'
          ? partOfName(cells, columns, source.part)
          : '';
    if (value !== '') fields.push([variable, value]);
  }
  return Object.fromEntries(fields);
}

function partOfName(cells: readonly string[], columns: BatchColumns, part: RecipientPart): string {
  const name = recipientName(cells, columns);
  if (part !== 'first' && part !== 'last') return name;
  const family = part === 'last' ? familyName(name, cellOf(cells, columns.firstName)) : null;
  // A comma says it better: "Martin, Claire".
  if (family !== null && !name.includes(',')) return family;
  const address = columns.address === null ? '' : (cells[columns.address] ?? '');
  return splitName({ name, address })[part];
}

/** Columns that must not be empty, for the variables that have nothing to fall back on. */
export function requiredColumns(
  needed: readonly string[],
  sources: ReadonlyMap<string, VariableSource>,
  columns: BatchColumns,
): number[] {
  const wanted = needed.flatMap((variable) => {
    const source = sources.get(variable);
    if (source?.kind === 'column') return [source.column];
    return source?.kind === 'name' && columns.name !== null ? [columns.name] : [];
  });
  return [...new Set(wanted)];
}
