// @vitest-environment node
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@/lib/core/app-error';
import {
  emptyQuickDraft,
  notTried,
  parseQuickDraft,
  type QuickDraft,
  unresolved,
} from '@/lib/core/quick-compose/quick-draft';
import type { SendOutcome } from '@/lib/core/quick-compose/sending';
import { browser } from '@/lib/platform/browser';
import { database } from '@/lib/platform/database';
import { sendAsOwnPage } from '@/lib/platform/fake-own-page';
import type { SingleMail } from '@/lib/platform/send-one-mail';
import { registerQuickCompose } from './background';
import { quickComposePageMessages } from './messages';
import { badgeFor, createSender } from './send-mails';
import { readSending } from './sending-store';
import { loadDraft } from './store';

sendAsOwnPage('popup.html');

/** What the relay was handed, and what it says. */
let handed: SingleMail[] = [];
let relay: (mail: SingleMail) => string | Promise<string> = () => 'pending';
let account = 'me@x.test';
let delivers = true;
let status: () => Promise<void> = async () => undefined;
const wire = {
  async known() {
    await status();
    const sender = { address: 'me@x.test', delivers, perMinute: null, perDay: null };
    return { origin: 'https://relay.example', account, sender };
  },
  async send(mail: SingleMail) {
    handed.push(mail);
    return { batchId: 'b', state: await relay(mail) };
  },
};

/** From now on the relay answers only when told to. */
function relayAnswers() {
  let count = 0;
  const answer = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  let expected = 0;
  status = () => {
    count += 1;
    if (count === expected) asked.resolve();
    return answer.promise;
  };
  return {
    asked(times: number): Promise<void> {
      expected = times;
      return count >= times ? Promise.resolve() : asked.promise;
    },
    answer: () => answer.resolve(),
  };
}

registerQuickCompose(wire);

/** A page that has written `draft`, on the real background. */
async function hold(draft: QuickDraft) {
  const page = crypto.randomUUID();
  let sequence = 0;
  const change = (part: Partial<QuickDraft>): Promise<void> => {
    sequence += 1;
    return quickComposePageMessages.send('quickCompose.save', { part, page, sequence });
  };
  await change(draft);
  const send = async (): Promise<{ id: string }> => {
    sequence += 1;
    const shown = await loadDraft();
    const own = { part: {}, page, sequence };
    return quickComposePageMessages.send('quickCompose.send', { ...own, shown });
  };
  return { change, send };
}

