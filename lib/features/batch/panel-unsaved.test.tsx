import 'fake-indexeddb/auto';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { database } from '@/lib/platform/database';
import { applyLanguage } from '@/lib/platform/translate';
import { WrittenTooLate } from './panel-late-texts';
import { keepUnsavedDraft, sweepUnsavedDrafts } from './panel-unsaved';
import { newDraft, saveDraft, writeSubmission } from './store';

const draft = (id: string, body = 'On the disk') => ({
  ...newDraft(id, 'UTC'),
  ...{ revision: 'r1', body },
});
const keys = () => Object.keys(localStorage).sort();
/** What a page that went has left, with or without something that the disk has not. */
const leave = (id: string, more = {}) =>
  keepUnsavedDraft({ ...draft(id), revision: 'r2', ...more }, draft(id));

beforeEach(async () => {
  await database.worksInProgress.clear();
  localStorage.clear();
  await applyLanguage('en');
});
afterEach(cleanup);

it('X21: what is kept of drafts that are gone is swept; never of one that is there, is being sent, or has words of its own', async () => {
  leave('gone');
  leave('moved', { step: 'check', perMinute: 5 });
  leave('there');
  leave('sending');
  leave('words', { body: 'On the disk, and more' });
  leave('cell', { begun: [{ row: 1, column: 0, text: 'zoe@' }] });
  localStorage.setItem('batch.unsaved:broken', '{');
  localStorage.setItem('template.unsaved:gone', '1');
  await saveDraft(draft('there'));
  await writeSubmission({
    ...{ id: 'sending', name: '', total: 1, idempotencyKey: 'k', startedAt: 1 },
    body: new Blob(['{}']),
  });
  expect(await sweepUnsavedDrafts()).toEqual(
    expect.arrayContaining([
      { id: 'words', texts: [{ place: 'body', text: 'On the disk, and more' }] },
      { id: 'cell', texts: [{ place: 'cell', text: 'zoe@' }] },
    ]),
  );
  expect(keys()).toEqual([
    ...['cell', 'sending', 'there', 'words'].map((id) => `batch.unsaved:${id}`),
    'template.unsaved:gone',
  ]);
});

it('nothing is swept while the disk cannot be read', async () => {
  leave('gone');
  database.close({ disableAutoOpen: true });
  await expect(sweepUnsavedDrafts()).rejects.toThrow();
  await database.open();
  expect(keys()).toHaveLength(1);
});

it('what was written too late is shown until it is discarded', async () => {
  leave('words', { body: 'Too late', subject: 'Also late' });
  render(<WrittenTooLate />);
  await screen.findByText('Too late');
  const drop = () =>
    fireEvent.click(document.querySelector('[data-action="drop-aside"]') as HTMLElement);
  drop();
  await waitFor(() => expect(document.querySelectorAll('.batch-aside-text')).toHaveLength(1));
  expect(keys()).toHaveLength(1);
  drop();
  await waitFor(() => expect(document.querySelector('.warning-box')).toBeNull());
  expect(keys()).toEqual([]);
});
