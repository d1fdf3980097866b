import { describe, expect, it } from 'vitest';
import { isWholeName } from '@/lib/core/templates/recipient-values';
import { findSources, recipientFields, recipientName, requiredColumns } from './variable-sources';

const headers = ['Prénom', 'Nom', 'E-mail', 'Code client'];
const columns = { address: 2, name: 1, firstName: 0, organisation: null };
const row = ['Claire', 'Martin', 'claire@exemple.fr', 'C-114'];

describe('where the values of variables come from', () => {
  it('by the name of the column, whatever accents, capitals and signs', () => {
    const sources = findSources(['prenom', 'code_client', 'ville'], headers, columns, {});
    expect(recipientFields(row, columns, sources)).toEqual({
      prenom: 'Claire',
      code_client: 'C-114',
    });
    expect(sources.get('ville')).toEqual({ kind: 'none' });
  });

  it('by what the columns mean, also in another language', () => {
    const sources = findSources(['first_name', 'apellido'], headers, columns, {});
    expect(recipientFields(row, columns, sources)).toEqual({
      first_name: 'Claire',
      apellido: 'Martin',
    });
  });

  it('out of a whole name when there is only that', () => {
    const whole = { address: 1, name: 0, firstName: null, organisation: null };
    const sources = findSources(['prenom', 'nom', 'destinataire'], ['Contact', 'Mail'], whole, {});
    expect(recipientFields(['Claire Martin', 'c@x.fr'], whole, sources)).toEqual({
      prenom: 'Claire',
      nom: 'Martin',
      destinataire: 'Claire Martin',
    });
    expect(requiredColumns(['prenom', 'nom'], sources, whole)).toEqual([0]);
  });

  it('as the user says; and the relay fills in what only it knows', () => {
    const chosen = { prenom: 'Nom', nom: '' };
    const sources = findSources(
      ['prenom', 'nom', 'email', 'unsubscribe_url'],
      headers,
      columns,
      chosen,
    );
    expect(recipientFields(row, columns, sources)).toEqual({ prenom: 'Martin' });
    expect(sources.get('email')).toEqual({ kind: 'relay' });
    expect(requiredColumns(['prenom', 'nom', 'email'], sources, columns)).toEqual([1]);
  });

  it('S45: a variable called __proto__ or constructor is a word like any other', () => {
    const sources = findSources(['__proto__', 'constructor'], headers, columns, {});
    expect(recipientFields(row, columns, sources)).toEqual({});
  });
});

it('writes the name for To on one line', () => {
  expect(recipientName(row, columns)).toBe('Claire Martin');
  expect(recipientName(['', 'Martin\nBcc: x@y.z'], { ...columns, firstName: 0 })).toBe(
    'Martin Bcc: x@y.z',
  );
  expect(recipientName(['', 'M'.repeat(500)], columns)).toHaveLength(200);
});

describe('a whole name beside a first name, as contacts have them', () => {
  const named = ['Courriel', 'Nom complet', 'Prénom'];
  const beside = { address: 0, name: 1, firstName: 2, organisation: null };
  const ofContact = ['f@x.fr', 'François D’Août', 'François'];

  it('stands once in To, also where only the cell tells', () => {
    const whole = { ...beside, wholeName: isWholeName(named[1] ?? '') };
    expect(whole.wholeName).toBe(true);
    expect(recipientName(ofContact, whole)).toBe('François D’Août');
    expect(recipientName(['', 'F. D’Août', 'François'], whole)).toBe('F. D’Août');
    expect(recipientName(ofContact, beside)).toBe('François D’Août');
    expect(recipientName(['', 'D’AOÛT François', 'francois'], beside)).toBe('D’AOÛT François');
    expect(recipientName(['', '', 'François'], whole)).toBe('François');
    // A family name that is also a first name is one all the same.
    expect(recipientName(['', 'Martin', 'Martin'], beside)).toBe('Martin Martin');
  });

  it('gives the family name alone for {{ nom }}', () => {
    const whole = { ...beside, wholeName: true };
    const sources = findSources(['nom', 'prenom', 'nom_complet'], named, whole, {});
    const fields = (name: string, first: string) =>
      recipientFields(['f@x.fr', name, first], whole, sources);
    expect(fields('François D’Août', 'François')).toEqual({
      nom: 'D’Août',
      prenom: 'François',
      nom_complet: 'François D’Août',
    });
    expect(fields('Jean Paul Le Goff', 'Jean Paul').nom).toBe('Le Goff');
    expect(fields('Martin, Claire', 'Claire').nom).toBe('Martin');
    expect(requiredColumns(['nom'], sources, whole)).toEqual([1]);
  });
});
