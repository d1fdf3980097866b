// @vitest-environment node
import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { emptyQuickDraft, type QuickDraft } from '@/lib/core/quick-compose/quick-draft';
import { database } from '@/lib/platform/database';
import {
  beginSending,
  bindKeys,
  finishSending,
  loadDraft,
  markTried,
  saveDraft,
  settleMail,
} from './store';

beforeEach(async () => {
  await database.worksInProgress.clear();
});

const write = (page: string, sequence: number, part: Partial<QuickDraft>) =>
  saveDraft({ page, sequence, part });
const press = (page: string, sequence: number, shown: QuickDraft) =>
  beginSending({ page, sequence, part: {}, shown });
const to = [{ address: 'a@x.fr', name: '' }];

it('keeps the newest state of a page, whatever the order in which its states arrive', async () => {
  expect(await loadDraft()).toEqual(emptyQuickDraft);
  await write('p', 2, { subject: 'S', body: 'Bonjour' });
  await write('p', 1, { subject: 'S', body: 'Bon' });
  expect(await loadDraft()).toMatchObject({ subject: 'S', body: 'Bonjour' });
  await write('p', 3, { body: 'Bonjour Claire' });
  expect((await loadDraft()).body).toBe('Bonjour Claire');
});

it('writes what is typed after the clock was set back, or when a state from the future is stored', async () => {
  const [id, kind] = ['quick-compose', 'quick-compose'] as const;
  const content = { ...emptyQuickDraft, body: 'Premier' };
  for (const ahead of [50_000, 3_600_000]) {
    await database.worksInProgress.put({ id, kind, updatedAt: Date.now() + ahead, content });
    await write('q', 1, { body: 'Premier et la suite' });
    expect((await loadDraft()).body).toBe('Premier et la suite');
  }
});

it('a page writes only what was changed in it: what another one wrote elsewhere stays', async () => {
  await write('p', 1, { to, subject: 'S' });
  await write('q', 1, { body: 'Bonjour' });
  await write('p', 2, { subject: 'Sujet' });
  expect(await loadDraft()).toMatchObject({ to, subject: 'Sujet', body: 'Bonjour' });
});

it('two pages that send the same mail have the same keys, and only one takes it out', async () => {
  await write('p', 1, { to, body: 'Bonjour' });
  const shown = await loadDraft();
  const [one, two] = await Promise.all([press('p', 2, shown), press('q', 1, shown)]);
  expect(one.keys['a@x.fr']).toMatch(/./);
  expect(two.keys).toEqual(one.keys);
  expect(await finishSending({ pressed: one, sent: ['a@x.fr'] })).toEqual({ kept: false });
  expect(await loadDraft()).toEqual(emptyQuickDraft);
  // The other page is late: the next mail is none of its business.
  await write('p', 3, { to, body: 'Autre' });
  await settleMail({ address: 'a@x.fr', key: two.keys['a@x.fr'] ?? '', state: 'sent', text: '' });
  expect(await finishSending({ pressed: two, sent: ['a@x.fr'] })).toEqual({ kept: false });
  expect(await loadDraft()).toMatchObject({ to, body: 'Autre', sent: [] });
  // A page that still shows the mail that has left does not begin it once more.
  await expect(press('q', 2, shown)).rejects.toThrow('draft-changed');
});

it('what was written after the press stays, as a mail that nobody has got', async () => {
  await write('p', 1, { to, body: 'Bonjour' });
  const pressed = await press('p', 2, await loadDraft());
  await write('p', 3, { body: 'Bonjour, et la suite' });
  expect(await finishSending({ pressed, sent: ['a@x.fr'] })).toEqual({ kept: true });
  expect(await loadDraft()).toEqual({ ...emptyQuickDraft, body: 'Bonjour, et la suite' });
});

it('R30: two pages that begin while the account changes bind the keys once: the other one must not send with them', async () => {
  await write('p', 1, { to, body: 'Bonjour' });
  const shown = await loadDraft();
  const [{ keys }] = await Promise.all([press('p', 2, shown), press('q', 1, shown)]);
  await bindKeys({ keys, keysFor: 'relay me' });
  await bindKeys({ keys, keysFor: 'relay me' });
  await expect(bindKeys({ keys, keysFor: 'relay other' })).rejects.toThrow('relay-changed');
  expect(await loadDraft()).toMatchObject({ keys, keysFor: 'relay me' });
});

it('R30: keys of a mail that was put aside before they were bound are not used', async () => {
  await write('p', 1, { to, body: 'Bonjour' });
  const { keys } = await press('p', 2, await loadDraft());
  await write('q', 1, emptyQuickDraft);
  await expect(bindKeys({ keys, keysFor: 'relay me' })).rejects.toThrow('draft-changed');
});

it('R30: with no mail in doubt the relay of an earlier try does not bind the next one; with one it does', async () => {
  await write('p', 1, { to, body: 'Bonjour' });
  const { keys } = await press('p', 2, await loadDraft());
  await bindKeys({ keys, keysFor: 'relay me' });
  // Bound and not handed over yet, nobody has it there.
  expect((await press('p', 3, await loadDraft())).keysFor).toBe('');
  await bindKeys({ keys, keysFor: 'relay me' });
  await markTried({ address: 'a@x.fr', key: keys['a@x.fr'] ?? '' });
  expect((await press('p', 4, await loadDraft())).keysFor).toBe('relay me');
  await settleMail({ address: 'a@x.fr', key: keys['a@x.fr'] ?? '', state: 'sent', text: '' });
  expect((await press('p', 5, await loadDraft())).keysFor).toBe('');
});
