import type { ContactContent } from '@/lib/core/contacts/contact-content';

/** Two people, or two windows, wrote different things in one place. Empty: taken away. */
export interface EditConflict {
  /** A part of every contact, or a free field by its name. */
  place: 'email' | 'name' | 'organisation' | 'category' | { field: string };
  mine: string;
  theirs: string;
}

const parts = ['email', 'name', 'organisation', 'category'] as const;

/**
 * Puts two changes of one contact together: what only one side has changed is taken from that side.
 *
 * @param base what both began with
 * @returns the contact, with `mine` wherever they differ, and the places where they do
 */
export function mergeEdits(
  base: ContactContent,
  mine: ContactContent,
  theirs: ContactContent,
): { merged: ContactContent; conflicts: EditConflict[] } {
  const conflicts: EditConflict[] = [];
  const choose = (place: EditConflict['place'], [was, here, there]: string[]): string => {
    if (here === there || there === was) return here ?? '';
    if (here === was) return there ?? '';
    conflicts.push({ place, mine: here ?? '', theirs: there ?? '' });
    return here ?? '';
  };
  const sides = [base, mine, theirs];
  const [email = '', name = '', organisation = '', category = ''] = parts.map((part) =>
    choose(
      part,
      sides.map((side) => side[part]),
    ),
  );
  const names = new Set(sides.flatMap(({ fields }) => Object.keys(fields)));
  const fields = [...names].map((field) => {
    const values = sides.map((side) =>
      Object.hasOwn(side.fields, field) ? side.fields[field] : '',
    );
    return [field, choose({ field }, values.map(String))] as const;
  });
  const kept = Object.fromEntries(fields.filter(([, value]) => value !== ''));
  return { merged: { email, name, organisation, category, fields: kept }, conflicts };
}

/** `content` with what the other side wrote in each place of conflict. */
export function takeTheirs(
  content: ContactContent,
  conflicts: readonly EditConflict[],
): ContactContent {
  const fields = { ...content.fields };
  const taken = { ...content, fields };
  for (const { place, theirs } of conflicts) {
    if (typeof place === 'string') taken[place] = theirs;
    else if (theirs === '') delete fields[place.field];
    else fields[place.field] = theirs;
  }
  return taken;
}
