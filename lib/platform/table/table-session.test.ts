// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { makeXlsx } from '@/lib/platform/table/make-xlsx.test-data';
import { TableSession } from '@/lib/platform/table/table-session';
import { unpackZip } from '@/lib/platform/table/zip-archive';

const french = { language: 'fr' };

async function read(source: Blob | string, options = {}) {
  const session = new TableSession();
  const summary = await session.open(source, { ...french, ...options });
  return { session, summary, cells: session.rows(0, 100).map((row) => row.cells) };
}

const refusal = (source: Blob | string, options = {}) =>
  read(source, options).then(
    () => 'none',
    (thrown) => thrown.failure.code,
  );

describe('opening a table', () => {
  it('reads a pasted table with its guess of the columns', async () => {
    const { summary, cells } = await read('Nom\tCourriel\nMartin\tclaire@exemple.fr\n');
    expect(summary).toMatchObject({
      format: 'delimited',
      headers: ['Nom', 'Courriel'],
      rowCount: 1,
      separator: '\t',
      encoding: null,
      guess: { address: 1, name: 0 },
    });
    expect(cells).toEqual([['Martin', 'claire@exemple.fr']]);
  });

  it('reads a table below its title, in a text as in a workbook', async () => {
    const text = 'Amis, amies, liste 2027\n\nNom;Courriel\nMartin;c@x.fr\n';
    const rows = text.split('\n').map((line) => line.split(';').filter(Boolean));
    for (const source of [text, await makeXlsx([{ name: 'S', rows }])]) {
      const { summary, session } = await read(source);
      expect(summary).toMatchObject({
        headers: ['Nom', 'Courriel'],
        titles: ['Amis, amies, liste 2027'],
        problemCount: 0,
        guess: { address: 1, name: 0 },
      });
      expect(session.rows(0, 9)).toEqual([{ line: 4, cells: ['Martin', 'c@x.fr'] }]);
    }
  });

  it('reads vCards as a table', async () => {
    const text = 'BEGIN:VCARD\nFN:Claire\nEMAIL:c@x.fr\nEND:VCARD\n';
    const { summary, cells } = await read(new Blob([text]));
    expect(summary).toMatchObject({ format: 'vcard', guess: { address: 0, name: 1 } });
    expect(cells).toEqual([['c@x.fr', 'Claire', '', '']]);
  });

  it('checks again after a cell was put right', async () => {
    const { session } = await read('courriel\nnobody\n');
    expect(session.check({ address: 0 }).counts.invalid).toBe(1);
    session.setCell(0, 0, 'a@b.fr');
    expect(session.check({ address: 0 }).counts.invalid).toBe(0);
  });

  it('S25: refuses what cannot be a table, each with its reason', async () => {
    expect(await refusal(new Blob([]))).toBe('table-empty');
    expect(await refusal('nom;courriel\n')).toBe('table-empty');
    expect(await refusal(new Blob(['MZ\0\0\0binary']))).toBe('table-unreadable');
    expect(await refusal(new Blob([new Uint8Array([0xd0, 0xcf, 0x11, 0xe0])]))).toBe(
      'table-old-excel',
    );
    expect(await refusal(new Blob([new Uint8Array([0x50, 0x4b, 3, 4, 1, 2])]))).toBe(
      'table-unreadable',
    );
    const huge = Object.assign(new Blob(['a']), {});
    Object.defineProperty(huge, 'size', { value: 1_000_000_000 });
    expect(await refusal(huge)).toBe('table-too-large');
    expect(await refusal('<html><table><tr><td>a@b.fr</td></tr></table>')).toBe('table-unreadable');
    expect(await refusal('a\n'.repeat(200_010))).toBe('table-too-many-rows');
  });
});

