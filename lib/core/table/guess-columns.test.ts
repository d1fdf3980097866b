import { expect, it } from 'vitest';
import { guessColumns } from '@/lib/core/table/guess-columns';

const none = { address: null, name: null, firstName: null, organisation: null, category: null };

it.each([
  [
    'French',
    ['Civilité', 'Nom', 'Prénom', 'Société', 'Adresse', 'Courriel', 'Catégorie'],
    ['Mme', 'Martin', 'Claire', 'Atelier Nord', '3 rue du Port', 'claire@exemple.fr', 'Client'],
    { address: 5, name: 1, firstName: 2, organisation: 3, category: 6 },
  ],
  [
    'English',
    ['First Name', 'Last Name', 'E-mail Address', 'Company', 'Group'],
    ['Claire', 'Martin', 'claire@example.org', 'North', 'Client'],
    { address: 2, name: 1, firstName: 0, organisation: 3, category: 4 },
  ],
  [
    'Spanish',
    ['Nombre', 'Apellidos', 'Correo electrónico', 'Empresa', 'Categoría'],
    ['Clara', 'Martín', 'clara@example.es', 'Norte', 'Cliente'],
    { address: 2, name: 1, firstName: 0, organisation: 3, category: 4 },
  ],
  [
    'a Google export',
    ['Name', 'Given Name', 'Group Membership', 'E-mail 1 - Type', 'E-mail 1 - Value'],
    ['Claire Martin', 'Claire', '* myContacts', 'Home', 'claire@example.org'],
    { ...none, address: 4, name: 0, firstName: 1, category: 2 },
  ],
  [
    'no header: by what stands in the columns',
    ['A', 'B', 'C'],
    ['12', 'Claire Martin', 'claire@example.org'],
    { ...none, address: 2, name: 1 },
  ],
  [
    'addresses under a strange name',
    ['Identifiant', 'Ville'],
    ['claire@example.org', 'Nantes'],
    { ...none, address: 0 },
  ],
  [
    'a street is not an address',
    ['Nom', 'Adresse'],
    ['Martin', '3 rue du Port'],
    { ...none, name: 0 },
  ],
] as const)('%s', (_, headers, row, expected) => {
  expect(guessColumns(headers, [row, row])).toEqual(expected);
});
