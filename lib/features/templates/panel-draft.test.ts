// @vitest-environment node
import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import { blankTemplate } from '@/lib/core/templates/blank-template';
import { database } from '@/lib/platform/database';
import { sendAsOwnPage } from '@/lib/platform/fake-own-page';
import { registerTemplates } from './background';
import { announceTemplates } from './changes';
import { templatePageMessages } from './messages';
import { TemplateDraft } from './panel-draft';

sendAsOwnPage();
registerTemplates();

const blank = blankTemplate('fr');

async function open(id: string): Promise<TemplateDraft> {
  const draft = new TemplateDraft(id, blank, (html) => html);
  await draft.load();
  return draft;
}

beforeEach(async () => {
  await database.templates.clear();
  await database.templateVersions.clear();
  announceTemplates();
});

test('an empty one is never kept; the first word makes it', async () => {
  const draft = await open('a');
  expect(draft.state.value.saving).toBe('new');
  draft.change({ language: 'en' });
  await draft.flush();
  expect(await database.templates.count()).toBe(0);
  draft.change({ html: '<div>Bonjour</div>' });
  // No "save" is pressed: a pause is enough.
  await vi.waitFor(() => expect(draft.state.value.saving).toBe('saved'));
  expect(await database.templates.get('a')).toMatchObject({ html: '<div>Bonjour</div>' });
  await draft.close();
});

test('closing writes the last letters', async () => {
  const draft = await open('a');
  draft.change({ name: 'Vœux' });
  await draft.close();
  expect((await database.templates.get('a'))?.name).toBe('Vœux');
});

test('X19: each window is told of the other, and takes or keeps its text; nothing is lost', async () => {
  const first = await open('a');
  first.change({ name: 'One' });
  await first.flush();
  const second = await open('a');
  second.change({ name: 'Two' });
  await second.flush();
  await vi.waitFor(() => expect(first.state.value.notice).toBe('changed-elsewhere'));
  expect(first.state.value.content.name).toBe('One');
  first.change({ name: 'One more' });
  await first.flush();
  expect(first.state.value.notice).toBe('replaced-other');
  await vi.waitFor(() => expect(second.state.value.notice).toBe('changed-elsewhere'));
  await second.showOther();
  expect(second.state.value.content.name).toBe('One more');
  const versions = await templatePageMessages.send('templates.versions', { id: 'a' });
  expect(versions.map(({ name }) => name)).toEqual(['Two', 'One']);

  const two = versions[0];
  if (two) await second.restore(two);
  expect((await database.templates.get('a'))?.name).toBe('Two');
  const after = await templatePageMessages.send('templates.versions', { id: 'a' });
  expect(after.map(({ name }) => name)).toEqual(['One more', 'Two', 'One']);
  await first.close();
  await second.close();
});

test('a disk that is full keeps the text in the window and tries again', async () => {
  const draft = await open('a');
  const full = vi
    .spyOn(database.templates, 'put')
    .mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'));
  draft.change({ name: 'Important' });
  await draft.flush();
  expect(draft.state.value).toMatchObject({ saving: 'failed', content: { name: 'Important' } });
  full.mockRestore();
  await draft.flush();
  expect(draft.state.value.saving).toBe('saved');
  expect((await database.templates.get('a'))?.name).toBe('Important');
  await draft.close();
});

test('deleted in another window: what is written brings it back', async () => {
  const draft = await open('a');
  draft.change({ name: 'One' });
  await draft.flush();
  await templatePageMessages.send('templates.delete', { id: 'a' });
  await vi.waitFor(() => expect(draft.state.value.notice).toBe('gone'));
  draft.change({ name: 'One, again' });
  await draft.flush();
  expect(await database.templates.get('a')).toMatchObject({ name: 'One, again' });
  expect((await database.templates.get('a'))?.deletedAt).toBeUndefined();
  await draft.close();
});

test('a wrong shortcut is not saved, a taken one is named; the rest is saved', async () => {
  const other = await open('b');
  other.change({ name: 'Other', shortcut: 'rdv' });
  await other.close();
  const draft = await open('a');
  draft.change({ name: 'Mine', shortcut: 'two words' });
  await draft.flush();
  expect(await database.templates.get('a')).toMatchObject({ name: 'Mine', shortcut: '' });
  draft.change({ shortcut: 'RDV' });
  await draft.flush();
  expect(draft.state.value.shortcutTakenBy).toBe('Other');
  await draft.close();
});

test('X5: what a full disk does not take is there when the panel has gone, and is saved once there is room', async () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  };
  Object.defineProperty(globalThis, 'localStorage', { value: storage, configurable: true });
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  const draft = await open('a');
  draft.change({ name: 'Vœux', html: '<div>Bonjour</div>' });
  await draft.flush();
  expect(draft.state.value.saving).toBe('failed');
  await draft.close();

  const again = await open('a');
  expect(again.state.value).toMatchObject({ saving: 'failed', content: { name: 'Vœux' } });
  put.mockRestore();
  await again.flush();
  expect(again.state.value.saving).toBe('saved');
  expect(await database.templates.get('a')).toMatchObject({ html: '<div>Bonjour</div>' });
  expect(kept.size).toBe(0);
  await again.close();
  Reflect.deleteProperty(globalThis, 'localStorage');
});
