import 'fake-indexeddb/auto';
import { act, cleanup, render, waitFor } from '@testing-library/preact';
import Dexie from 'dexie';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { database } from '@/lib/platform/database';
import { keepChannelsApart } from '@/lib/platform/fake-own-channels';
import { newDraft } from './batch-draft';
import { batchChanges } from './changes';
import { type DraftState, useDraft } from './panel-draft';
import { loadDraft, saveSource } from './store';

keepChannelsApart();

const stored = {
  ...newDraft('one', 'UTC'),
  revision: 'r1',
  subject: 'On the disk',
  sourceId: 's1',
};
let state: DraftState;
function Shown() {
  state = useDraft('one');
  return null;
}

/** What waits beside the disk. */
const beside = (): string => JSON.stringify({ ...localStorage });

/** The disk is busy from here on, for whoever comes later, until it is let go. */
function busy(): () => void {
  const held = Promise.withResolvers<void>();
  const { worksInProgress } = database;
  void database.transaction('rw', worksInProgress, () => Dexie.waitFor(held.promise));
  return held.resolve;
}

beforeEach(async () => {
  localStorage.clear();
  await database.worksInProgress.clear();
  await saveSource(stored, 'Mail\na@x.fr');
  render(<Shown />);
  await waitFor(() => expect(state.draft?.subject).toBe('On the disk'));
});
afterEach(cleanup);

it('X21: what is typed while the words before it are written stays beside the disk until it is there too', async () => {
  const gone = new AbortController();
  let written = 0;
  batchChanges.watch(() => {
    written += 1;
  }, gone.signal);
  const letFirst = busy();
  act(() => state.change({ subject: 'First' }));
  // The write of the first words waits for its turn; the next turn is not theirs.
  await new Promise((next) => setTimeout(next));
  const letSecond = busy();
  act(() => state.change({ subject: 'First and second' }));
  letFirst();
  await waitFor(() => expect(written).toBe(1));
  expect(beside()).toContain('First and second');
  letSecond();
  await waitFor(async () => expect((await loadDraft('one'))?.subject).toBe('First and second'));
  await waitFor(() => expect(beside()).not.toContain('First and second'));
  gone.abort();
});

it('X21: a page that goes before its new list is on the disk keeps no words about a list that is nowhere', async () => {
  const letGo = busy();
  let taken: Promise<void> | undefined;
  act(() => {
    taken = state.replaceSource('Mail\nb@x.fr', { sourceName: 'other.csv' });
  });
  dispatchEvent(new Event('pagehide'));
  expect(beside()).not.toContain('other.csv');
  letGo();
  await act(async () => taken);
  expect(await loadDraft('one')).toMatchObject({ sourceName: 'other.csv' });
  expect(beside()).not.toContain('other.csv');
});
