// @vitest-environment node
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { toFailure } from '@/lib/core/app-error';
import { browser } from '@/lib/platform/browser';
import { database } from '@/lib/platform/database';
import { installFakePorts } from '@/lib/platform/fake-ports';
import {
  type Answer,
  type FaultServer,
  startFaultServer,
  write,
} from '@/lib/platform/openai-client.fault-server';
import { writeStoredRelay } from '@/lib/platform/relay-connection';
import { listSenders, listSuppressed, registerBatch } from './background';
import { newDraft } from './batch-draft';
import { readDepartureZone } from './departure-zone';
import { abandon, handOver, waitingBatches } from './hand-over';
import { batchFollowStream, batchPageMessages, type FollowEvent } from './messages';
import {
  deleteDraft,
  dropSubmission,
  layReady,
  listDrafts,
  loadDraft,
  loadWithSource,
  readSubmission,
  saveSource,
  updateDraft,
} from './store';

const token = 'iapr_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG';
const ports = installFakePorts();
// The imitation of the browser names no sender: here everything comes from a page of ours.
const addListener = fakeBrowser.runtime.onMessage.addListener.bind(fakeBrowser.runtime.onMessage);
const ownPage = { id: fakeBrowser.runtime.id, url: fakeBrowser.runtime.getURL('/sidepanel.html') };
fakeBrowser.runtime.onMessage.addListener = (listener) =>
  addListener(((message: unknown, _sender: unknown, answer: () => void) =>
    listener(message, ownPage, answer)) as typeof listener);
registerBatch();
let relay: FaultServer;

const json =
  (value: unknown, status = 200): Answer =>
  (response) => {
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(value));
  };
const accepted = json({ batchId: 'b1', total: 2, accepted: 2, rejected: [] }, 201);
/** The relay has taken the batch, and its answer is lost on the way. */
const lost: Answer = (response) => {
  response.destroy();
};

beforeEach(async () => {
  ports.page = browser.runtime.getURL('/sidepanel.html');
  await database.worksInProgress.clear();
  relay = await startFaultServer();
  Object.assign(browser.permissions, { contains: async () => true });
  const account = { account: 'me@x.test', scopes: [], device: 'd' };
  await writeStoredRelay({ origin: relay.origin, token, ...account });
});
afterEach(() => relay.close());

const submission = (name = 'Vœux') => ({
  id: 'd1',
  name,
  total: 2,
  idempotencyKey: name === 'Vœux' ? 'key-1' : 'key-2',
  body: new Blob([JSON.stringify({ name, recipients: [] })]),
  startedAt: Date.now(),
});

/** The draft as the page shows it. */
const shown = { ...newDraft('d1', 'UTC'), revision: 'r1', name: 'Vœux' };

async function prepare(): Promise<void> {
  await saveSource(shown, 'a;b');
  await layReady(submission(), shown);
}

async function failureOf(work: Promise<unknown>) {
  return work.then(
    () => null,
    (thrown) => toFailure(thrown).code,
  );
}