/** Presses Send, and answers what came of it. */
async function sendDraft({ send }: { send(): Promise<{ id: string }> }): Promise<SendOutcome> {
  const { id } = await send();
  return await vi.waitFor(async () => {
    const now = await quickComposePageMessages.send('quickCompose.sending');
    expect(now).toMatchObject({ id, over: true });
    return now?.outcome as SendOutcome;
  });
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

beforeEach(async () => {
  await database.worksInProgress.clear();
  handed = [];
  account = 'me@x.test';
  delivers = true;
  relay = () => 'pending';
  status = async () => undefined;
});

it('sends each recipient a mail of their own, with a key that was on disk before', async () => {
  const stored: Promise<QuickDraft>[] = [];
  relay = () => {
    stored.push(loadDraft());
    return 'pending';
  };
  const outcome = await sendDraft(await hold(mail));
  expect(outcome).toEqual({
    sent: ['a@x.fr', 'b@x.fr'],
    refused: [],
    takenBefore: [],
    failure: null,
    kept: false,
    writtenSince: false,
    stopped: false,
  });
  expect(handed[0]).toEqual({
    idempotencyKey: (await stored[0])?.keys['a@x.fr'],
    only: 'https://relay.example me@x.test',
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
  const first = await sendDraft(await hold(mail));
  expect(first.sent).toEqual(['a@x.fr']);
  expect(first.failure).toEqual({ code: 'offline' });
  const [, lostMail] = handed;
  // Another popup, later: all it has is what is on disk.
  handed = [];
  relay = () => 'sent';
  const again = await sendDraft(await hold(parseQuickDraft(await loadDraft())));
  expect(again.sent).toEqual(['a@x.fr', 'b@x.fr']);
  expect(handed).toEqual([lostMail]);
});

it('a changed text under the first key was taken before: told, and not sent again', async () => {
  relay = () => {
    throw new AppError('relay-refused', { status: 409 });
  };
  const outcome = await sendDraft(
    await hold({ ...mail, keys: { 'a@x.fr': 'k1', 'b@x.fr': 'k2' } }),
  );
  expect(outcome.takenBefore).toEqual(['a@x.fr', 'b@x.fr']);
  expect(handed.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['k1', 'k2']);
});

it('R30: after a lost answer and a changed text, the mail that the relay had taken is found and followed', async () => {
  const taken = new Map<string, string>();
  const accept = (one: SingleMail): string => {
    const { idempotencyKey, ...rest } = one;
    const body = JSON.stringify(rest);
    const known = taken.get(idempotencyKey) ?? body;
    if (known !== body) throw new AppError('relay-invalid', { status: 409 });
    taken.set(idempotencyKey, body);
    return 'pending';
  };
  relay = (one) => {
    accept(one);
    throw new AppError('relay-unreachable');
  };
  const hand = await hold(mail);
  expect((await sendDraft(hand)).failure).toEqual({ code: 'relay-unreachable' });
  // A second try of yet another text, in which nothing arrives.
  relay = () => {
    throw new AppError('offline');
  };
  await hand.change({ body: 'Second' });
  await sendDraft(hand);
  relay = accept;
  await hand.change({ body: 'Third' });
  const outcome = await sendDraft(hand);
  expect(outcome).toMatchObject({ takenBefore: ['a@x.fr'], sent: ['b@x.fr'], failure: null });
  // Nothing but the first text for the one, and the last for the other, has gone.
  expect([...taken.values()].map((body) => JSON.parse(body).text)).toEqual([mail.body, 'Third']);
  const { mails } = await quickComposePageMessages.send('quickCompose.left');
  expect(mails.map(({ address, body, batchId, state }) => [address, body, batchId, state])).toEqual(
    expect.arrayContaining([
      ['a@x.fr', mail.body, 'b', 'open'],
      ['b@x.fr', 'Third', 'b', 'open'],
    ]),
  );
  // Pressed again, nobody is told to have got what they have not.
  handed = [];
  expect(await sendDraft(hand)).toMatchObject({ takenBefore: ['a@x.fr'], sent: [] });
  expect(handed).toEqual([]);
});

it('what the relay refuses for good is told, and a corrected mail gets a new key', async () => {
  relay = ({ to }) => (to === 'a@x.fr' ? 'suppressed' : 'pending');
  const hand = await hold(mail);
  const outcome = await sendDraft(hand);
  expect(outcome).toMatchObject({
    sent: ['b@x.fr'],
    refused: [{ address: 'a@x.fr', why: 'suppressed' }],
  });
  // Who has it stands there no more, and is remembered: put there again, they are not sent it twice.
  const left = await loadDraft();
  expect(left).toMatchObject({ to: [mail.to[0]], subject: 'Jeudi', body: mail.body });
  expect(Object.keys(left.keys)).toEqual(['b@x.fr']);
  handed = [];
  relay = () => 'pending';
  await hand.change({ to: mail.to });
  expect(await sendDraft(hand)).toMatchObject({ sent: ['a@x.fr', 'b@x.fr'], refused: [] });
  expect(handed.map(({ to }) => to)).toEqual(['a@x.fr']);
  expect(await loadDraft()).toEqual(emptyQuickDraft);
});

it('a mail of which some is refused while more is written keeps what was written, for those who did not get it', async () => {
  const hand = await hold(mail);
  relay = ({ to }) => (to === 'a@x.fr' ? 'failed' : 'pending');
  const late = relayAnswers();
  const outcome = sendDraft(hand);
  await late.asked(1);
  await hand.change({ body: 'typed after the press' });
  late.answer();
  expect(await outcome).toMatchObject({ sent: ['b@x.fr'], writtenSince: true });
  expect(await loadDraft()).toMatchObject({ to: [mail.to[0]], body: 'typed after the press' });
});

it('an address that the relay cannot write to does not keep the others from their mail', async () => {
  relay = ({ to }) => {
    if (to === 'a@x.fr') {
      const detail = 'no-recipient: No recipient has a usable address.';
      throw new AppError('relay-invalid', { status: 400, detail });
    }
    return 'pending';
  };
  const outcome = await sendDraft(await hold(mail));
  const refused = [{ address: 'a@x.fr', why: 'invalid' }];
  expect(outcome).toMatchObject({ sent: ['b@x.fr'], refused, failure: null });
  expect((await loadDraft()).to).toEqual([mail.to[0]]);
});

it('R30: after a lost answer another relay or account is not asked: it has never seen the key', async () => {
  relay = () => {
    throw new AppError('relay-unreachable');
  };
  const hand = await hold(mail);
  await sendDraft(hand);
  handed = [];
  account = 'other@x.test';
  expect((await sendDraft(hand)).failure).toEqual({ code: 'relay-changed' });
  expect(handed).toEqual([]);
});

describe('R30: a mail that another relay may have taken in part', () => {
  const part = (as: 'aside' | 'new'): Promise<void> =>
    quickComposePageMessages.send('quickCompose.part', { as });
  /** Of `a` nobody knows, `b` was not tried, and another account is connected. */
  async function halfSent() {
    relay = () => {
      throw new AppError('relay-unreachable');
    };
    const hand = await hold(mail);
    await sendDraft(hand);
    handed = [];
    relay = () => 'pending';
    account = 'other@x.test';
    return hand;
  }

  it('goes on with the others by the relay of now, and with those in doubt by the first one', async () => {
    const hand = await halfSent();
    const { keys } = await loadDraft();
    await part('aside');
    expect(await sendDraft(hand)).toMatchObject({ sent: ['b@x.fr'], failure: null });
    expect(handed.map(({ to, only }) => [to, only])).toEqual([
      ['b@x.fr', 'https://relay.example other@x.test'],
    ]);
    expect(await loadDraft()).toEqual(emptyQuickDraft);
    const { asides } = await quickComposePageMessages.send('quickCompose.left');
    expect(asides.map(({ draft }) => draft.to)).toEqual([[mail.to[0]]]);
    await quickComposePageMessages.send('quickCompose.takeUp', { aside: asides[0]?.id ?? '' });
    // With the relay of now it is still not sent.
    expect((await sendDraft(await hold(await loadDraft()))).failure).toEqual({
      code: 'relay-changed',
    });
    account = 'me@x.test';
    expect(await sendDraft(await hold(await loadDraft()))).toMatchObject({ sent: ['a@x.fr'] });
    expect(handed[1]).toMatchObject({ to: 'a@x.fr', idempotencyKey: keys['a@x.fr'] });
    expect(handed).toHaveLength(2);
  });

  it('becomes a new mail when the person says so: who has it for certain gets no second one', async () => {
    const people = [...mail.to, { address: 'c@x.fr', name: '' }];
    relay = ({ to }) => {
      if (to === 'b@x.fr') throw new AppError('relay-unreachable');
      return 'pending';
    };
    const hand = await hold({ ...mail, to: people });
    await sendDraft(hand);
    const { keys } = await loadDraft();
    handed = [];
    relay = () => 'pending';
    account = 'other@x.test';
    await part('new');
    expect(handed).toEqual([]);
    expect(await sendDraft(hand)).toMatchObject({ sent: ['a@x.fr', 'b@x.fr', 'c@x.fr'] });
    expect(handed.map(({ to }) => to)).toEqual(['b@x.fr', 'c@x.fr']);
    expect(handed[0]?.idempotencyKey).not.toBe(keys['b@x.fr']);
    expect((await quickComposePageMessages.send('quickCompose.left')).asides).toEqual([]);
  });

  it('keeps its text where those in doubt were taken out of the list, and puts them aside with their keys', async () => {
    const hand = await halfSent();
    const { keys } = await loadDraft();
    await hand.change({ to: [], body: 'Written since' });
    await part('aside');
    expect(await loadDraft()).toMatchObject({ to: [], subject: 'Jeudi', body: 'Written since' });
    const { asides } = await quickComposePageMessages.send('quickCompose.left');
    expect(asides.map(({ draft }) => [draft.to, draft.keys['a@x.fr']])).toEqual([
      [[mail.to[0]], keys['a@x.fr']],
    ]);
  });

  it('of which all is in doubt is put aside whole, and not while it leaves', async () => {
    const hand = await halfSent();
    await hand.change({ to: mail.to.slice(0, 1) });
    const late = relayAnswers();
    const outcome = sendDraft(hand);
    await late.asked(1);
    await expect(part('aside')).rejects.toThrow('draft-changed');
    late.answer();
    expect((await outcome).failure).toEqual({ code: 'relay-changed' });
    await part('aside');
    expect(await loadDraft()).toEqual(emptyQuickDraft);
    const { asides } = await quickComposePageMessages.send('quickCompose.left');
    expect(asides[0]?.draft).toMatchObject({ to: [mail.to[0]], body: mail.body });
  });
});

it('another text to somebody who had the first one is not said to be sent', async () => {
  relay = ({ to }) => {
    if (to === 'b@x.fr') throw new AppError('offline');
    return 'pending';
  };
  const hand = await hold(mail);
  await sendDraft(hand);
  await hand.change({ body: 'Another text' });
  relay = () => 'pending';
  const outcome = await sendDraft(hand);
  expect(outcome).toMatchObject({ takenBefore: ['a@x.fr'], sent: ['b@x.fr'] });
});

it('two pages that send while the relay is slow are one press, and what is typed then stays', async () => {
  const one = await hold(mail);
  const two = await hold(mail);
  const late = relayAnswers();
  const [first, second] = await Promise.all([one.send(), two.send()]);
  expect(second).toEqual(first);
  await late.asked(1);
  await one.change({ body: 'typed after the press' });
  late.answer();
  const outcome = await sendDraft({ send: async () => first });
  expect(outcome).toMatchObject({ failure: null, writtenSince: true });
  expect(handed.map(({ to, text }) => [to, text])).toEqual([
    ['a@x.fr', mail.body],
    ['b@x.fr', mail.body],
  ]);
  const next = { subject: 'Jeudi', body: 'typed after the press' };
  expect(await loadDraft()).toEqual({ ...emptyQuickDraft, ...next });
});

it('another mail is not sent in the place of the one under way', async () => {
  const hand = await hold(mail);
  const late = relayAnswers();
  const outcome = sendDraft(hand);
  await late.asked(1);
  await hand.change({ body: 'another' });
  await expect(hand.send()).rejects.toThrow('draft-changed');
  late.answer();
  expect(await outcome).toMatchObject({ sent: ['a@x.fr', 'b@x.fr'] });
});

it('R30, X21: a background that is ended in the midst leaves the one it was trying in doubt; the next one sends the rest', async () => {
  const people = [...mail.to, { address: 'c@x.fr', name: '' }, { address: 'd@x.fr', name: '' }];
  await hold({ ...mail, to: people });
  const reached = Promise.withResolvers<void>();
  const ended = createSender({
    ...wire,
    send(one) {
      if (one.to !== 'b@x.fr') return wire.send(one);
      reached.resolve();
      // Nothing of this background is heard any more.
      return new Promise(() => undefined);
    },
  });
  const own = { part: {}, page: 'p', sequence: 1 };
  await ended.press({ ...own, shown: await loadDraft() });
  await reached.promise;
  const halfway = await quickComposePageMessages.send('quickCompose.sending');
  expect(halfway).toMatchObject({ over: false, done: 1, total: 4 });
  const { keys } = await loadDraft();
  await createSender(wire).resume();
  expect(handed.map(({ to }) => to)).toEqual(['a@x.fr', 'c@x.fr', 'd@x.fr']);
  const left = await loadDraft();
  expect(left.to).toEqual([mail.to[1]]);
  expect(unresolved(left)).toEqual(['b@x.fr']);
  // Once more it is asked for by a press, under the key of then.
  await createSender(wire).resume();
  expect(handed).toHaveLength(3);
  expect(await sendDraft(await hold(left))).toMatchObject({ sent: ['b@x.fr'] });
  expect(handed[3]?.idempotencyKey).toBe(keys['b@x.fr']);
  expect(await loadDraft()).toEqual(emptyQuickDraft);
});

describe('stopped by the person', () => {
  const stop = (id: string): Promise<void> =>
    quickComposePageMessages.send('quickCompose.stop', { id });
  const people = ['a@x.fr', 'b@x.fr', 'c@x.fr', 'd@x.fr'].map((address) => ({ address, name: '' }));
  /** The relay has been asked for this one, and answers when told to. */
  function answersLate(address: string, state = 'pending') {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<string>();
    relay = ({ to }) => {
      if (to !== address) return 'pending';
      asked.resolve();
      return answer.promise;
    };
    return { asked: asked.promise, answer: () => answer.resolve(state), fail: answer.reject };
  }
  const ended = (id: string): Promise<SendOutcome> => sendDraft({ send: async () => ({ id }) });

  it('X21: the mail on its way ends as it ends, the others stay in the draft and leave at the next press', async () => {
    const hand = await hold({ ...mail, to: people });
    const second = answersLate('b@x.fr');
    const { id } = await hand.send();
    await second.asked;
    await stop(id);
    const halfway = await quickComposePageMessages.send('quickCompose.sending');
    expect(halfway).toMatchObject({ over: false, stopping: true, done: 1, total: 4 });
    second.answer();
    const outcome = await ended(id);
    expect(outcome).toMatchObject({ sent: ['a@x.fr', 'b@x.fr'], failure: null, stopped: true });
    expect(handed.map(({ to }) => to)).toEqual(['a@x.fr', 'b@x.fr']);
    const left = await loadDraft();
    expect(left).toMatchObject({ to: people.slice(2), subject: 'Jeudi', body: mail.body });
    expect([unresolved(left), notTried(left)]).toEqual([[], ['c@x.fr', 'd@x.fr']]);
    expect(badgeFor(await readSending())).toMatchObject({ text: '!' });
    relay = () => 'pending';
    expect(await sendDraft(hand)).toMatchObject({ sent: ['c@x.fr', 'd@x.fr'], stopped: false });
    expect(handed.map(({ to }) => to)).toEqual(people.map(({ address }) => address));
    expect(await loadDraft()).toEqual(emptyQuickDraft);
  });

  it('X21: of the mail on its way nobody knows where its answer is lost, and only of that one', async () => {
    const hand = await hold({ ...mail, to: people });
    const first = answersLate('a@x.fr');
    const { id } = await hand.send();
    await first.asked;
    await stop(id);
    first.fail(new AppError('relay-unreachable'));
    expect(await ended(id)).toMatchObject({
      ...{ sent: [], stopped: true },
      failure: { code: 'relay-unreachable' },
    });
    const left = await loadDraft();
    expect([unresolved(left), notTried(left)]).toEqual([
      ['a@x.fr'],
      ['b@x.fr', 'c@x.fr', 'd@x.fr'],
    ]);
  });

  it('X21: a stop that meets the end changes nothing of it, nor does one of an earlier press', async () => {
    const hand = await hold({ ...mail, to: people });
    const last = answersLate('d@x.fr');
    const { id } = await hand.send();
    await last.asked;
    await stop(id);
    last.answer();
    expect(await ended(id)).toMatchObject({
      sent: people.map(({ address }) => address),
      stopped: false,
    });
    expect(await loadDraft()).toEqual(emptyQuickDraft);
    await stop(id);
    expect(await quickComposePageMessages.send('quickCompose.sending')).toMatchObject({
      over: true,
      stopping: false,
    });
    await hand.change(mail);
    const next = await hand.send();
    await stop(id);
    expect(await ended(next.id)).toMatchObject({ sent: ['a@x.fr', 'b@x.fr'], stopped: false });
  });

  it('X21, R30: stopped at each of its moments, nobody gets it twice and nobody is forgotten', async () => {
    for (let moment = 0; moment < 24; moment += 1) {
      await database.worksInProgress.clear();
      handed = [];
      const hand = await hold({ ...mail, to: people });
      const { id } = await hand.send();
      // So many turns of the machine later.
      for (let turn = 0; turn < moment; turn += 1) await readSending();
      await stop(id);
      const { sent, stopped } = await ended(id);
      const left = (await loadDraft()).to.map(({ address }) => address);
      expect([...sent, ...left]).toEqual(people.map(({ address }) => address));
      expect(handed.map(({ to }) => to)).toEqual(sent);
      expect(stopped).toBe(left.length > 0);
      if (stopped) await sendDraft(hand);
      expect(handed.map(({ to }) => to)).toEqual(people.map(({ address }) => address));
    }
  });

  it('X21: a background that is ended after the stop, and its next one, try nobody else', async () => {
    await hold({ ...mail, to: people });
    const reached = Promise.withResolvers<void>();
    const dead = createSender({
      ...wire,
      send(one) {
        handed.push(one);
        reached.resolve();
        return new Promise(() => undefined);
      },
    });
    const own = { part: {}, page: 'p', sequence: 1 };
    const { id } = await dead.press({ ...own, shown: await loadDraft() });
    await reached.promise;
    await stop(id);
    await createSender(wire).resume();
    expect(handed.map(({ to }) => to)).toEqual(['a@x.fr']);
    const left = await loadDraft();
    expect([unresolved(left), notTried(left).length]).toEqual([['a@x.fr'], 3]);
    expect(await readSending()).toMatchObject({ state: 'over', outcome: { stopped: true } });
  });
});

it('R30: a mail that was deleted while it may have been leaving is in doubt whole when it is put back', async () => {
  const keys = { 'a@x.fr': 'k1', 'b@x.fr': 'k2' };
  const draft = { ...mail, keys, untried: ['b@x.fr'] };
  const asides = [{ id: 'quick-compose-aside:one', draft }];
  await quickComposePageMessages.send('quickCompose.restore', { mails: [], asides });
  const { asides: back } = await quickComposePageMessages.send('quickCompose.left');
  expect(back.map((one) => unresolved(one.draft))).toEqual([['a@x.fr', 'b@x.fr']]);
});

it('of a press in which nobody was tried nobody is in doubt, and any relay may be asked next', async () => {
  status = async () => {
    throw new AppError('relay-unreachable');
  };
  const hand = await hold(mail);
  await sendDraft(hand);
  const left = await loadDraft();
  expect([unresolved(left), notTried(left)]).toEqual([[], ['a@x.fr', 'b@x.fr']]);
  status = async () => undefined;
  account = 'other@x.test';
  expect(await sendDraft(hand)).toMatchObject({ sent: ['a@x.fr', 'b@x.fr'], failure: null });
});

it('R30: another relay that is connected in the midst gets the rest at the next press, since nobody of it was tried', async () => {
  relay = ({ to }) => {
    if (to === 'b@x.fr') throw new AppError('relay-changed');
    return 'pending';
  };
  const hand = await hold(mail);
  expect((await sendDraft(hand)).failure).toEqual({ code: 'relay-changed' });
  expect(unresolved(await loadDraft())).toEqual([]);
  handed = [];
  account = 'other@x.test';
  relay = () => 'pending';
  expect(await sendDraft(hand)).toMatchObject({ sent: ['a@x.fr', 'b@x.fr'], failure: null });
  expect(handed.map(({ to, only }) => [to, only])).toEqual([
    ['b@x.fr', 'https://relay.example other@x.test'],
  ]);
});

it('what came of it stays to be told until somebody has read it, on the button too', async () => {
  const { id } = await (await hold(mail)).send();
  await sendDraft({ send: async () => ({ id }) });
  expect(badgeFor(await readSending())).toMatchObject({ text: '✓', tone: 'success' });
  await quickComposePageMessages.send('quickCompose.seen', { id });
  expect(await quickComposePageMessages.send('quickCompose.sending')).toMatchObject({ seen: true });
  expect(badgeFor(await readSending())).toBeNull();
  relay = ({ to }) => (to === 'a@x.fr' ? 'failed' : 'pending');
  await sendDraft(await hold(mail));
  expect(badgeFor(await readSending())).toMatchObject({ text: '!', tone: 'error' });
  // Nothing of the mail itself is kept here.
  expect(JSON.stringify(await readSending())).not.toContain(mail.body);
});

it('after a day nothing leaves by itself any more', async () => {
  await hold(mail);
  const dead = { ...wire, known: () => new Promise<never>(() => undefined) };
  const own = { part: {}, page: 'p', sequence: 1 };
  await createSender(dead).press({ ...own, shown: await loadDraft() });
  const tomorrow = Date.now() + 25 * 3_600_000;
  const clock = vi.spyOn(Date, 'now').mockReturnValue(tomorrow);
  await createSender(wire).resume();
  clock.mockRestore();
  expect(handed).toEqual([]);
  expect(await loadDraft()).toMatchObject({ to: mail.to, body: mail.body });
});

it('what a relay without a mail server took is told as kept, not as sent', async () => {
  delivers = false;
  expect(await sendDraft(await hold(mail))).toMatchObject({
    sent: ['a@x.fr', 'b@x.fr'],
    kept: true,
  });
});

it('R30, X22: a mail that is put aside while it leaves is not sent again when it comes back', async () => {
  const hand = await hold(mail);
  relay = async ({ to }) => {
    if (to === 'b@x.fr') throw new AppError('offline');
    const other = { to: [], subject: 'Other', body: 'Write again' };
    await quickComposePageMessages.send('quickCompose.takeUp', { mail: other });
    return 'pending';
  };
  await sendDraft(hand);
  expect(await loadDraft()).toMatchObject({ subject: 'Other' });
  const { asides } = await quickComposePageMessages.send('quickCompose.left');
  expect(asides[0]?.draft).toMatchObject({ sent: ['a@x.fr'] });
  handed = [];
  relay = () => 'pending';
  await quickComposePageMessages.send('quickCompose.takeUp', { aside: asides[0]?.id ?? '' });
  expect(await sendDraft(await hold(await loadDraft()))).toMatchObject({
    sent: ['a@x.fr', 'b@x.fr'],
  });
  expect(handed.map(({ to }) => to)).toEqual(['b@x.fr']);
});

it('what was put aside while it left, and has left whole, does not wait to be taken up', async () => {
  const hand = await hold(mail);
  relay = async ({ to }) => {
    const other = { to: [], subject: 'Other', body: 'Write again' };
    if (to === 'a@x.fr')
      await quickComposePageMessages.send('quickCompose.takeUp', { mail: other });
    return 'pending';
  };
  expect(await sendDraft(hand)).toMatchObject({ sent: ['a@x.fr', 'b@x.fr'] });
  const { asides } = await quickComposePageMessages.send('quickCompose.left');
  expect(asides).toEqual([]);
  expect(await loadDraft()).toMatchObject({ subject: 'Other', body: 'Write again' });
});

it('R30: a page that clears what has just begun to leave, and takes that back, sends nobody a second one', async () => {
  const hand = await hold(mail);
  const before = await loadDraft();
  const reached = Promise.withResolvers<void>();
  const cleared = Promise.withResolvers<void>();
  relay = async () => {
    reached.resolve();
    await cleared.promise;
    throw new AppError('relay-unreachable');
  };
  const outcome = sendDraft(hand);
  await reached.promise;
  // It has not heard yet that it leaves.
  const change = { part: emptyQuickDraft, page: 'other', sequence: 1 };
  await quickComposePageMessages.send('quickCompose.clear', { ...change, before, unsaved: {} });
  cleared.resolve();
  await outcome;
  const [first] = handed;
  const { asides } = await quickComposePageMessages.send('quickCompose.left');
  await quickComposePageMessages.send('quickCompose.takeUp', { aside: asides[0]?.id ?? '' });
  handed = [];
  relay = () => 'pending';
  await sendDraft(await hold(await loadDraft()));
  expect(handed[0]).toEqual(first);
});

it('the button says in the end what is, also when somebody reads it while it is being put there', async () => {
  const titles: string[] = [];
  Object.assign(browser.i18n, { getUILanguage: () => 'en', getMessage: (name: string) => name });
  Object.assign(browser.action, {
    setBadgeText: async () => undefined,
    // So slow that somebody has read it by then.
    async setBadgeBackgroundColor() {
      if ((await readSending())?.state !== 'over') return;
      await vi.waitFor(async () => expect(await readSending()).toMatchObject({ seen: true }));
    },
    setTitle: async ({ title }: { title: string }) => void titles.push(title),
  });
  relay = () => 'sent';
  const { id } = await (await hold({ ...mail, to: mail.to.slice(0, 1) })).send();
  await sendDraft({ send: async () => ({ id }) });
  await quickComposePageMessages.send('quickCompose.seen', { id });
  await vi.waitFor(() => expect(titles).toContain('1 mail handed to the relay.'));
  // What the manifest says.
  await vi.waitFor(() => expect(titles.at(-1)).toBe('actionTitle'));
});
