import { expect, it } from 'vitest';
import { findSpellings, mergeSpellings, spreadValues } from '@/lib/core/templates/same-variable';

const names = ['Prénom', 'prenom', 'nom', 'NOM', 'имя', 'фамилия', 'nom_社', 'prénom'];
const spellings = findSpellings(names);

it('a name with other accents and capitals is the same variable', () => {
  const variables = names.map((name) => ({ name, fallback: name === 'prénom' ? 'Madame' : null }));
  expect(mergeSpellings(variables, spellings)).toEqual([
    { name: 'Prénom', fallback: 'Madame' },
    { name: 'nom', fallback: null },
    { name: 'имя', fallback: null },
    { name: 'фамилия', fallback: null },
    { name: 'nom_社', fallback: null },
  ]);
});

it('its value stands in every spelling, and what was given for one stays', () => {
  expect(spreadValues({ Prénom: 'Zoé', prenom: 'Ada', nom: '', NOM: '' }, spellings)).toEqual({
    Prénom: 'Zoé',
    prenom: 'Ada',
    prénom: 'Zoé',
    nom: '',
    NOM: '',
  });
});
