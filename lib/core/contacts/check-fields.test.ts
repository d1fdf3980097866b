import { expect, it } from 'vitest';
import { checkFields } from './check-fields';
import { tidyContact } from './contact-content';

it('a value without a name and a second field of the same name are found, empty rows are not', () => {
  const rows = [
    { name: 'tel', value: '111' },
    { name: '  ', value: 'no name' },
    { name: '', value: ' ' },
    { name: ' tel ', value: '222' },
    { name: 'Tel', value: '333' },
    { name: '__proto__', value: 'x' },
    { name: '', value: '' },
  ];
  expect(checkFields(rows)).toEqual([null, 'unnamed', null, 'double', null, 'reserved', null]);
});

it('a name keeps nothing that turns the text beside it around', () => {
  const one = tidyContact({
    email: 'a@x.fr',
    name: 'Ann \u202egpj.exe\u202c',
    organisation: '\u2067Nord\u2069',
    category: '\u202bClient',
    fields: { '\u202etel': '\u202d12\u2066' },
  });
  expect(one).toMatchObject({ name: 'Ann gpj.exe', organisation: 'Nord', category: 'Client' });
  expect(one.fields).toEqual({ tel: '12' });
});
