import { expect, test } from 'vitest';
import { parseRecipient, recipientValues, splitName } from './recipient-values';
import { isShortcut, shortcutBefore, shortcutForm } from './shortcut';

test.each([
  ['Claire Martin', 'Claire', 'Martin'],
  ['Martin, Claire', 'Claire', 'Martin'],
  ['MARTIN Claire', 'Claire', 'MARTIN'],
  ['Jean Paul de la Tour', 'Jean', 'Paul de la Tour'],
  ['Claire', 'Claire', ''],
])('%s', (name, first, last) =>
  expect(splitName({ name, address: 'x@y.fr' })).toEqual({ first, last }),
);

test('an address of two words names its owner; another does not', () => {
  expect(splitName({ name: '', address: 'claire.martin@x.fr' })).toEqual({
    first: 'Claire',
    last: 'Martin',
  });
  expect(splitName({ name: '', address: 'contact@x.fr' })).toEqual({ first: '', last: '' });
  expect(splitName({ name: '', address: 'a.b.c@x.fr' })).toEqual({ first: '', last: '' });
});

test('an address that stands for a name greets nobody', () => {
  const recipient = { name: 'Sansnom@exemple.fr', address: 'sansnom@exemple.fr' };
  expect(recipientValues(['prénom', 'nom complet', 'courriel'], recipient)).toEqual({
    courriel: 'sansnom@exemple.fr',
  });
});

test('values by the names people give them, in three languages; own fields win', () => {
  const recipient = {
    name: 'Claire Martin',
    address: 'claire@x.fr',
    organisation: 'Atelier',
    fields: { Société: 'Nord', ville: 'Lyon' },
  };
  const asked = [
    'prénom',
    'nom',
    'first_name',
    'apellidos',
    'email',
    'societe',
    'Ville',
    'montant',
  ];
  expect(recipientValues(asked, recipient)).toEqual({
    prénom: 'Claire',
    nom: 'Martin',
    first_name: 'Claire',
    apellidos: 'Martin',
    email: 'claire@x.fr',
    societe: 'Nord',
    Ville: 'Lyon',
  });
  expect(recipientValues(['constructor', '__proto__'], recipient)).toEqual({});
  expect(recipientValues(asked, undefined)).toEqual({});
});

test('recipients as mail pages write them', () => {
  expect(parseRecipient('"Martin, Claire" <C@x.fr>')).toEqual({
    name: 'Martin, Claire',
    address: 'c@x.fr',
  });
  expect(parseRecipient(' c@x.fr ')).toEqual({ name: '', address: 'c@x.fr' });
  expect(parseRecipient('Claire')).toEqual({ name: 'Claire', address: '' });
});

test('a shortcut is what stands behind a slash at the caret, and nothing else', () => {
  expect(shortcutBefore('Bonjour /rdv')).toBe('rdv');
  expect(shortcutBefore('/été-2')).toBe('été-2');
  expect(shortcutBefore('a\n/rdv')).toBe('rdv');
  for (const text of [
    '1/2',
    'https://x.fr/rdv',
    '/rdv ',
    'rdv',
    '//rdv',
    `/${'x'.repeat(33)}`,
    '',
  ]) {
    expect(shortcutBefore(text), text).toBeNull();
  }
  expect(shortcutForm(' /Été')).toBe('ete');
  expect(isShortcut('')).toBe(true);
  expect(isShortcut('a b')).toBe(false);
});
