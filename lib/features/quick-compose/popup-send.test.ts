// @vitest-environment node
import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { AppError } from '@/lib/core/app-error';
import {
  emptyQuickDraft,
  parseQuickDraft,
  type QuickDraft,
} from '@/lib/core/quick-compose/quick-draft';
import { batchPageMessages, type SingleMail } from '@/lib/features/batch/messages';
import { relayAccountPageMessages } from '@/lib/features/relay-account/messages';
import { sendDraft } from './popup-send';
import { loadDraft, saveDraft } from './store';

// The imitation of the browser names no sender: here everything comes from a page of ours.
const addListener = fakeBrowser.runtime.onMessage.addListener.bind(fakeBrowser.runtime.onMessage);
const ownPage = { id: fakeBrowser.runtime.id, url: fakeBrowser.runtime.getURL('/popup.html') };
fakeBrowser.runtime.onMessage.addListener = (listener) =>
  addListener(((message: unknown, _sender: unknown, answer: () => void) =>
    listener(message, ownPage, answer)) as typeof listener);

/** What the relay was handed, and what it says. */
let handed: SingleMail[] = [];
let relay: (mail: SingleMail) => string = () => 'pending';
batchPageMessages.handle('batch.sendOne', (mail) => {
  handed.push(mail);
  return { batchId: 'b', messageId: 'm', state: relay(mail) };
});

let account = 'me@x.test';
let delivers = true;
relayAccountPageMessages.handle('relayAccount.status', () => ({
  state: 'connected',
  url: 'https://relay.example',
  account,
  device: 'd',
  scopes: ['send'],
  ai: false,
  sender: { address: 'me@x.test', delivers, perMinute: null, perDay: null },
}));

/** Grows as the clock does, over all pages. */
let at = 0;

/** The draft in hand of a page, on the real store. */
function hold(draft: QuickDraft) {
  let held = draft;
  return {
    draft: held,
    failure: null,
    now: () => held,
    async change(part: Partial<QuickDraft>) {
      held = { ...held, ...part };
      at += 1;
      await saveDraft(held, at);
    },
  };
}

const mail = {
  ...emptyQuickDraft,
  to: [
    { address: 'a@x.fr', name: 'Anna' },
    { address: 'b@x.fr', name: '' },
  ],
  subject: 'Jeudi',
  body: 'Bonjour <vous>',
};

beforeEach(() => {
  handed = [];
  account = 'me@x.test';
  delivers = true;
  relay = () => 'pending';
});

it('sends each recipient a mail of their own, with a key that was on disk before', async () => {
  const stored: QuickDraft[] = [];
  relay = () => 'pending';
  const hand = hold(mail);
  const change = hand.change;
  hand.change = async (part) => {
    await change(part);
    stored.push(await loadDraft());
  };
  const outcome = await sendDraft(hand);
  expect(outcome).toEqual({
    sent: ['a@x.fr', 'b@x.fr'],
    refused: [],
    takenBefore: [],
    failure: null,
    kept: false,
  });
  expect(handed[0]).toEqual({
    idempotencyKey: stored[0]?.keys['a@x.fr'],
    to: 'a@x.fr',
    name: 'Anna',
    subject: 'Jeudi',
    html: '<div>Bonjour &lt;vous&gt;</div>',
    text: 'Bonjour <vous>',
  });
  expect(handed[1]).not.toHaveProperty('name');
  expect(new Set(handed.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2);
});

it('R30, X22: after a lost answer or a closed popup it goes on with the same key, and only with who is left', async () => {
  relay = ({ to }) => {
    if (to === 'b@x.fr') throw new AppError('offline');
    return 'pending';
  };
  const first = await sendDraft(hold(mail));
  expect(first.sent).toEqual(['a@x.fr']);
  expect(first.failure).toEqual({ code: 'offline' });
  const [, lostMail] = handed;
  // Another popup, later: all it has is what is on disk.
  handed = [];
  relay = () => 'sent';
  const again = await sendDraft(hold(parseQuickDraft(await loadDraft())));
  expect(again.sent).toEqual(['a@x.fr', 'b@x.fr']);
  expect(handed).toEqual([lostMail]);
});

it('a changed text under the first key was taken before: told, and not sent again', async () => {
  relay = () => {
    throw new AppError('relay-refused', { status: 409 });
  };
  const outcome = await sendDraft(hold({ ...mail, keys: { 'a@x.fr': 'k1', 'b@x.fr': 'k2' } }));
  expect(outcome.takenBefore).toEqual(['a@x.fr', 'b@x.fr']);
  expect(handed.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['k1', 'k2']);
});

it('what the relay refuses for good is told, and a corrected mail gets a new key', async () => {
  relay = ({ to }) => (to === 'a@x.fr' ? 'suppressed' : 'pending');
  const hand = hold(mail);
  const outcome = await sendDraft(hand);
  expect(outcome).toMatchObject({ sent: ['b@x.fr'], refused: ['a@x.fr'] });
  expect(Object.keys(hand.now().keys)).toEqual(['b@x.fr']);
});

it('R30: after a lost answer another relay or account is not asked: it has never seen the key', async () => {
  relay = () => {
    throw new AppError('relay-unreachable');
  };
  const hand = hold(mail);
  await sendDraft(hand);
  handed = [];
  account = 'other@x.test';
  expect((await sendDraft(hand)).failure).toEqual({ code: 'relay-changed' });
  expect(handed).toEqual([]);
});

it('another text to somebody who had the first one is not said to be sent', async () => {
  relay = ({ to }) => {
    if (to === 'b@x.fr') throw new AppError('offline');
    return 'pending';
  };
  const hand = hold(mail);
  await sendDraft(hand);
  await hand.change({ body: 'Another text' });
  relay = () => 'pending';
  const outcome = await sendDraft(hand);
  expect(outcome).toMatchObject({ takenBefore: ['a@x.fr'], sent: ['b@x.fr'] });
});

it('a stored time that lies ahead does not keep what is typed from the disk', async () => {
  await saveDraft({ ...mail, body: 'by a clock an hour ahead' }, Date.now() + 3_600_000);
  await saveDraft({ ...mail, body: 'typed now' }, Date.now());
  expect((await loadDraft()).body).toBe('typed now');
  at = Date.now();
});

it('what a relay without a mail server took is told as kept, not as sent', async () => {
  delivers = false;
  expect(await sendDraft(hold(mail))).toMatchObject({ sent: ['a@x.fr', 'b@x.fr'], kept: true });
});
