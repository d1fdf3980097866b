import 'fake-indexeddb/auto';
import { act, cleanup, render, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { database } from '@/lib/platform/database';
import { keepChannelsApart } from '@/lib/platform/fake-own-channels';
import { sendAsOwnPage } from '@/lib/platform/fake-own-page';
import { openFakeTable } from '@/lib/platform/table/fake-open-table';
import { currentTranslate } from '@/lib/platform/translate';
import { newDraft } from './batch-draft';
import { batchChanges } from './changes';
import { noteCopySent } from './copies';
import { batchPageMessages, type Recipient } from './messages';
import { contentOf } from './panel-content';
import type { BatchPlan } from './panel-lay-ready';
import { findReached, type ReachedState, useReached } from './panel-reached';

keepChannelsApart();

sendAsOwnPage();

/** Who is in which state at the relay; `kept@…` lies in its outbox. */
let states: Record<string, string[]> = {};
let asked: (string | undefined)[] = [];
/** Each question waits for its own. */
let gates: Promise<void>[] = [];
batchPageMessages.handle('batch.recipients', async ({ state = '' }) => {
  asked.push(state);
  const people = states[state] ?? [];
  await gates.shift();
  const items = people.map((address) => ({ address, kept: address.startsWith('kept') }));
  return { items: items as Recipient[], next: null };
});

const cells = 'Mail\na@x.fr\nb@x.fr\nA@x.fr\na@x.fr\nkept@x.fr';

async function planOf(skipped: number[]): Promise<BatchPlan> {
  const draft = { ...newDraft('mine', 'UTC'), subject: 'S', body: 'T', copiedFrom: 'b0', skipped };
  const table = await openFakeTable(cells, { language: 'en' });
  const columns = table.summary.guess;
  const wish = { required: [], skipped, skipMissing: false };
  const check = await table.check({ address: columns.address, ...wish });
  return {
    ...{ draft, table, columns, check, content: contentOf(draft, currentTranslate.value) },
    sources: new Map(),
  };
}

beforeEach(async () => {
  await database.worksInProgress.clear();
  states = { failed: ['b@x.fr'], sent: ['A@X.fr', 'kept@x.fr', 'eve@x.fr'] };
  asked = [];
  gates = [];
});
afterEach(cleanup);

it('R30: names who has received it, with the lines that are not left out already; what was only kept reached nobody', async () => {
  expect(await findReached(await planOf([]))).toMatchObject({
    addresses: ['a@x.fr'],
    rows: [0, 2, 3],
  });
  // A line that somebody has left out by hand is none of those that "take them back" may bring back.
  expect(await findReached(await planOf([2]))).toMatchObject({ rows: [0, 3] });
});

it('the long list of those who have received it is read only when somebody is not among the others', async () => {
  states = { failed: ['a@x.fr'], cancelled: ['b@x.fr'], sent: ['eve@x.fr'] };
  await findReached(await planOf([4]));
  expect(asked).toEqual(['failed', 'cancelled']);
});

it('R30: another copy that was sent is told; the note about this draft itself, refused after the press, is not', async () => {
  const plan = await planOf([]);
  await noteCopySent({ ...plan.draft, name: 'This one' });
  expect((await findReached(plan)).copies).toEqual([]);
  await noteCopySent({ ...plan.draft, id: 'other', name: 'Another' });
  expect((await findReached(plan)).copies).toEqual([{ id: 'other', name: 'Another', sent: true }]);
});

it('R30: an answer that comes after a newer one says nothing any more', async () => {
  const plan = await planOf([]);
  let state: ReachedState | undefined;
  function Shown() {
    state = useReached(plan);
    return null;
  }
  const slow = Promise.withResolvers<void>();
  gates = [slow.promise];
  states = {};
  render(<Shown />);
  await waitFor(() => expect(asked).toHaveLength(1));
  states = { sent: ['a@x.fr'] };
  await act(async () => {
    await state?.ask();
  });
  expect(state?.answer).toMatchObject({ addresses: ['a@x.fr'] });
  // The first question goes on, with what stood there when it was asked.
  states = {};
  await act(async () => slow.resolve());
  await waitFor(() => expect(asked.filter((one) => one === 'sent')).toHaveLength(2));
  await act(async () => undefined);
  expect(state?.answer).toMatchObject({ addresses: ['a@x.fr'] });
  batchChanges.announce();
  await waitFor(() => expect(state?.answer).toMatchObject({ addresses: [] }));
});