describe('handing a batch over', () => {
  it('X22 R30: after a lost answer the same key and body go again, and only an answer ends it', async () => {
    await prepare();
    relay.answer(lost, json({ code: 'database-unavailable' }, 503), accepted);
    expect(await failureOf(handOver('d1'))).toBe('relay-silent-here');
    expect(await waitingBatches()).toMatchObject([
      { id: 'd1', name: 'Vœux', total: 2, failure: { code: 'relay-silent-here' } },
    ]);
    expect(await failureOf(handOver('d1'))).toBe('relay-failed');
    expect(await handOver('d1')).toEqual({ batchId: 'b1', rejected: 0 });
    const keys = relay.seen.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual(['key-1', 'key-1', 'key-1']);
    expect(new Set(relay.seen.map(({ body }) => body)).size).toBe(1);
    expect(await waitingBatches()).toEqual([]);
    expect(await listDrafts()).toEqual([]);
    expect(await database.worksInProgress.count()).toBe(0);
  });

  it('the clock on which its departure was chosen is remembered under the relay’s id', async () => {
    await saveSource({ ...shown, sendAt: '2030-01-15T09:30', zone: 'America/New_York' }, 'a;b');
    await layReady(submission(), shown);
    relay.answer(accepted);
    await handOver('d1');
    expect(await readDepartureZone('b1')).toBe('America/New_York');
    expect(await readDepartureZone('b2')).toBe('');
  });

  it('R30: what lies ready is never replaced, since its key may have been used', async () => {
    await prepare();
    const again = await layReady(submission('Other'), shown);
    expect(again.idempotencyKey).toBe('key-1');
    expect(await (await readSubmission('d1'))?.body.text()).toContain('Vœux');
  });

  it('a draft that another window has changed is not laid ready as it was shown here', async () => {
    await saveSource(shown, 'a;b');
    const newer = { ...shown, revision: 'r2', body: 'newer' };
    await updateDraft(newer, shown);
    expect(await failureOf(layReady(submission(), shown))).toBe('batch-draft-changed');
    expect(await readSubmission('d1')).toBeNull();
    expect((await layReady(submission(), newer)).idempotencyKey).toBe('key-1');
  });

  it('R30: what lies ready is no draft any more: neither written, nor deleted, nor shown as one', async () => {
    await prepare();
    expect(await failureOf(updateDraft({ ...shown, body: 'newer' }, shown))).toBe(
      'batch-draft-gone',
    );
    expect(await loadWithSource('d1')).toBeNull();
    expect(await deleteDraft('d1')).toBeNull();
    expect(await listDrafts()).toEqual([]);
    expect((await loadDraft('d1'))?.body).toBe('');
  });

  it('two presses at once are one request', async () => {
    await prepare();
    relay.answer(accepted);
    const [first, second] = await Promise.all([handOver('d1'), handOver('d1')]);
    expect(first).toEqual(second);
    expect(relay.seen).toHaveLength(1);
  });

  it('a refusal took nothing: the draft can be changed, with a new key', async () => {
    await prepare();
    const errors = [{ path: 'recipients.3.fields', message: 'too long' }];
    relay.answer(json({ code: 'invalid-request', title: 'no', errors }, 400));
    expect(await failureOf(handOver('d1'))).toBe('relay-invalid');
    expect(await readSubmission('d1')).toBeNull();
    expect(await listDrafts()).toHaveLength(1);
  });

  it('R30: after a lost answer a refusal drops nothing, and another relay or account is not asked', async () => {
    await prepare();
    relay.answer(lost, json({ code: 'unauthorized' }, 401));
    await failureOf(handOver('d1'));
    expect(await failureOf(handOver('d1'))).toBe('relay-refused');
    expect((await readSubmission('d1'))?.idempotencyKey).toBe('key-1');
    const other = { account: 'other@x.test', scopes: [], device: 'd' };
    await writeStoredRelay({ origin: relay.origin, token, ...other });
    expect(await failureOf(handOver('d1'))).toBe('relay-changed');
    expect(relay.seen).toHaveLength(2);
    expect((await readSubmission('d1'))?.idempotencyKey).toBe('key-1');
  });

  it('R30: a new connection of which nobody knows yet whose it is gets no waiting batch', async () => {
    await prepare();
    relay.answer(lost);
    await failureOf(handOver('d1'));
    // The token of another account, stored and not asked yet.
    await writeStoredRelay({ origin: relay.origin, token, account: '', scopes: [], device: 'd' });
    const whose = (email: string) => json({ email, scopes: [], sender: { address: email } });
    const nobody = json({ scopes: [] });
    relay.answer(json({ code: 'database-unavailable' }, 503), nobody, whose('other@x.test'));
    expect(await failureOf(handOver('d1'))).toBe('relay-failed');
    expect(await failureOf(handOver('d1'))).toBe('relay-unreachable');
    expect(await failureOf(handOver('d1'))).toBe('relay-changed');
    expect(relay.seen.filter(({ headers }) => headers['idempotency-key'])).toHaveLength(1);
    // The account that was asked first has come back: there the key sends nothing twice.
    relay.answer(whose('me@x.test'), accepted);
    expect(await handOver('d1')).toEqual({ batchId: 'b1', rejected: 0 });
    expect(relay.seen.at(-1)?.headers['idempotency-key']).toBe('key-1');
  });

  it('what was given up while it was tried does not come back', async () => {
    await prepare();
    let asked = () => {};
    const arrived = new Promise<void>((resolve) => {
      asked = resolve;
    });
    relay.answer(() => asked());
    const work = failureOf(handOver('d1'));
    await arrived;
    await abandon('d1', (await readSubmission('d1'))?.startedAt ?? 0);
    expect(await work).toBe('aborted');
    expect(await readSubmission('d1')).toBeNull();
    expect(await listDrafts()).toHaveLength(1);
  });

  it('R30: a window that still shows an older try cannot give up the newer one, which the relay may have taken', async () => {
    await prepare();
    const [older] = await waitingBatches();
    await abandon('d1', older?.startedAt ?? 0);
    // Another time was chosen meanwhile, and it is on its way.
    await layReady({ ...submission(), idempotencyKey: 'key-2', startedAt: 7 }, shown);
    relay.answer(lost, accepted);
    await failureOf(handOver('d1'));
    await abandon('d1', older?.startedAt ?? 0);
    expect((await readSubmission('d1'))?.idempotencyKey).toBe('key-2');
    expect(await listDrafts()).toEqual([]);
    expect((await handOver('d1')).batchId).toBe('b1');
    expect(relay.seen.map(({ headers }) => headers['idempotency-key'])).toEqual(['key-2', 'key-2']);
  });

  it('a batch that another window has sent or deleted is neither sent again nor brought back', async () => {
    await prepare();
    relay.answer(accepted);
    await handOver('d1');
    expect(await failureOf(layReady(submission('Other'), shown))).toBe('batch-draft-gone');
    const stale = { ...newDraft('d1', 'UTC'), name: 'stale', updatedAt: Date.now() };
    expect(await failureOf(updateDraft(stale, shown))).toBe('batch-draft-gone');
    expect(await database.worksInProgress.count()).toBe(0);
  });

  it('another account, connected since the sender was shown, sends nothing: the draft is back to be looked at', async () => {
    await saveSource(shown, 'a;b');
    const asShown = { origin: relay.origin, account: 'me@x.test' };
    await layReady({ ...submission(), shown: asShown }, shown);
    const other = { account: 'other@x.test', scopes: [], device: 'd' };
    await writeStoredRelay({ origin: relay.origin, token, ...other });
    expect(await failureOf(handOver('d1'))).toBe('relay-switched');
    expect(relay.seen).toHaveLength(0);
    expect(await listDrafts()).toHaveLength(1);
    await layReady({ ...submission(), shown: { ...asShown, account: 'other@x.test' } }, shown);
    relay.answer(accepted);
    expect((await handOver('d1')).batchId).toBe('b1');
  });

  it('R30: a batch whose page went before it asked the relay is tried when the list is looked at', async () => {
    await saveSource(shown, 'a;b');
    await layReady({ ...submission(), startedAt: Date.now() - 20_000 }, shown);
    relay.answer(accepted);
    await waitingBatches();
    await vi.waitFor(async () => expect(await waitingBatches()).toEqual([]));
    expect(relay.seen).toHaveLength(1);
    // One that was laid ready just now is its page's own: a refusal that the page hears of is kept for nobody.
    await saveSource(shown, 'a;b');
    await layReady(submission(), shown);
    expect(await waitingBatches()).toHaveLength(1);
    relay.answer(json({ code: 'invalid-request', title: 'no' }, 400));
    expect(await failureOf(handOver('d1'))).toBe('relay-invalid');
    expect(await readSubmission('d1')).toBeNull();
    expect(relay.seen).toHaveLength(2);
  });

  it('R30: after a day nothing leaves by itself any more, also what was never tried; a press still sends it', async () => {
    const aDayAgo = Date.now() - 25 * 3_600_000;
    await saveSource(shown, 'a;b');
    await layReady({ ...submission(), startedAt: aDayAgo }, shown);
    const young = { ...shown, id: 'd2' };
    await saveSource(young, 'a;b');
    await layReady({ ...submission('Other'), id: 'd2' }, young);
    relay.answer(accepted);
    await fakeBrowser.alarms.onAlarm.trigger({
      name: 'batch.hand-over',
      scheduledTime: 0,
      persistAcrossSessions: false,
    });
    await vi.waitFor(async () =>
      expect(await waitingBatches()).toMatchObject([{ id: 'd1', resting: true }]),
    );
    // If the look at the list had set it off, its refusal would be kept for whoever reads it.
    relay.answer(json({ code: 'invalid-request', title: 'no' }, 400), accepted);
    expect(await failureOf(handOver('d1'))).toBe('relay-invalid');
    expect(await readSubmission('d1')).toBeNull();
    const keys = relay.seen.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual(['key-2', 'key-1']);
  });

  it('R30: what was given up or replaced while the relay was asked is neither sent nor dropped', async () => {
    await prepare();
    await writeStoredRelay({ origin: relay.origin, token, account: '', scopes: [], device: 'd' });
    const account = json({ email: 'me@x.test', scopes: [], sender: { address: 'me@x.test' } });
    relay.answer(async (response, request) => {
      await dropSubmission('d1');
      account(response, request);
    });
    expect(await failureOf(handOver('d1'))).toBe('draft-gone');
    expect(relay.seen).toHaveLength(1);
    await writeStoredRelay({
      origin: relay.origin,
      token,
      account: 'me@x.test',
      scopes: [],
      device: 'd',
    });
    await layReady(submission(), shown);
    const refused = json({ code: 'invalid-request', title: 'no' }, 400);
    relay.answer(async (response, request) => {
      await dropSubmission('d1');
      await layReady(submission('Other'), shown);
      refused(response, request);
    });
    expect(await failureOf(handOver('d1'))).toBe('relay-invalid');
    expect((await readSubmission('d1'))?.idempotencyKey).toBe('key-2');
  });

  it('a refusal that nobody looked on at waits with its reason; the next press gives the draft back', async () => {
    await saveSource(shown, 'a;b');
    await layReady({ ...submission(), startedAt: Date.now() - 20_000 }, shown);
    await writeStoredRelay(null);
    await waitingBatches();
    await vi.waitFor(async () =>
      expect(await waitingBatches()).toMatchObject([{ failure: { code: 'relay-none' } }]),
    );
    expect(await failureOf(handOver('d1'))).toBe('relay-none');
    expect(await waitingBatches()).toEqual([]);
    expect(await listDrafts()).toHaveLength(1);
  });

  it('R30: handed over two days late it is not taken: kept with its reason, and the next press gives the draft back', async () => {
    const sendAt = new Date(Date.now() - 2 * 86_400_000).toISOString();
    const late = { ...submission(), sendAt, startedAt: Date.now() - 20_000 };
    const errors = [{ path: 'sendAt', message: 'is more than 24 hours in the past' }];
    const refused = json({ code: 'invalid-request', title: 'no', errors }, 400);
    await saveSource(shown, 'a;b');
    await layReady(late, shown);
    // Its first answer was lost; so refused later, the relay has never taken it.
    relay.answer(lost, refused, refused);
    expect(await failureOf(handOver('d1', true))).toBe('relay-silent-here');
    expect(await failureOf(handOver('d1', true))).toBe('batch-too-late');
    expect(await waitingBatches()).toMatchObject([{ failure: { code: 'batch-too-late' } }]);
    expect(await listDrafts()).toEqual([]);
    expect(await failureOf(handOver('d1'))).toBe('batch-too-late');
    expect(await waitingBatches()).toEqual([]);
    expect(await listDrafts()).toHaveLength(1);
    // A time that is refused before it has come is not too late.
    await layReady({ ...late, sendAt: new Date(Date.now() + 86_400_000).toISOString() }, shown);
    relay.answer(refused);
    expect(await failureOf(handOver('d1'))).toBe('relay-invalid');
    // Another reason is no question of time, and after a lost answer it drops nothing.
    await layReady(late, shown);
    const subject = [{ path: 'subject', message: 'sendAt: too long' }];
    relay.answer(lost, json({ code: 'invalid-request', title: 'no', errors: subject }, 400));
    await failureOf(handOver('d1'));
    expect(await failureOf(handOver('d1'))).toBe('relay-invalid');
    expect(await waitingBatches()).toHaveLength(1);
  });

  it('without a relay nothing is lost', async () => {
    await prepare();
    await writeStoredRelay(null);
    expect(await failureOf(handOver('d1'))).toBe('relay-none');
    expect(await listDrafts()).toHaveLength(1);
  });
});

