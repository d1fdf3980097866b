// @vitest-environment node
import { expect, it } from 'vitest';
import { usesFromGuess } from '@/lib/core/contacts/contact-from-row';
import { writeContactsCsv } from '@/lib/core/contacts/write-contacts';
import { openFakeTable } from '@/lib/platform/table/fake-open-table';
import { makeXlsx } from '@/lib/platform/table/make-xlsx.test-data';
import { faultsByLine } from './panel-import-faults';
import { checkWithout, contactsOfTable } from './panel-import-rows';

const headers = {
  email: 'Courriel',
  name: 'Nom complet',
  organisation: 'Organisation',
  category: 'Catégorie',
};

async function contactsOf(source: string | Blob, withHidden?: boolean) {
  const table = await openFakeTable(source, { language: 'fr' });
  const { summary } = table;
  const uses = usesFromGuess(summary.headers, summary.guess);
  return contactsOfTable(table, uses, new AbortController().signal, withHidden);
}

it('S24: what an export has defused is read back as it was, free fields too', async () => {
  const contact = {
    email: 'claire@x.fr',
    name: '@Claire Martin',
    organisation: '=cmd|calc',
    category: '-Client',
    fields: { '=1+1': "'x'", Tel: '+33 6 12', Note: "l'été" },
  };
  const csv = writeContactsCsv([contact], headers, ';');
  // The preview shows what will be kept.
  const [row] = await (await openFakeTable(csv, { language: 'fr' })).rows(0, 1);
  expect(row?.cells.slice(1, 4)).toEqual(['@Claire Martin', '=cmd|calc', '-Client']);
  expect(csv).not.toMatch(/(?:^|;)[=+\-@]/m);
  expect(await contactsOf(csv)).toEqual([contact]);
});

it('what is wrong stands in the order of the lines, wherever it was found', () => {
  const finding = (line: number) => ({ row: line, line, kind: 'invalid' as const, text: '' });
  const problem = (line: number) => ({ line, kind: 'too-few-cells' as const });
  const lines = (limit: number): string[] =>
    faultsByLine([finding(3), finding(4), finding(9)], [problem(2), problem(4)], limit).map(
      (one) => (one.finding ? `row ${one.finding.line}` : `file ${one.problem.line}`),
    );
  expect(lines(9)).toEqual(['file 2', 'row 3', 'row 4', 'file 4', 'row 9']);
  expect(lines(2)).toEqual(['file 2', 'row 3']);
});

it('a line without a good address becomes no contact, a name beside the address is taken', async () => {
  const csv = 'Courriel;Ville\nLéa Roux <LEA@x.fr>;Brest\npas une adresse;Metz\n;Lyon';
  expect(await contactsOf(csv)).toEqual([
    {
      email: 'lea@x.fr',
      name: 'Léa Roux',
      organisation: '',
      category: '',
      fields: { Ville: 'Brest' },
    },
  ]);
});

it('lines that a filter hides become contacts or not, as wished, and nothing is told of those that are left out', async () => {
  const rows = [['Courriel'], ['a@x.fr'], ['b@x.fr'], ['pas une adresse'], ['a@x.fr'], ['c@x.fr']];
  const book = await makeXlsx([{ name: 'A', rows, hidden: [2, 4] }]);
  const emails = async (withHidden: boolean) =>
    (await contactsOf(book, withHidden)).map(({ email }) => email);
  expect(await emails(true)).toEqual(['a@x.fr', 'b@x.fr', 'a@x.fr', 'c@x.fr']);
  expect(await emails(false)).toEqual(['b@x.fr', 'a@x.fr', 'c@x.fr']);
  const table = await openFakeTable(book, { language: 'fr' });
  const { hiddenRows } = table.summary;
  expect((await table.check({ address: 0 })).counts).toMatchObject({ invalid: 1, double: 1 });
  const check = checkWithout(await table.check({ address: 0, skipped: hiddenRows }), hiddenRows);
  expect(check.counts).toMatchObject({ invalid: 0, double: 0 });
  expect(check.findings).toEqual([]);
  expect([...check.flags]).toEqual([0, 0, 0, 0, 0]);
});
