import 'fake-indexeddb/auto';
import { cleanup, renderHook } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { emptyQuickDraft, type QuickDraft } from '@/lib/core/quick-compose/quick-draft';
import { database } from '@/lib/platform/database';
import { sendAsOwnPage } from '@/lib/platform/fake-own-page';
import { unsavedKeys } from '@/lib/platform/unsaved';
import { registerQuickCompose } from './background';
import { quickComposePageMessages } from './messages';
import { useDraft } from './popup-draft';
import { loadDraft } from './store';

sendAsOwnPage('popup.html');
registerQuickCompose();

const row = { id: 'quick-compose', kind: 'quick-compose' as const, updatedAt: 1 };

beforeEach(async () => {
  localStorage.clear();
  await database.worksInProgress.clear();
  await database.worksInProgress.put({ ...row, content: { ...emptyQuickDraft, body: 'Bonjour' } });
});
afterEach(() => {
  vi.restoreAllMocks();
  cleanup();
});

/** A page, as soon as it shows the draft. */
async function open() {
  const { result, unmount } = renderHook(() => useDraft());
  await vi.waitFor(() => expect(result.current.draft).not.toBeNull());
  return {
    now: () => result.current.now(),
    write: (part: Partial<QuickDraft>) => result.current.change(part),
    close: unmount,
  };
}

function fillDisk(): { makeRoom(): void } {
  const full = new DOMException('full', 'QuotaExceededError');
  const put = vi.spyOn(database.worksInProgress, 'put').mockRejectedValue(full);
  return { makeRoom: () => put.mockRestore() };
}

const asides = async () => {
  const left = await quickComposePageMessages.send('quickCompose.left');
  return left.asides.map(({ draft }) => draft.body);
};
const waiting = () => unsavedKeys('quick-compose.unsaved');

it('X5: what two windows could not save is all there in the next one', async () => {
  const [one, two] = [await open(), await open()];
  const disk = fillDisk();
  await expect(one.write({ body: 'Bonjour à tous' })).rejects.toThrow('storage-full');
  await expect(two.write({ subject: 'Jeudi' })).rejects.toThrow('storage-full');
  one.close();
  two.close();
  // Nor is it gone with a popup that meets the full disk once more.
  const third = await open();
  await vi.waitFor(() => expect(waiting()).toHaveLength(1));
  third.close();
  disk.makeRoom();
  const last = await open();
  const all = { subject: 'Jeudi', body: 'Bonjour à tous' };
  await vi.waitFor(async () => expect(await loadDraft()).toMatchObject(all));
  expect(last.now()).toMatchObject(all);
  await vi.waitFor(() => expect(waiting()).toEqual([]));
});

it('X5: a window that can save again does not drop what another one has left', async () => {
  const [one, two] = [await open(), await open()];
  const disk = fillDisk();
  await expect(one.write({ body: 'Bonjour à tous' })).rejects.toThrow('storage-full');
  await expect(two.write({ subject: 'Jeudi' })).rejects.toThrow('storage-full');
  two.close();
  disk.makeRoom();
  await one.write({ body: 'Bonjour à tous !' });
  await open();
  const all = { subject: 'Jeudi', body: 'Bonjour à tous !' };
  await vi.waitFor(async () => expect(await loadDraft()).toMatchObject(all));
});

it('X5: two texts in the same place are two mails', async () => {
  const [one, two] = [await open(), await open()];
  const disk = fillDisk();
  await expect(one.write({ body: 'Bonjour Anna' })).rejects.toThrow('storage-full');
  await expect(two.write({ body: 'Bonjour Luc' })).rejects.toThrow('storage-full');
  one.close();
  two.close();
  disk.makeRoom();
  await open();
  await vi.waitFor(async () => {
    const all = [(await loadDraft()).body, ...(await asides())];
    expect(all.toSorted()).toEqual(['Bonjour Anna', 'Bonjour Luc']);
  });
  await vi.waitFor(() => expect(waiting()).toEqual([]));
});

it('X5: it does not take the place of another mail that was written since', async () => {
  const one = await open();
  const disk = fillDisk();
  await expect(one.write({ body: 'Bonjour à tous' })).rejects.toThrow('storage-full');
  one.close();
  disk.makeRoom();
  await database.worksInProgress.put({ ...row, content: { ...emptyQuickDraft, body: 'Autre' } });
  const last = await open();
  await vi.waitFor(async () => expect(await asides()).toEqual(['Bonjour à tous']));
  expect(last.now().body).toBe('Autre');
  expect((await loadDraft()).body).toBe('Autre');
});

it('X5: nor does a window that is still open: it follows the other one, and has its own text beside', async () => {
  const [one, two] = [await open(), await open()];
  const disk = fillDisk();
  await expect(one.write({ body: 'Bonjour à tous' })).rejects.toThrow('storage-full');
  disk.makeRoom();
  await two.write({ body: 'Autre' });
  // It looks twice at once.
  dispatchEvent(new Event('focus'));
  dispatchEvent(new Event('focus'));
  await vi.waitFor(() => expect(one.now().body).toBe('Autre'));
  await one.write({ subject: 'Jeudi' });
  expect(await loadDraft()).toMatchObject({ subject: 'Jeudi', body: 'Autre' });
  expect(await asides()).toEqual(['Bonjour à tous']);
  expect(waiting()).toEqual([]);
});

it('X5: a window whose later word could not be saved goes on in it, whatever was written elsewhere in the mail', async () => {
  const [one, two] = [await open(), await open()];
  await one.write({ body: 'Bonjour à' });
  const disk = fillDisk();
  await expect(one.write({ body: 'Bonjour à tous' })).rejects.toThrow('storage-full');
  disk.makeRoom();
  await two.write({ subject: 'Jeudi' });
  await vi.waitFor(() =>
    expect(one.now()).toMatchObject({ subject: 'Jeudi', body: 'Bonjour à tous' }),
  );
  // It is saved as soon as there is room, without another key.
  await vi.waitFor(async () => expect(await loadDraft()).toMatchObject({ body: 'Bonjour à tous' }));
  expect(waiting()).toEqual([]);
  expect(await asides()).toEqual([]);
});