describe('following a batch', () => {
  const batch = (state: string, sent: number) =>
    JSON.stringify({ id: 'b1', name: 'n', state, counts: { sent }, total: 2 });
  const follow = () =>
    new Promise<FollowEvent[]>((resolve) => {
      const events: FollowEvent[] = [];
      const stream = batchFollowStream.connect();
      stream.signal.addEventListener('abort', () => resolve(events));
      stream.onMessage((event) => events.push(event));
      stream.post({ id: 'b1' });
    });
  const eventStream =
    (...pieces: string[]): Answer =>
    async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const piece of pieces) await write(response, piece);
      response.destroy();
    };

  it('X22: a connection that ends is opened again until the batch is done', async () => {
    relay.answer(
      eventStream(`event: progress\ndata: ${batch('running', 0)}\n\n`, ': still here\n\n'),
      json({ code: 'too-busy' }, 503),
      eventStream(`data: ${batch('done', 2)}\n\n`),
    );
    const events = await follow();
    expect(events.map(({ type }) => type)).toEqual([
      'progress',
      'alive',
      'lost',
      'lost',
      'progress',
    ]);
    expect(events.at(-1)).toMatchObject({
      batch: { state: 'done', counts: { sent: 2, failed: 0 } },
    });
    expect(relay.seen[0]?.headers.authorization).toBe(`Bearer ${token}`);
  });

  it('X22: a line that is dead without saying so is given up, and asked anew', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      relay.answer(
        // Not a word, then one and nothing more.
        (response) => {
          response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
          setImmediate(() => void vi.advanceTimersByTimeAsync(45_000));
        },
        async (response) => {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          await write(response, `data: ${batch('running', 1)}\n\n`);
        },
        eventStream(`data: ${batch('done', 2)}\n\n`),
      );
      const events: FollowEvent[] = [];
      const over = Promise.withResolvers<void>();
      const stream = batchFollowStream.connect();
      stream.signal.addEventListener('abort', () => over.resolve());
      stream.onMessage((event) => {
        events.push(event);
        // Three signs of life of the relay have not come; then the pause before the next try.
        if (event.type === 'progress') void vi.advanceTimersByTimeAsync(45_000);
        if (event.type === 'lost') setImmediate(() => void vi.advanceTimersByTimeAsync(500));
      });
      stream.post({ id: 'b1' });
      await over.promise;
      const types = events.map(({ type }) => type);
      expect(types).toEqual(['lost', 'progress', 'lost', 'progress']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('X22: a batch that is cancelled while mails are on the wire is followed until they have ended', async () => {
    const cancelled = (sending: number, sent: number): string =>
      JSON.stringify({ ...JSON.parse(batch('cancelled', sent)), counts: { sending, sent } });
    relay.answer(
      // As a relay of before: its line ends with the cancelling.
      async (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(`data: ${batch('running', 0)}\n\ndata: ${cancelled(1, 0)}\n\n`);
      },
      eventStream(`data: ${cancelled(1, 0)}\n\n`, `data: ${cancelled(0, 1)}\n\n`),
    );
    const events = await follow();
    expect(events.at(-1)).toMatchObject({ batch: { counts: { sending: 0, sent: 1 } } });
    expect(events.map(({ type }) => type)).toEqual(Array.from({ length: 4 }, () => 'progress'));
  });

  it('a batch that is not there ends it', async () => {
    relay.answer(json({ code: 'not-found' }, 404));
    expect(await follow()).toMatchObject([{ type: 'lost', failure: { code: 'relay-gone' } }]);
  });
});

