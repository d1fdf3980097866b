import { describe, expect, it } from 'vitest';
import { checkAddress } from '@/lib/platform/table/check-address';
import { checkRows, rowFlag } from '@/lib/platform/table/check-rows';

describe('an address', () => {
  it.each([
    [' Claire.Martin@Exemple.FR ', { ok: true, address: 'claire.martin@exemple.fr' }],
    ['mailto:a@b.fr', { ok: true, address: 'a@b.fr' }],
    [
      '"Martin, Claire" <claire@b.fr>',
      { ok: true, address: 'claire@b.fr', name: 'Martin, Claire' },
    ],
    ['<a@b.fr>', { ok: true, address: 'a@b.fr' }],
    ['\u200ba@b.fr\ufeff', { ok: true, address: 'a@b.fr' }],
    ['a@gmial.com', { ok: true, address: 'a@gmial.com', suggestion: 'a@gmail.com' }],
    ['a@exemple.con', { ok: true, address: 'a@exemple.con', suggestion: 'a@exemple.com' }],
    ['  ', { ok: false, fault: 'empty' }],
    ['Claire Martin', { ok: false, fault: 'no-at' }],
    ['claire (at) exemple.fr', { ok: false, fault: 'no-at', suggestion: 'claire@exemple.fr' }],
    ['a@b.fr; c@d.fr', { ok: false, fault: 'several' }],
    ['élodie@exemple.fr', { ok: false, fault: 'accent', suggestion: 'elodie@exemple.fr' }],
    ['a@gmail,com', { ok: false, fault: 'domain', suggestion: 'a@gmail.com' }],
    ['a@exemple', { ok: false, fault: 'domain' }],
    ['a..b@exemple.fr', { ok: false, fault: 'syntax', suggestion: 'a.b@exemple.fr' }],
    ['a@@exemple.fr', { ok: false, fault: 'syntax', suggestion: 'a@exemple.fr' }],
    [`${'a'.repeat(60)}@${'b'.repeat(250)}.fr`, { ok: false, fault: 'too-long' }],
  ])('%j', (written, check) => {
    expect(checkAddress(written)).toEqual(check);
  });
});

it('rows are checked for bad, double and missing values, by line', () => {
  const rows = [
    ['a@b.fr', 'A'],
    ['nobody', 'B'],
    ['A@B.fr', ''],
    ['x@gmial.com', 'C'],
  ].map((cells, index) => ({ line: index + 2, cells }));
  const { flags, counts, findings } = checkRows(rows, { address: 0, required: [1] });
  expect([...flags]).toEqual([
    0,
    rowFlag.invalid,
    rowFlag.double | rowFlag.missing,
    rowFlag.doubtful,
  ]);
  expect(counts).toEqual({ invalid: 1, double: 1, missing: 1, doubtful: 1 });
  expect(findings).toEqual([
    { row: 1, line: 3, kind: 'invalid', text: 'nobody', fault: 'no-at', suggestion: undefined },
    { row: 2, line: 4, kind: 'double', text: 'A@B.fr', firstLine: 2 },
    { row: 2, line: 4, kind: 'missing', text: '', column: 1 },
    { row: 3, line: 5, kind: 'doubtful', text: 'x@gmial.com', suggestion: 'x@gmail.com' },
  ]);
});

it('an address stands first where it is not left out', () => {
  const rows = [
    ['a@b.fr', ''],
    ['A@B.fr', 'B'],
    ['a@b.fr', 'C'],
  ].map((cells, index) => ({ line: index + 2, cells }));
  const request = { address: 0, required: [1] };
  const doubles = (more: object): (number | undefined)[][] =>
    checkRows(rows, { ...request, ...more })
      .findings.filter(({ kind }) => kind === 'double')
      .map(({ line, firstLine }) => [line, firstLine]);
  expect(doubles({})).toEqual([
    [3, 2],
    [4, 2],
  ]);
  expect(doubles({ skipMissing: true })).toEqual([[4, 3]]);
  expect(doubles({ skipped: [0, 1] })).toEqual([]);
  // Left out and a double: it stays in the list, where it can be taken back.
  expect(doubles({ skipped: [1] })).toEqual([
    [3, 2],
    [4, 2],
  ]);
});
