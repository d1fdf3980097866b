import { describe, expect, it } from 'vitest';
import type { ContactContent } from './contact-content';
import { findDoubles, mergeContacts } from './find-doubles';

const contact = (email: string, name: string, fields: Record<string, string> = {}) =>
  ({ email, name, organisation: '', category: '', fields }) satisfies ContactContent;

describe('contacts that may be one person', () => {
  it('have the same address, or the same two words of a name in any order and accents', () => {
    const found = findDoubles([
      contact('a@x.fr', 'Anne'),
      contact('claire@x.fr', 'Claire Lefèvre'),
      contact('a@x.fr', 'Annie'),
      contact('c.lefevre@y.fr', 'LEFEVRE, Claire'),
    ]);
    expect(
      found.map(({ reason, contacts }) => [reason, contacts.map(({ email }) => email)]),
    ).toEqual([
      ['address', ['a@x.fr', 'a@x.fr']],
      ['name', ['claire@x.fr', 'c.lefevre@y.fr']],
    ]);
  });

  it('are not those who share a first name alone, or have none', () => {
    expect(findDoubles([contact('a@x.fr', 'Claire'), contact('b@x.fr', 'claire')])).toEqual([]);
    expect(findDoubles([contact('a@x.fr', ''), contact('b@x.fr', '')])).toEqual([]);
  });
});

describe('one contact of several', () => {
  it('keeps every other address, each once and under a name that is free', () => {
    const merged = mergeContacts([
      contact('a@x.fr', 'Anne', { 'email 2': 'old@x.fr', ville: 'Lille' }),
      contact('b@x.fr', '', { ville: 'Brest', tel: '06' }),
      contact('old@x.fr', ''),
      contact('', 'Anna'),
    ]);
    expect(merged).toEqual({
      ...contact('a@x.fr', 'Anne', {
        'email 2': 'old@x.fr',
        'email 3': 'b@x.fr',
        ville: 'Lille',
        tel: '06',
      }),
    });
  });
});
