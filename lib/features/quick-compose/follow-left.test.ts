// @vitest-environment node
import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '@/lib/core/app-error';
import { handedRetention } from '@/lib/core/quick-compose/handed-mail';
import { emptyQuickDraft } from '@/lib/core/quick-compose/quick-draft';
import { batchPageMessages } from '@/lib/features/batch/messages';
import { relayAccountPageMessages } from '@/lib/features/relay-account/messages';
import { database } from '@/lib/platform/database';
import { sendAsOwnPage } from '@/lib/platform/fake-own-page';
import type { Recipient } from '@/lib/platform/relay-batch-answer';
import { registerQuickCompose } from './background';
import { askFates, followFates } from './follow-left';
import { quickComposePageMessages } from './messages';
import { beginSending, finishSending, loadDraft, saveDraft, settleMail } from './store';

sendAsOwnPage('popup.html');

/** What the relay says of the mail with this address. */
let says: Record<string, Partial<Recipient>> = {};
let asked: string[] = [];
batchPageMessages.handle('batch.recipients', ({ id }) => {
  asked.push(id);
  const said = says[id];
  if (!said) throw new AppError('relay-gone', { status: 404 });
  const recipient: Recipient = {
    index: 0,
    address: id,
    state: 'pending',
    messageId: 'm',
    attempts: 1,
    lastError: null,
    sentAt: null,
    kept: false,
    ...said,
  };
  return { items: [recipient], next: null };
});
let account = 'me@x.test';
relayAccountPageMessages.handle('relayAccount.status', () => ({
  state: 'connected',
  url: 'https://relay.example',
  account,
  device: 'd',
  scopes: ['send', 'read'],
  ai: false,
  sender: { address: 'me@x.test', delivers: true, perMinute: null, perDay: null },
}));
registerQuickCompose();

const { send } = quickComposePageMessages;
const left = () => send('quickCompose.left');
const round = () => askFates(new Map());

/** Hands over a mail to each, as the popup does. The relay lists each under its address. */
async function handOver(...addresses: string[]): Promise<void> {
  const to = addresses.map((address) => ({ address, name: '' }));
  const page = crypto.randomUUID();
  await saveDraft({ page, sequence: 1, part: { to, subject: 'Jeudi', body: 'Bonjour' } });
  const shown = await loadDraft();
  const pressed = await beginSending({ page, sequence: 2, part: {}, shown });
  const keysFor = 'https://relay.example me@x.test';
  for (const address of addresses) {
    const key = pressed.keys[address] ?? '';
    const handed = { batchId: address, name: '', subject: 'Jeudi', body: 'Bonjour', keysFor };
    await settleMail({ address, key, state: 'sent', handed });
  }
  await finishSending({ pressed, sent: addresses });
}

beforeEach(async () => {
  await database.worksInProgress.clear();
  says = {};
  asked = [];
  account = 'me@x.test';
  vi.useRealTimers();
});

it('the text of a mail is kept until it arrived, and a refusal is told with its reason', async () => {
  await handOver('refus@x.fr', 'ok@x.fr');
  says = { 'refus@x.fr': { state: 'pending' }, 'ok@x.fr': { state: 'sending' } };
  await round();
  expect((await left()).mails.map(({ state }) => state)).toEqual(['open', 'open']);
  says = {
    'refus@x.fr': { state: 'failed', lastError: '550 5.1.1 no such mailbox' },
    'ok@x.fr': { state: 'sent' },
  };
  await round();
  expect((await left()).mails).toEqual([
    expect.objectContaining({
      address: 'refus@x.fr',
      subject: 'Jeudi',
      body: 'Bonjour',
      state: 'failed',
      reason: '550 5.1.1 no such mailbox',
    }),
  ]);
  asked = [];
  await round();
  expect(asked).toEqual([]);
});

it('a doubtful mail is asked about again, also when the relay has lost it', async () => {
  await handOver('a@x.fr');
  await round();
  expect((await left()).mails[0]?.state).toBe('uncertain');
  says = { 'a@x.fr': { state: 'sent' } };
  await round();
  expect((await left()).mails).toEqual([]);
});

it('what was learned of a mail stays when a second page hands it over once more', async () => {
  await handOver('a@x.fr');
  says = { 'a@x.fr': { state: 'failed', lastError: '550 no' } };
  await round();
  const [{ address = '', key = '', batchId = '', keysFor = '' } = {}] = (await left()).mails;
  const handed = { batchId, name: '', subject: 'Jeudi', body: 'Bonjour', keysFor };
  await settleMail({ address, key, state: 'sent', handed });
  expect((await left()).mails).toMatchObject([{ state: 'failed', reason: '550 no' }]);
});

