import { describe, expect, it } from 'vitest';
import { contactFromRow, usesFromGuess } from '@/lib/core/contacts/contact-from-row';
import { mergeContacts } from '@/lib/core/contacts/find-doubles';
import { writeContactsCsv, writeVcards } from '@/lib/core/contacts/write-contacts';
import { guessColumns } from '@/lib/core/table/guess-columns';
import { defuseCell, undefuseCell } from '@/lib/core/table/write-csv';
import { contacts as en } from '@/lib/locales/en/contacts';
import { contacts as es } from '@/lib/locales/es/contacts';
import { contacts as fr } from '@/lib/locales/fr/contacts';

const claire = {
  email: 'claire@exemple.fr',
  name: 'Claire Martin',
  organisation: "=cmd|' /C calc'!A0",
  category: 'Client; fidèle',
  fields: { tel: '+33 6', Ville: 'Saint-"Brieuc"', note: 'ligne 1\nligne 2' },
};

describe('an export', () => {
  it('S24: defuses formulas and quotes what needs quotes; the import takes the apostrophe back', () => {
    const csv = writeContactsCsv(
      [claire],
      { email: 'Courriel', name: 'Nom', organisation: 'Organisation', category: 'Catégorie' },
      ';',
    );
    expect(csv).toBe(
      '\ufeffCourriel;Nom;Organisation;Catégorie;tel;Ville;note\r\n' +
        'claire@exemple.fr;Claire Martin;\'=cmd|\' /C calc\'!A0;"Client; fidèle";\'+33 6;"Saint-""Brieuc""";"ligne 1\nligne 2"\r\n',
    );
    for (const text of ['=1', '+1', '-1', '@a', '\t1', '\r1']) {
      expect(defuseCell(text)).toBe(`'${text}`);
      expect(undefuseCell(defuseCell(text))).toBe(text);
    }
    expect(undefuseCell("'quoted'")).toBe("'quoted'");
  });

  it('as vCards has what other programs read: properties by what the names mean, a note of the rest', () => {
    const fields = {
      ...claire.fields,
      Fonction: 'Directrice',
      'Courriel 2': 'c2@exemple.fr',
      'Dirección postal': '3 rue du Port, Nantes',
      Société: 'Nord',
    };
    const text = writeVcards([{ ...claire, organisation: '', fields }]);
    const bytes = new TextEncoder();
    expect(text.split('\r\n').every((line) => bytes.encode(line).length <= 75)).toBe(true);
    expect(text.replaceAll('\r\n ', '').split('\r\n').slice(3, -2)).toEqual([
      'FN:Claire Martin',
      'N:;Claire Martin;;;',
      'EMAIL;TYPE=INTERNET,PREF:claire@exemple.fr',
      'CATEGORIES:Client\\; fidèle',
      'item1.TEL:+33 6',
      'item1.X-ABLabel:tel',
      'item4.TITLE:Directrice',
      'item4.X-ABLabel:Fonction',
      'item5.EMAIL:c2@exemple.fr',
      'item5.X-ABLabel:Courriel 2',
      'item6.ADR:;;3 rue du Port\\, Nantes;;;;',
      'item6.X-ABLabel:Dirección postal',
      'item7.ORG:Nord',
      'item7.X-ABLabel:Société',
      'X-IAPOSTEMANAGER-FIELD:Ville;Saint-"Brieuc"',
      'X-IAPOSTEMANAGER-FIELD:note;ligne 1\\nligne 2',
      'NOTE:ligne 1\\nligne 2\\nVille: Saint-"Brieuc"',
    ]);
  });

  it('as vCards says first and family name as the fields do, and takes no whole name apart', () => {
    const nameLine = (name: string, fields: Record<string, string> = {}): string | undefined =>
      /^N:.*$/m.exec(writeVcards([{ ...claire, name, fields }]))?.[0].trim();
    expect(nameLine('Le "Grand" Guillemets')).toBe('N:;Le "Grand" Guillemets;;;');
    expect(nameLine('van der Berg, Jan; fils')).toBe('N:;van der Berg\\, Jan\\; fils;;;');
    expect(nameLine('María José García Lorca', { Nombre: 'María José' })).toBe(
      'N:García Lorca;María José;;;',
    );
    expect(nameLine('MARTIN Claire', { Nom: 'MARTIN' })).toBe('N:MARTIN;Claire;;;');
    expect(nameLine('Dr X', { Prénom: 'Anne', 'Last name': 'Roy' })).toBe('N:Roy;Anne;;;');
    expect(nameLine('')).toBe('N:;;;;');
  });
});

