import 'fake-indexeddb/auto';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { database } from '@/lib/platform/database';
import { applyLanguage } from '@/lib/platform/translate';
import { newDraft } from './batch-draft';
import { WrittenTooLate } from './panel-late-texts';
import {
  dropUnsavedDrafts,
  keepUnsavedDraft,
  sweepUnsavedDrafts,
  takeUnsavedDraft,
} from './panel-unsaved';
import { saveDraft, writeSubmission } from './store';

const draft = (id: string, body = 'On the disk') => ({
  ...newDraft(id, 'UTC'),
  ...{ revision: 'r1', body },
});
const keptAs = (id: string) => ({ key: `batch.unsaved:${id}:p`, revision: 'r2' });
const keys = () => Object.keys(localStorage).sort();
/** What a page that went has left, with or without something that the disk has not. */
const leave = (id: string, more = {}, page = 'p') =>
  keepUnsavedDraft({ ...draft(id), revision: 'r2', ...more }, draft(id), page);

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
      { kept: keptAs('words'), texts: [{ place: 'body', text: 'On the disk, and more' }] },
      { kept: keptAs('cell'), texts: [{ place: 'cell', text: 'zoe@' }] },
    ]),
  );
  expect(keys()).toEqual([
    ...['cell', 'sending', 'there', 'words'].map((id) => `batch.unsaved:${id}:p`),
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

it('X21: of two windows each keeps for itself: what one drops or keeps anew never takes away what the other has left', async () => {
  leave('one', { body: 'Typed where the disk was full' }, 'gone');
  const own = leave('one', { revision: 'r3', subject: 'Typed here' }, 'here');
  dropUnsavedDrafts([own]);
  const taken = takeUnsavedDraft(draft('one'));
  expect(taken.draft.body).toBe('Typed where the disk was full');
  leave('one', { revision: 'r4', name: 'Here too' }, 'here');
  expect(takeUnsavedDraft(draft('one')).draft).toMatchObject({
    ...{ name: 'Here too', body: 'Typed where the disk was full' },
  });
  // Its page is there after all, and has kept more since it was read.
  leave('one', { revision: 'r5', body: 'Typed where the disk was full, and on' }, 'gone');
  dropUnsavedDrafts(taken.kept);
  expect(takeUnsavedDraft(draft('one')).draft.body).toContain('and on');
});

it('what an earlier version kept, one of each draft, is taken too', () => {
  const mine = { ...draft('one'), revision: 'r2', body: 'Kept before the update' };
  localStorage.setItem('batch.unsaved:one', JSON.stringify({ mine, base: draft('one') }));
  const { draft: now, kept } = takeUnsavedDraft(draft('one'));
  expect(now.body).toBe('Kept before the update');
  dropUnsavedDrafts(kept);
  expect(keys()).toEqual([]);
});