it('everybody who has unsubscribed is asked for, page by page', async () => {
  relay.answer(
    json({ items: [{ address: 'a@x.fr' }, { address: 'b@x.fr' }], next: 'b@x.fr' }),
    json({ items: [{ address: 'c@x.fr' }], next: null }),
  );
  expect(await listSuppressed()).toEqual(['a@x.fr', 'b@x.fr', 'c@x.fr']);
  expect(relay.seen.map(({ path }) => path)).toEqual([
    '/api/email/suppressions?limit=1000',
    '/api/email/suppressions?limit=1000&cursor=b%40x.fr',
  ]);
});

it('mail accounts of one’s own: none at an older relay or without the scope, unknown when it is silent', async () => {
  const account = { id: 'a1', name: 'Office', from: 'me@own.test', fromName: null };
  relay.answer(json({ items: [{ ...account, limits: { perMinute: 3 }, host: 'x' }] }));
  expect(await listSenders()).toEqual([{ ...account, perMinute: 3, perDay: null }]);
  expect(relay.seen.map(({ path }) => path)).toEqual(['/api/email/accounts']);
  relay.answer(json({ code: 'not-found' }, 404), json({ code: 'scope' }, 403));
  expect(await listSenders()).toEqual([]);
  expect(await listSenders()).toEqual([]);
  relay.answer(json({ code: 'database-unavailable' }, 503), json('not a list'));
  expect(await failureOf(listSenders())).toBe('relay-failed');
  expect(await failureOf(listSenders())).toBe('relay-not-one');
});

