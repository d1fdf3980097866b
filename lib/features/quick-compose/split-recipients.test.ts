import { expect, it } from 'vitest';
import { splitRecipients } from './split-recipients';

it('splits what was pasted at commas, semicolons and line ends, not inside a quoted name', () => {
  const john = { address: 'john@doe.example', name: 'Doe, John' };
  const luc = { address: 'luc@y.fr', name: '' };
  expect(splitRecipients('"Doe, John" <john@doe.example>')).toEqual([john]);
  expect(splitRecipients(' "Doe, John" <John@doe.example>; Luc@y.fr,')).toEqual([john, luc]);
  expect(splitRecipients('"Doe, John" <john@doe.example>\r\nluc@y.fr\r\n\r\n')).toEqual([
    john,
    luc,
  ]);
  // A mark that is never closed holds nothing together.
  expect(splitRecipients('a"b, luc@y.fr')).toEqual([{ address: 'a"b', name: '' }, luc]);
});

it('splits at spaces where each part is an address, and keeps a name with its address', () => {
  const plain = (address: string) => ({ address, name: '' });
  const claire = { address: 'c@x.fr', name: 'Claire Petit' };
  expect(splitRecipients('a@x.fr b@x.fr\u00a0 c@x.fr')).toEqual(
    ['a@x.fr', 'b@x.fr', 'c@x.fr'].map(plain),
  );
  expect(splitRecipients('a@x.fr\nb@x.fr c@x.fr')).toHaveLength(3);
  expect(splitRecipients('a@x.fr Claire Petit <c@x.fr> <b@x.fr>')).toEqual([
    plain('a@x.fr'),
    claire,
    plain('b@x.fr'),
  ]);
  expect(splitRecipients('"Petit, Claire" <c@x.fr> a@x.fr')).toEqual([
    { address: 'c@x.fr', name: 'Petit, Claire' },
    plain('a@x.fr'),
  ]);
  expect(splitRecipients('Claire Petit <c@x.fr>')).toEqual([claire]);
  // What is no address is shown as it was typed, to be mended.
  expect(splitRecipients('claire petit c@x.fr')).toEqual([plain('claire petit c@x.fr')]);
  expect(splitRecipients('claire @x.fr')).toEqual([plain('claire @x.fr')]);
});
