// @vitest-environment node
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { openFakeTable } from '@/lib/platform/table/fake-open-table';
import { currentTranslate } from '@/lib/platform/translate';
import { type BatchDraft, newDraft } from './batch-draft';
import { contentOf, sourcesOf } from './panel-content';
import { findSuppressed, layBatchReady } from './panel-lay-ready';
import { saveDraft } from './store';

const cells = [
  'Courriel;Prénom;Ville',
  'Claire@x.fr;Claire;Nantes',
  'luc@x.fr;Luc;',
  'CLAIRE@x.fr;Léa;Brest',
  'zoe;Zoé;Metz',
  'theo@x.fr;Théo;Lyon',
].join('\n');
const relay = { url: 'https://relay.example', account: 'me@x.test' };

let turn = 0;

/** The plan of a batch with this table, as the wizard makes it. */
async function planOf(part: Partial<BatchDraft>) {
  turn += 1;
  const mail = { subject: 'Pour {{ prenom }}', body: 'De {{ ville }}' };
  const draft = { ...newDraft(`d${turn}`, 'UTC'), ...mail, ...part };
  await saveDraft(draft);
  // In portions, as the worker hands them over: each knows where it begins.
  const table = await openFakeTable(cells, { language: 'fr' }, 2);
  const { summary } = table;
  const columns = summary.guess;
  const content = contentOf(draft, currentTranslate.value);
  const { sources, required } = sourcesOf(content, draft, summary.headers, columns);
  const { skipped, skipMissing } = draft;
  const check = await table.check({ address: columns.address, required, skipped, skipMissing });
  return { draft, table, columns, check, content, sources };
}

async function requestOf(part: Partial<BatchDraft>) {
  const { body, total } = await layBatchReady(await planOf(part), relay);
  const request = JSON.parse(await body.text());
  expect(request.recipients).toHaveLength(total);
  return request;
}

const addressesOf = ({ recipients }: { recipients: { address: string }[] }) =>
  recipients.map(({ address }) => address);

it('bad and double lines get no mail, and only the values that the text uses leave the browser', async () => {
  const request = await requestOf({ subject: 'Pour {{ prenom }}', body: 'Bonjour' });
  expect(request.recipients).toEqual([
    { address: 'claire@x.fr', name: 'Claire', fields: { prenom: 'Claire' } },
    { address: 'luc@x.fr', name: 'Luc', fields: { prenom: 'Luc' } },
    { address: 'theo@x.fr', name: 'Théo', fields: { prenom: 'Théo' } },
  ]);
});

it('a line without a value is left out, or goes out with a hole, as it was decided', async () => {
  expect(addressesOf(await requestOf({ skipMissing: true }))).toEqual(['claire@x.fr', 'theo@x.fr']);
  expect(addressesOf(await requestOf({ allowMissing: true }))).toContain('luc@x.fr');
});

it('a line that was skipped by hand gets none, and its double gets one', async () => {
  const request = await requestOf({ skipped: [0], allowMissing: true });
  expect(request.recipients[1]).toMatchObject({ address: 'claire@x.fr', name: 'Léa' });
  expect(request.recipients).toHaveLength(3);
});

it('rate, way out and the moment in its own zone are what was chosen', async () => {
  const chosen = await requestOf({
    perMinute: 30,
    unsubscribe: false,
    sendAt: '2030-07-14T09:30',
    zone: 'America/New_York',
  });
  expect(chosen).toMatchObject({
    perMinute: 30,
    unsubscribe: false,
    sendAt: '2030-07-14T13:30:00.000Z',
  });
  const plain = await requestOf({});
  expect(plain).toMatchObject({ unsubscribe: true });
  expect(plain).not.toHaveProperty('sendAt');
  expect(plain).not.toHaveProperty('perMinute');
});

it('the account it leaves from goes with it, and none is named for the sender of the relay', async () => {
  expect(await requestOf({ account: 'a1' })).toMatchObject({ account: 'a1' });
  expect(await requestOf({})).not.toHaveProperty('account');
});

it('who has unsubscribed is told beforehand, whatever the capitals in the list', async () => {
  const gone = new Set(['claire@x.fr', 'zoe@x.fr']);
  expect(await findSuppressed(await planOf({}), gone)).toEqual(['claire@x.fr']);
});

it('R30: who was shown as the one that sends is laid ready with it; nobody is, where nobody knew', async () => {
  const { url: origin, account } = relay;
  expect((await layBatchReady(await planOf({}), relay)).shown).toEqual({ origin, account });
  const unknown = await layBatchReady(await planOf({}), { ...relay, account: '' });
  expect(unknown).not.toHaveProperty('shown');
});