it('what a batch said is asked for, and read value by value', async () => {
  const mail = { subject: 'S', html: '<p>a</p>', isTemplate: true, account: 'a1' };
  const said = { ...mail, attachments: [{ size: 5 }] };
  relay.answer(json({ ...said, from: { address: 'me@x.test' }, more: 'of a later version' }));
  expect(await batchPageMessages.send('batch.content', { id: 'b/1' })).toEqual({
    ...{ ...said, from: { address: 'me@x.test', name: null }, replyTo: null, text: null },
    ...{ unsubscribe: false, attachments: [{ filename: '', contentType: '', size: 5 }] },
  });
  const one = { index: 3, address: 'a@x.fr', name: null, fields: { n: 1, bad: {}, ok: false } };
  relay.answer(json({ items: [one, { ...one, fields: undefined }], next: null }));
  const wish = { id: 'b/1', from: 3, limit: 1, values: true } as const;
  const { items } = await batchPageMessages.send('batch.recipients', wish);
  expect(items[0]).toMatchObject({ fields: { n: 1, ok: false }, subject: null });
  expect(items[1]).not.toHaveProperty('fields');
  expect(relay.seen.map(({ path }) => path)).toEqual([
    '/api/email/batches/b%2F1/content',
    '/api/email/batches/b%2F1/recipients?from=3&limit=1&values=true',
  ]);
});

