import { expect, it } from 'vitest';
import { guessSeparator, readSeparatorLine } from '@/lib/core/table/guess-separator';

it.each([
  ['a;b;c\n1;2,5;3\n4;5,5;6', ';'],
  ['a,b,c\n1,2,3', ','],
  ['a\tb\n1, 2, 3\tx', '\t'],
  ['a|b\n1|2', '|'],
  ['nom,adresse\n"Martin; Claire",c@x.fr\n"Petit; Luc",l@x.fr', ','],
  ['nom;note\nMartin;"un, deux, trois, quatre"\nPetit;"cinq\nsix, sept"', ';'],
  ['"Nom; prénom",courriel\n"Martin; Claire",c@x.fr\n"Petit; Luc",l@x.fr', ','],
  ['seul\nun\ndeux', ';'],
  ['', ';'],
])('of %j', (text, separator) => {
  expect(guessSeparator(text)).toBe(separator);
});

it('reads the line that Excel writes for itself', () => {
  expect(readSeparatorLine('sep=;\r\na;b')).toEqual({ separator: ';', start: 7 });
  expect(readSeparatorLine('separation;b')).toBeNull();
});
