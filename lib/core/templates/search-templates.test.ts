import { expect, test } from 'vitest';
import { indexTemplates, searchTemplates } from './search-templates';

const row = (name: string, extra: object = {}) => ({
  name,
  category: '',
  subject: '',
  html: '',
  shortcut: '',
  favourite: false,
  updatedAt: 1,
  ...extra,
});
const all = indexTemplates([
  row('Refus de devis', { html: '<div>Société <b>Œuvre</b></div>', updatedAt: 5 }),
  row('Devis envoyé', { category: 'Ventes', updatedAt: 4 }),
  row('Relance', { subject: 'Votre devis', favourite: true, updatedAt: 3 }),
  row('Rendez-vous', { shortcut: 'rdv', html: '<div>devis</div>', updatedAt: 2, usedAt: 9 }),
]);
const names = (query: string): string[] =>
  searchTemplates(all, query).map(({ row: { name } }) => name);

test('names first, then favourites, then what was used last', () => {
  expect(names('devis')).toEqual(['Devis envoyé', 'Refus de devis', 'Relance', 'Rendez-vous']);
});

test('without words: favourites, then the last used', () => {
  expect(names('')).toEqual(['Relance', 'Rendez-vous', 'Refus de devis', 'Devis envoyé']);
});

test('accents, capitals, ligatures and tags do not matter; every word must occur', () => {
  expect(names('SOCIETE oeuvre')).toEqual(['Refus de devis']);
  expect(names('ventes envoye')).toEqual(['Devis envoyé']);
  expect(names('devis zzz')).toEqual([]);
});

test('the shortcut finds its template first', () => {
  expect(names('/rdv')[0]).toBe('Rendez-vous');
  expect(names('rdv')[0]).toBe('Rendez-vous');
});