it('mails sent one by one are asked for alone; a relay that cannot tell them apart is too old', async () => {
  const one = { batchId: 'b1', to: 'a@x.fr', subject: 'S', state: 'failed', createdAt: 'c' };
  const more = { sentAt: null, lastError: '550 no', kept: false };
  relay.answer(json({ items: [{ id: 7, messageId: 'm', ...one, ...more }], next: '7' }));
  expect(await batchPageMessages.send('batch.mails', {})).toEqual({
    items: [{ ...one, ...more }],
    next: '7',
  });
  relay.answer(json({ items: [{ id: 7, ...one }], next: null }));
  expect(await failureOf(batchPageMessages.send('batch.mails', { cursor: '7' }))).toBe('relay-old');
  expect(relay.seen.map(({ path }) => path)).toEqual([
    '/api/email/history?kind=single&limit=100',
    '/api/email/history?kind=single&limit=100&cursor=7',
  ]);
});

it('a relay that does not know how to move a departure is too old; one that does not know the batch says so', async () => {
  const change = { kind: 'reschedule', sendAt: null } as const;
  const unknown = json({ code: 'not-found', title: 'There is no such thing here.' }, 404);
  const move = () => failureOf(batchPageMessages.send('batch.change', { id: 'b1', change }));
  const batch = { id: 'b1', name: 'n', state: 'scheduled', total: 1, counts: { pending: 1 } };
  relay.answer(unknown, json(batch));
  expect(await move()).toBe('relay-old');
  relay.answer(unknown, unknown);
  expect(await move()).toBe('relay-gone');
});
