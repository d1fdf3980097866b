import { expect, it } from 'vitest';
import { usesFromGuess } from '@/lib/core/contacts/contact-from-row';
import { writeContactsCsv } from '@/lib/core/contacts/write-contacts';
import type { OpenTable } from '@/lib/platform/table/open-table';
import { TableSession } from '@/lib/platform/table/table-session';
import { contactsOfTable } from './panel-import-rows';

const headers = {
  email: 'Courriel',
  name: 'Nom complet',
  organisation: 'Organisation',
  category: 'Catégorie',
};

async function contactsOf(csv: string) {
  const session = new TableSession();
  const summary = await session.open(csv, { language: 'fr' });
  const table: OpenTable = {
    summary,
    rows: async (from, count) => session.rows(from, count),
    check: async (request) => session.check(request),
    setCell: async () => undefined,
    eachRows: async (use) => void (await use(session.rows(0, summary.rowCount), 0)),
    close: () => undefined,
  };
  const uses = usesFromGuess(summary.headers, summary.guess);
  return contactsOfTable(table, uses, new AbortController().signal);
}

it('S24: what an export has defused is read back as it was, free fields too', async () => {
  const contact = {
    email: 'claire@x.fr',
    name: '@Claire Martin',
    organisation: '=cmd|calc',
    category: '-Client',
    fields: { Tel: '+33 6 12', Note: "l'été" },
  };
  const csv = writeContactsCsv([contact], headers, ';');
  expect(csv).not.toMatch(/(?:^|;)[=+\-@]/m);
  expect(await contactsOf(csv)).toEqual([contact]);
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
