import 'fake-indexeddb/auto';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { database } from '@/lib/platform/database';
import { sendAsOwnPage } from '@/lib/platform/fake-own-page';
import { applyLanguage } from '@/lib/platform/translate';
import { newDraft } from './batch-draft';
import { batchPageMessages, type WaitingBatch } from './messages';
import { Drafts, Waiting } from './panel-drafts';
import { keepUnsavedDraft } from './panel-unsaved';
import {
  deleteDraft,
  listSubmissions,
  loadDraft,
  loadWithSource,
  restoreDraft,
  saveSource,
  writeSubmission,
} from './store';

sendAsOwnPage();

const draft = { ...newDraft('one', 'UTC'), revision: 'r1', name: 'Spring', body: 'On the disk' };
const source = '"address"\n"ada@example.org"';

beforeEach(async () => {
  await applyLanguage('en');
  await database.worksInProgress.clear();
  localStorage.clear();
  await saveSource({ ...draft, sourceId: 's1' }, source);
});
afterEach(() => {
  vi.restoreAllMocks();
  cleanup();
});

const shown = () => render(<Drafts onKnown={() => undefined} />);
/** The first one's, once the list stands still. */
const remove = async () =>
  waitFor(() => {
    const [first] = screen.getAllByRole('button', { name: 'Delete' });
    expect(first?.getAttribute('aria-disabled')).toBeNull();
    return first as HTMLElement;
  });
const undo = async () => fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
const isGone = () => waitFor(async () => expect(await loadDraft('one')).toBeNull());
const isBack = async (body: string) => {
  await waitFor(async () =>
    expect(await loadWithSource('one')).toMatchObject({ draft: { body }, source }),
  );
  await remove();
};

it('X21: a draft that was deleted with two clicks comes back with its recipients', async () => {
  shown();
  const button = await remove();
  fireEvent.click(button);
  await isGone();
  fireEvent.click(button);
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull());
  await undo();
  await isBack('On the disk');
});

it('X21: the second click of two is not for the draft that comes to the place of the first', async () => {
  await saveSource({ ...draft, id: 'two', sourceId: 's2' }, source);
  shown();
  await waitFor(() => expect(screen.getAllByRole('button', { name: 'Delete' })).toHaveLength(2));
  fireEvent.click(await remove());
  await waitFor(() => expect(screen.getAllByRole('button', { name: 'Delete' })).toHaveLength(1));
  fireEvent.click(screen.getByRole('button', { name: 'Delete' }));
  await remove();
  await undo();
  await waitFor(() => expect(screen.getAllByRole('button', { name: 'Delete' })).toHaveLength(2));
});

it('X21: the undo brings back what a page had not brought to the disk any more, also after a full disk', async () => {
  const kept = { ...draft, sourceId: 's1' };
  keepUnsavedDraft({ ...kept, revision: 'r2', body: 'Typed last' }, kept, 'p');
  shown();
  fireEvent.click(await remove());
  await isGone();
  vi.spyOn(database.worksInProgress, 'bulkPut').mockRejectedValueOnce(
    new DOMException('full', 'QuotaExceededError'),
  );
  await undo();
  await screen.findByRole('alert');
  await undo();
  await isBack('Typed last');
});

it('X21: an undo puts nothing over a draft that is there again', async () => {
  const gone = await deleteDraft('one');
  await saveSource({ ...draft, body: 'Written since' }, source);
  if (gone) await restoreDraft(gone);
  expect((await loadDraft('one'))?.body).toBe('Written since');
});

it('R30: a draft that is being handed over is not deleted with its key', async () => {
  await writeSubmission({
    ...{ id: 'one', name: 'Spring', total: 1, idempotencyKey: 'k', startedAt: 1 },
    body: new Blob(['{}']),
  });
  expect(await deleteDraft('one')).toBeNull();
  expect(await listSubmissions()).toHaveLength(1);
});

it('X21, R30: a batch whose browser died at the press can be sent or given back after a day, though no reason was left', async () => {
  let waiting: WaitingBatch[] = [{ id: 'one', name: 'Spring', total: 3, startedAt: 7 }];
  const given: unknown[] = [];
  batchPageMessages.handle('batch.waiting', () => waiting);
  batchPageMessages.handle('batch.abandon', (what) => void given.push(what));
  const none = () => undefined;
  render(<Waiting onDone={none} onKnown={none} />);
  await screen.findByText(/on its way to the relay/);
  expect(screen.queryByRole('button', { name: 'Try now' })).toBeNull();
  cleanup();
  waiting = [{ ...waiting[0]!, resting: true }];
  render(<Waiting onDone={none} onKnown={none} />);
  await screen.findByText(/not answered for a day.*leaves only when you try again/);
  expect(screen.getByRole('button', { name: 'Try now' })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Stop trying' }));
  await waitFor(() => expect(given).toEqual([{ id: 'one', startedAt: 7 }]));
});
