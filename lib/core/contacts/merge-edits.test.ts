import { describe, expect, it } from 'vitest';
import type { ContactContent } from '@/lib/core/contacts/contact-content';
import { mergeEdits, takeTheirs } from '@/lib/core/contacts/merge-edits';

const base: ContactContent = {
  email: 'a@x.fr',
  name: 'Anne Roy',
  organisation: 'Nord',
  category: 'Client',
  fields: { Ville: 'Lille', Code: '7' },
};

describe('X19: two changes of one contact', () => {
  it('are put together where they touch different things, free fields too', () => {
    const mine = { ...base, name: 'Anne Roy-Petit', fields: { Ville: 'Brest', Code: '7' } };
    const theirs = { ...base, organisation: 'Sud', fields: { Ville: 'Lille', Age: '4' } };
    expect(mergeEdits(base, mine, theirs)).toEqual({
      merged: {
        ...base,
        name: 'Anne Roy-Petit',
        organisation: 'Sud',
        fields: { Ville: 'Brest', Age: '4' },
      },
      conflicts: [],
    });
  });

  it('name each place where they contradict, a removal too; the same change twice is none', () => {
    const mine = { ...base, name: 'A', category: 'Ami', fields: { Ville: 'Brest' } };
    const theirs = { ...base, name: 'B', category: 'Ami', fields: { Code: '8' } };
    const { merged, conflicts } = mergeEdits(base, mine, theirs);
    expect(conflicts).toEqual([
      { place: 'name', mine: 'A', theirs: 'B' },
      { place: { field: 'Ville' }, mine: 'Brest', theirs: '' },
      { place: { field: 'Code' }, mine: '', theirs: '8' },
    ]);
    expect(merged).toMatchObject({ name: 'A', fields: { Ville: 'Brest' } });
    expect(takeTheirs(merged, conflicts)).toMatchObject({ name: 'B', fields: { Code: '8' } });
  });
});
