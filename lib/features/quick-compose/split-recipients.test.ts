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
