import { foldText } from '@/lib/core/dictation/fold-text';
import type { TemplateVariable } from '@/lib/core/templates/list-variables';
import { nameForm } from '@/lib/core/templates/recipient-values';

/**
 * `prénom`, `prenom` and `Prenom` are one variable to whoever fills it. For each spelling in a template the one that is
 * asked for: the first.
 */
export type Spellings = ReadonlyMap<string, string>;

/** @param names the variables of a template, in their order */
export function findSpellings(names: readonly string[]): Spellings {
  const first = new Map<string, string>();
  return new Map(
    names.map((name) => {
      const form = formOf(name);
      if (!first.has(form)) first.set(form, name);
      return [name, first.get(form) ?? name];
    }),
  );
}

/** Letters of other alphabets have no folded form in which they could be compared. */
function formOf(name: string): string {
  return /[^a-z0-9\s_.-]/.test(foldText(name)) ? name : nameForm(name) || name;
}

/** Each variable once, with the first fall-back that one of its spellings has. */
export function mergeSpellings(
  variables: readonly TemplateVariable[],
  spellings: Spellings,
): TemplateVariable[] {
  return variables
    .filter(({ name }) => spellings.get(name) === name)
    .map(({ name }) => {
      const same = variables.filter((one) => spellings.get(one.name) === name);
      return { name, fallback: same.find(({ fallback }) => fallback !== null)?.fallback ?? null };
    });
}

/** The value of the spelling that was asked for, for all of them; a value of its own stands. */
export function spreadValues(
  values: Readonly<Record<string, string>>,
  spellings: Spellings,
): Record<string, string> {
  const given = new Map(Object.entries(values));
  for (const [name, asked] of spellings) {
    const value = given.get(name) || given.get(asked);
    if (value !== undefined) given.set(name, value);
  }
  return Object.fromEntries(given);
}