it('asks more and more seldom while nothing is new, and at once again after another mail', async () => {
  await handOver('a@x.fr');
  says = { 'a@x.fr': { state: 'pending' }, 'b@x.fr': { state: 'pending' } };
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const until = new AbortController();
  const follower = followFates(until.signal);
  /** How often it asks in this time, while the page is told after each round that nothing is new. */
  const rounds = async (milliseconds: number): Promise<number> => {
    asked = [];
    for (let at = 0; at < milliseconds; at += 500) {
      follower.wake(await left());
      await vi.advanceTimersByTimeAsync(500);
      // What was asked for is answered before the clock goes on.
      for (let turn = 0; turn < 20; turn += 1) await new Promise((next) => setImmediate(next));
    }
    return asked.filter((id) => id === 'a@x.fr').length;
  };
  await rounds(120_000);
  expect(await rounds(60_000)).toBeLessThanOrEqual(2);
  vi.useRealTimers();
  await handOver('b@x.fr');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  expect(await rounds(5_000)).toBeGreaterThanOrEqual(2);
  until.abort();
  expect(await rounds(60_000)).toBe(0);
});

it('another account is not asked, and what is too old is no longer kept', async () => {
  await handOver('a@x.fr');
  account = 'other@x.test';
  await round();
  expect(asked).toEqual([]);
  expect((await left()).mails).toHaveLength(1);
  vi.useFakeTimers({ now: Date.now() + handedRetention + 1_000, toFake: ['Date'] });
  expect((await left()).mails).toEqual([]);
});

it('what is deleted is there again after an undo, as it was: a mail that failed and one that was put aside', async () => {
  await handOver('a@x.fr');
  says = { 'a@x.fr': { state: 'failed', lastError: '550 no' } };
  await round();
  await saveDraft({ page: 'q', sequence: 1, part: { body: 'Autre' } });
  const begun = await beginSending({ page: 'q', sequence: 2, part: {}, shown: await loadDraft() });
  const [failed] = (await left()).mails;
  await send('quickCompose.takeUp', { keys: [failed?.key ?? ''] });
  await handOver('b@x.fr');
  says = { 'b@x.fr': { state: 'failed' } };
  await round();
  const before = await left();
  expect(before).toMatchObject({ mails: [{ address: 'b@x.fr' }], asides: [{ draft: begun }] });
  const keys = before.mails.map(({ key }) => key);
  const asides = before.asides.map(({ id }) => id);
  // Only what was put aside can be named so, never the draft itself.
  const gone = await send('quickCompose.forget', { keys, asides: [...asides, 'quick-compose'] });
  expect(gone).toEqual(before);
  expect(await left()).toEqual({ mails: [], asides: [] });
  await send('quickCompose.restore', gone);
  expect(await left()).toEqual(before);
  // Pressed in two windows, it is there once.
  await send('quickCompose.restore', {
    mails: [],
    asides: [{ id: asides[0] ?? '', draft: emptyQuickDraft }],
  });
  expect(await left()).toEqual(before);
});

it('taking up makes a new mail of what failed, and puts aside what was being written with its keys', async () => {
  await handOver('a@x.fr', 'b@x.fr');
  says = { 'a@x.fr': { state: 'failed' }, 'b@x.fr': { state: 'failed' } };
  await round();
  const { mails } = await left();
  const next = { to: [{ address: 'c@x.fr', name: '' }], body: 'Autre' };
  await saveDraft({ page: 'q', sequence: 1, part: next });
  const begun = await beginSending({
    page: 'q',
    sequence: 2,
    part: {},
    shown: await loadDraft(),
  });
  await send('quickCompose.takeUp', { keys: mails.map(({ key }) => key) });
  const draft = await loadDraft();
  expect(draft).toEqual({ ...emptyQuickDraft, to: draft.to, subject: 'Jeudi', body: 'Bonjour' });
  expect(draft.to.map(({ address }) => address).sort()).toEqual(['a@x.fr', 'b@x.fr']);
  const { mails: none, asides } = await left();
  expect(none).toEqual([]);
  expect(asides).toMatchObject([{ draft: { body: 'Autre', keys: begun.keys } }]);
  // Pressed twice, or in two windows: the second finds nothing.
  await send('quickCompose.takeUp', { keys: mails.map(({ key }) => key) });
  expect(await loadDraft()).toEqual(draft);
  await send('quickCompose.takeUp', { aside: asides[0]?.id ?? '' });
  expect(await loadDraft()).toMatchObject({ ...next, keys: begun.keys });
  expect((await left()).asides).toMatchObject([{ draft: { subject: 'Jeudi' } }]);
});

it('taking up a mail while none is being written puts nothing aside', async () => {
  await handOver('a@x.fr');
  says = { 'a@x.fr': { state: 'failed' } };
  await round();
  const { mails } = await left();
  await send('quickCompose.takeUp', { keys: mails.map(({ key }) => key) });
  expect(await loadDraft()).toMatchObject({ subject: 'Jeudi' });
  expect((await left()).asides).toEqual([]);
});
