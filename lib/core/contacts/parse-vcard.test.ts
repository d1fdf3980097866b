import { describe, expect, it } from 'vitest';
import { parseVcards, plainValue, splitValue } from '@/lib/core/contacts/parse-vcard';
import { cardNames, isVcard, tabulateVcards } from '@/lib/core/contacts/tabulate-vcards';

const table = (text: string): Record<string, string>[] => {
  const [header, ...rows] = tabulateVcards(text).rows;
  return rows.map(({ cells }) =>
    Object.fromEntries(
      cells.flatMap((cell, at) => (cell === '' ? [] : [[header?.cells[at] ?? '', cell]])),
    ),
  );
};

describe('vCards', () => {
  it('reads version 3.0 with folded lines, groups, escapes and several addresses', () => {
    const text = [
      'BEGIN:VCARD',
      'VERSION:3.0',
      'FN:Claire Mar',
      ' tin',
      'N:Martin;Claire;;Mme;',
      'ORG:Atelier\\, Nord;Ventes',
      'item1.EMAIL;TYPE=INTERNET:second@exemple.fr',
      'EMAIL;TYPE=INTERNET,PREF:claire@exemple.fr',
      'TEL;TYPE=WORK:+33 1 23 45 67 89',
      'CATEGORIES:Client,Fidèle',
      'NOTE:un\\ndeux',
      'ADR;TYPE=WORK:;;3 rue du Port;Nantes;;44000;France',
      'END:VCARD',
      '',
    ].join('\r\n');
    expect(table(text)).toEqual([
      {
        email: 'claire@exemple.fr',
        'email 2': 'second@exemple.fr',
        name: 'Claire Martin',
        organisation: 'Atelier, Nord, Ventes',
        category: 'Client',
        tel: '+33 1 23 45 67 89',
        note: 'un\ndeux',
        address: '3 rue du Port, 44000 Nantes, France',
      },
    ]);
  });

  it('reads version 4.0: quoted parameters, tel URIs, no FN', () => {
    const text =
      'BEGIN:VCARD\nVERSION:4.0\nN:Petit;Luc;;;\nTEL;VALUE=uri;TYPE="voice,home":tel:+33-6\n' +
      'EMAIL;PREF=1:luc@exemple.org\nEND:VCARD\n';
    expect(table(text)).toEqual([{ email: 'luc@exemple.org', name: 'Luc Petit', tel: '+33-6' }]);
  });

  it('tolerates version 2.1: quoted-printable over several lines, bare types, a charset', () => {
    const text =
      'BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ren=C3=A9e =\r\nLef=C3=A8vre\r\n' +
      'ORG;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Caf=E9\r\nEMAIL;INTERNET:renee@exemple.fr\r\nEND:VCARD\r\n';
    expect(table(text)).toEqual([
      { email: 'renee@exemple.fr', name: 'Renée Lefèvre', organisation: 'Café' },
    ]);
  });

  it('keeps the line of each card and what stands in a card that never ends', () => {
    const cards = parseVcards('BEGIN:VCARD\nFN:a\nEND:VCARD\nrubbish\nBEGIN:VCARD\n:no name\nFN:b');
    expect(cards.map(({ line }) => line)).toEqual([1, 5]);
    expect(cards[1]?.properties).toEqual([{ name: 'FN', group: '', types: [], value: 'b' }]);
  });

  it('S25: keeps the card around another one, and one that never ends before the next', () => {
    const agent = 'BEGIN:VCARD\nFN:Sam\nEMAIL:sam@b.fr\nEND:VCARD';
    const names = (text: string): (string | undefined)[] => table(text).map(({ name }) => name);
    expect(names(`BEGIN:VCARD\nAGENT:\n${agent}\nFN:Ada\nEMAIL:ada@b.fr\nEND:VCARD`)).toEqual([
      'Ada',
      'Sam',
    ]);
    expect(names(`BEGIN:VCARD\nFN:Ada\nEMAIL:ada@b.fr\n${agent}`)).toEqual(['Ada', 'Sam']);
  });

  it('S25: reads quoted-printable with plain letters in it, or in a charset nobody named', () => {
    const card = (value: string): string =>
      `BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE${value}\nEND:VCARD`;
    expect(table(card(':Zo=C3=A9 😀'))).toEqual([{ name: 'Zoé 😀' }]);
    expect(table(card(':Zo=E9'))).toEqual([{ name: 'Zoé' }]);
    expect(table(card(';CHARSET=nobody-knows:Zo=C3=A9'))).toEqual([{ name: 'Zoé' }]);
  });

  it('S25: a card of a hundred thousand numbers, and a picture of many lines, end', () => {
    const card = (rest: string): string => `BEGIN:VCARD\nFN:Ada\n${rest}END:VCARD\n`;
    const picture = `PHOTO;ENCODING=b:${`${'A'.repeat(74)}\n `.repeat(40_000)}A\n`;
    const { rows } = tabulateVcards(`${card('TEL:1\n'.repeat(30_000))}${card(picture)}`);
    expect(rows.map(({ cells }) => cells.length)).toEqual([30_004, 200, 200]);
  });

  it('takes the address of a card for no name, and a first and family name before it', () => {
    const card = (rest: string): string =>
      `BEGIN:VCARD\nEMAIL:a@x.fr\nEMAIL:b@x.fr\n${rest}\nEND:VCARD`;
    expect(table(card('FN:B@x.fr'))[0]).toEqual({ email: 'a@x.fr', 'email 2': 'b@x.fr' });
    expect(table(card('FN:a@x.fr\nN:Roy;Anne;;;'))[0]).toMatchObject({ name: 'Anne Roy' });
  });

  it('keeps a label that means its property, and the words of the reader for what has none', () => {
    const names = { ...cardNames, email: 'Courriel', tel: 'Téléphone', note: 'Note' };
    const text =
      'BEGIN:VCARD\nEMAIL:b@x.fr\nitem1.EMAIL;PREF=1:a@x.fr\nitem1.X-ABLabel:mail\nTEL:1\n' +
      'item2.TEL:2\nitem2.X-ABLabel:_$!<Mobile>!$_\nitem3.TEL:3\nitem3.X-ABLabel:Portable\n' +
      'item4.TEL:4\nitem4.X-ABLabel:Bureau\nX-IAPOSTEMANAGER-FIELD:Courriel;\\;5\n' +
      'NOTE:Courriel: 5\nEND:VCARD';
    const [header, row] = tabulateVcards(text, names).rows;
    expect(header?.cells).toEqual([
      ...['Courriel 3', 'name', 'organisation', 'category'],
      ...['Courriel', 'Portable', 'Courriel 2', 'Téléphone', 'Téléphone 2', 'Téléphone 3', 'Note'],
    ]);
    // The note was changed elsewhere: it no longer repeats what the card says.
    expect(row?.cells).toEqual([
      ...['a@x.fr', '', '', ''],
      ...[';5', '3', 'b@x.fr', '1', '2', '4', 'Courriel: 5'],
    ]);
  });

  it('is told from other texts', () => {
    expect(isVcard('\nbegin:vcard\nFN:a')).toBe(true);
    expect(isVcard('nom;BEGIN:VCARD')).toBe(false);
  });

  it('splits and unescapes values', () => {
    expect(splitValue('a\\;b;c\\nd', ';')).toEqual(['a;b', 'c\nd']);
    expect(plainValue(' a\\, b\\\\n ')).toBe('a, b\\n');
  });
});