describe('opening a workbook', () => {
  const sheets = [
    {
      name: 'Clients & amis',
      rows: [
        ['Nom', 'Courriel', 'Depuis', 'Solde', 'Actif'],
        ['Martin', 'claire@exemple.fr', { date: 46298 }, 12.5, true],
        [],
        ['Petit', 'luc@exemple.fr', { date: 46298.5 }, 1_234_567, false],
      ],
    },
    { name: 'Autres', rows: [['Courriel'], ['x@y.fr']] },
  ];

  it('reads the first sheet with dates and numbers as people see them, and rows with their number', async () => {
    const { summary, session } = await read(await makeXlsx(sheets));
    expect(summary).toMatchObject({
      format: 'xlsx',
      sheets: ['Clients & amis', 'Autres'],
      sheet: 'Clients & amis',
      rowCount: 2,
    });
    expect(session.rows(0, 9)).toEqual([
      { line: 2, cells: ['Martin', 'claire@exemple.fr', '03/10/2026', '12,5', 'VRAI'] },
      { line: 4, cells: ['Petit', 'luc@exemple.fr', '03/10/2026 12:00', '1234567', 'FAUX'] },
    ]);
  });

  it('keeps the zeros of a postal code and the spaces of a telephone number', async () => {
    const rows = [
      ['Courriel', 'CP', 'Tél.'],
      [
        'x@y.fr',
        { number: 1000, format: '00000' as const },
        { number: 612345678, format: '0#" "##" "##" "##" "##' as const },
      ],
    ];
    const { cells } = await read(await makeXlsx([{ name: 'S', rows }]));
    expect(cells).toEqual([['x@y.fr', '01000', '06 12 34 56 78']]);
  });

  it('keeps amounts as people see them, in their language', async () => {
    const format = '#,##0.00\\ "€"' as const;
    const rows = [
      ['Courriel', 'Cotisation'],
      ['x@y.fr', { number: 25.5, format }],
      ['z@y.fr', { number: 1250, format }],
    ];
    const book = await makeXlsx([{ name: 'S', rows }]);
    expect((await read(book)).cells).toEqual([
      ['x@y.fr', '25,50\u00a0€'],
      ['z@y.fr', '1\u202f250,00\u00a0€'],
    ]);
    expect((await read(book, { language: 'en' })).cells[1]).toEqual(['z@y.fr', '1,250.00\u00a0€']);
  });

  it('reads another sheet when it is chosen', async () => {
    const { cells, summary } = await read(await makeXlsx(sheets), { sheet: 'Autres' });
    expect(summary.sheet).toBe('Autres');
    expect(cells).toEqual([['x@y.fr']]);
  });

  it('knows which rows a filter hides, in the sheet that was chosen', async () => {
    const rows = [['Courriel'], ['a@x.fr'], ['b@x.fr'], [], ['c@x.fr'], ['d@x.fr']];
    const book = await makeXlsx([
      { name: 'Autres', rows: [['Courriel'], ['x@y.fr']], hidden: [2] },
      { name: 'Été & co', rows, hidden: [3, 4, 6] },
    ]);
    const { summary, session } = await read(book, { sheet: 'Été & co' });
    expect(summary.hiddenRows).toEqual([1, 3]);
    expect(session.rows(1, 1)).toEqual([{ line: 3, cells: ['b@x.fr'], hidden: true }]);
    expect((await read(await makeXlsx(sheets))).summary.hiddenRows).toEqual([]);
  });

  it('knows which columns are hidden, of those that are there', async () => {
    const rows = [
      ['Courriel', 'Ville', 'Salaire'],
      ['a@x.fr', 'Metz', '3 000'],
    ];
    const book = await makeXlsx([{ name: 'A', rows, hiddenColumns: [2, 16_384] }]);
    expect((await read(book)).summary.hiddenColumns).toEqual([1, 2]);
    expect((await read(await makeXlsx([{ name: 'A', rows }]))).summary.hiddenColumns).toEqual([]);
  });

  it('reads a large sheet without a worker of its own', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => [
      `Nom ${index}`,
      `a${index}@exemple.fr`,
    ]);
    const { summary } = await read(
      await makeXlsx([{ name: 'S', rows: [['Nom', 'Courriel'], ...rows] }]),
    );
    expect(summary.rowCount).toBe(20_000);
  });

  it('S25: refuses a sheet whose cells would fill the memory', async () => {
    const far = await makeXlsx([
      { name: 'S', rows: [['a']], extra: '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' },
    ]);
    expect(await refusal(far)).toBe('table-too-many-rows');
    const wide = await makeXlsx([
      { name: 'S', rows: [['a']], extra: '<row r="150000"><c r="XFD150000"><v>1</v></c></row>' },
    ]);
    expect(await refusal(wide)).toBe('table-too-large');
    const empty = await makeXlsx([
      { name: 'S', rows: [['Nom'], ['a']], extra: '<row r="1048576"/>' },
    ]);
    expect(await refusal(empty)).toBe('none');
  });

  it('S25: stops an archive that unpacks without end', async () => {
    const book = await makeXlsx([{ name: 'S', rows: [['a'.repeat(100_000)]] }]);
    const bytes = new Uint8Array(await book.arrayBuffer());
    expect(bytes.length).toBeLessThan(10_000);
    await expect(unpackZip(bytes, 50_000)).rejects.toThrow('table-too-large');
  });
});
