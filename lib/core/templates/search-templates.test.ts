import { expect, test } from 'vitest';
import { createTemplateSearch, indexTemplates, searchTemplates } from './search-templates';

const row = (name: string, extra: object = {}) => ({
  id: name,
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

test('each different word stands once in what is searched, whatever its case, accents and place', () => {
  const [entry] = indexTemplates([
    row('Été été', {
      category: 'ÉTÉ',
      subject: 'Offre d’été',
      shortcut: 'ete',
      html: '<div>Offre offre</div><div>OFFRE de l’été</div>',
    }),
  ]);
  const words = entry?.hay.split(' ') ?? [];
  expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([]);
  expect(words).toEqual(expect.arrayContaining(['ete', '/ete', 'offre']));
  // A mail that says one sentence a hundred times costs a search no more than one that says it once.
  const said = (times: number) =>
    indexTemplates([row('A', { html: '<div>une offre pour vous</div>'.repeat(times) })])[0]?.hay;
  expect(said(100)).toBe(said(1));
  // Words that stand apart are not one word, and a query of two finds neither order glued together.
  const apart = indexTemplates([row('bon', { html: 'jour' })]);
  expect(searchTemplates(apart, 'bonjour')).toEqual([]);
  expect(searchTemplates(apart, 'jour bon')).toHaveLength(1);
});

test('searching on from the last words finds the same as searching anew', () => {
  const search = createTemplateSearch();
  const typed = [
    'd',
    'de',
    'dev',
    'devis',
    'devis e',
    'devis en',
    'devis',
    're',
    'ren',
    'devis re',
    're devis',
    're devis zz',
    'z re',
    '',
    'zz',
    'z',
    'd',
  ];
  for (const query of typed) expect(search(all, query), query).toEqual(searchTemplates(all, query));
  const others = indexTemplates([row('Devis')]);
  expect(search(others, 'de')).toHaveLength(1);
  expect(search(all, 'de')).toHaveLength(4);
});

test('an index made again has the words of what changed, and says the same of what did not', () => {
  const rows = [row('A', { html: 'un' }), row('B', { html: 'deux', updatedAt: 2 })];
  const before = indexTemplates(rows);
  const next = [
    row('A', { html: 'trois', updatedAt: 9 }),
    row('B', { html: 'deux', favourite: true }),
  ];
  const made = indexTemplates(next, before);
  expect(made).toEqual(indexTemplates(next));
  expect(made.map((entry) => entry.row)).toEqual([next[1], next[0]]);
});
