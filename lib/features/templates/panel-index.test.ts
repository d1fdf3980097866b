// @vitest-environment node
import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import { database, type TemplateRow } from '@/lib/platform/database';
import { announceTemplates } from './changes';
import { createTemplateList } from './list-templates';
import { readPageIndex } from './panel-index';
import { readIndex } from './store';

// This imitation of a browser has no idle time.
vi.stubGlobal('requestIdleCallback', (run: () => void) => setTimeout(run));

const row = (index: number, extra: Partial<TemplateRow> = {}): TemplateRow => ({
  id: `t${index}`,
  name: `Relance ${index}`,
  category: index % 2 === 0 ? 'Factures' : 'Devis',
  language: 'fr',
  subject: '',
  html: `<div>Numéro ${index * 7}</div>`,
  shortcut: '',
  favourite: index % 50 === 0,
  createdAt: index,
  updatedAt: index,
  ...extra,
});
const everything = { query: '', category: '', language: '', favourites: false, limit: 20 } as const;
const queries = [
  everything,
  { ...everything, query: 'relance 7' },
  { ...everything, query: 'numero 14 rel', category: 'Factures' },
  { ...everything, favourites: true },
];

/** What the panel answers is what the background would answer. */
async function expectSameAnswers(): Promise<void> {
  announceTemplates();
  const own = await readPageIndex(new AbortController().signal);
  const all = await readIndex();
  const list = createTemplateList();
  for (const asked of queries) expect(own?.(asked), asked.query).toEqual(list(all, asked));
}

beforeEach(() => database.templates.clear());

test('the panel finds what the background finds, however many there are, and without what was deleted', async () => {
  await expectSameAnswers();
  const rows = Array.from({ length: 230 }, (_, index) => row(index));
  await database.templates.bulkPut([...rows, row(7, { deletedAt: 1 })]);
  await expectSameAnswers();
  await database.templates.put(row(8, { html: '<div>rel 14</div>', favourite: true }));
  await database.templates.delete('t9');
  await expectSameAnswers();
});

test('whoever leaves meanwhile gets nothing', async () => {
  await database.templates.put(row(1));
  const gone = new AbortController();
  const reading = readPageIndex(gone.signal);
  gone.abort();
  expect(await reading).toBeNull();
});