it('a row becomes a contact: first and family name together, and each a field', () => {
  const headers = ['Prénom', 'Nom', 'Courriel', 'Ville'];
  const uses = usesFromGuess(
    headers,
    guessColumns(headers, [['Claire', 'Martin', 'c@x.fr', 'Nantes']]),
  );
  expect(
    contactFromRow(headers, uses, ['Claire', 'Martin', 'c@x.fr', 'Nantes'], { address: 'c@x.fr' }),
  ).toEqual({
    email: 'c@x.fr',
    name: 'Claire Martin',
    organisation: '',
    category: '',
    fields: { Prénom: 'Claire', Nom: 'Martin', Ville: 'Nantes' },
  });
  // A whole name beside the first name, as an export has them, is not put after it.
  const whole = ['Claire', 'Claire Martin', 'c@x.fr', 'Nantes'];
  expect(contactFromRow(headers, uses, whole, { address: 'c@x.fr' })).toMatchObject({
    name: 'Claire Martin',
    fields: { Nom: 'Martin' },
  });
});

it('an address is no name, wherever it stands; the name beside it is', () => {
  const nameOf = (name: string, nameInCell?: string): string =>
    contactFromRow(['Nom', 'Courriel'], ['name', 'address'], [name, 'c@x.fr'], {
      address: 'c@x.fr',
      nameInCell,
    }).name;
  expect(nameOf('c@x.fr')).toBe('');
  expect(nameOf(' C@X.fr ', 'Claire')).toBe('Claire');
  expect(nameOf('', 'c@x.fr')).toBe('');
  expect(nameOf('<c@x.fr>', '"c@x.fr"')).toBe('');
  expect(nameOf('d@x.fr')).toBe('d@x.fr');
});

it('only the letter of a column is no name: a field may be called like one', () => {
  const guess = { address: 0, name: null, firstName: null, organisation: null, category: null };
  expect(usesFromGuess(['Mail', 'B', 'CP'], guess)).toEqual(['address', 'nothing', 'field']);
});

it('names taken apart come back from an export as they were, in each language', () => {
  const apart = { ...claire, organisation: '', category: '' };
  const words = [
    [fr, 'Prénom', 'Nom'],
    [en, 'First name', 'Last name'],
    [es, 'Nombre', 'Apellidos'],
  ] as const;
  for (const [catalogue, first, last] of words) {
    const { 'contacts.email': email, 'contacts.fullName': fullName } = catalogue;
    const contact = { ...apart, fields: { [first]: 'Claire', [last]: 'Martin' } };
    const labels = { email, name: fullName, organisation: 'Organisation', category: 'Category' };
    // No two columns, as no two lines of the editor, have the same name.
    expect(Object.keys(contact.fields)).not.toContain(fullName);
    const [head = '', row = ''] = writeContactsCsv([contact], labels, ';').slice(1).split('\r\n');
    const [headers, cells] = [head.split(';'), row.split(';')];
    const uses = usesFromGuess(headers, guessColumns(headers, [cells]));
    expect(contactFromRow(headers, uses, cells, { address: contact.email })).toEqual(contact);
  }
});

it('doubles merge: the first wins, the others fill gaps, a second address becomes a field', () => {
  const other = {
    ...claire,
    email: 'c2@x.fr',
    name: 'Claire M.',
    category: '',
    fields: { tel: '1', Age: '4' },
  };
  expect(
    mergeContacts([
      { ...claire, organisation: '' },
      { ...other, organisation: 'Nord' },
    ]),
  ).toEqual({
    email: 'claire@exemple.fr',
    name: 'Claire Martin',
    organisation: 'Nord',
    category: 'Client; fidèle',
    fields: { ...claire.fields, Age: '4', 'email 2': 'c2@x.fr' },
  });
  expect(mergeContacts([claire, other], { name: 'Claire M.' }).name).toBe('Claire M.');
});
