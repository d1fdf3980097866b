// @vitest-environment node
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { browser } from '@/lib/platform/browser';
import { database } from '@/lib/platform/database';
import { installFakePorts } from '@/lib/platform/fake-ports';
import {
  done,
  type FaultServer,
  frame,
  refuse,
  startFaultServer,
  stream,
  write,
} from '@/lib/platform/openai-client.fault-server';
import { saveServerKey } from '@/lib/platform/server-key';
import { updateSettings } from '@/lib/platform/settings-store';
import { registerImprove, testConnection } from './background';
import { type ImproveEvent, type ImproveRequest, improveStream } from './messages';

const draft = 'je vous envoie ⟦1⟧ demain';
const request: ImproveRequest = { text: draft, tokens: ['⟦1⟧'], language: 'auto' };

const ports = installFakePorts();
const mailPage = ports.page;
registerImprove();

let server: FaultServer;
let permitted: string[];

beforeEach(async () => {
  fakeBrowser.reset();
  await database.secrets.clear();
  server = await startFaultServer();
  permitted = ['http://127.0.0.1/*'];
  Object.assign(browser.permissions, {
    contains: async ({ origins }: { origins: string[] }) =>
      origins.every((origin) => permitted.includes(origin)),
  });
});
afterEach(() => server.close());

async function useServer(baseUrl = server.baseUrl, key = 'secret-key-1'): Promise<void> {
  await updateSettings((settings) => ({
    ...settings,
    server: { ...settings.server, baseUrl, chatModel: 'm1' },
  }));
  if (key) await saveServerKey(key, baseUrl);
}

/** Runs one improvement to its end and answers all events; `onEvent` may abort it. */
function improve(
  asked: unknown = request,
  onEvent: (event: ImproveEvent, abort: () => void) => void = () => {},
  page = mailPage,
): Promise<ImproveEvent[]> {
  ports.page = page;
  const channel = improveStream.connect();
  const events: ImproveEvent[] = [];
  return new Promise((resolve) => {
    channel.signal.addEventListener('abort', () => resolve(events));
    channel.onMessage((event) => {
      events.push(event);
      onEvent(event, () => channel.post({ type: 'abort' }));
      if (event.type === 'done' || event.type === 'failed') resolve(events);
    });
    channel.post({ type: 'run', request: asked as ImproveRequest });
  });
}

const offline = { engine: 'offline', destination: '', model: '' };

describe('improve in the background', () => {
  it('polishes on this device when no server is set', async () => {
    const events = await improve();
    expect(events).toEqual([
      { type: 'started', provenance: offline },
      {
        type: 'done',
        text: 'Je vous envoie ⟦1⟧ demain.',
        segments: [
          { kind: 'change', id: 1, before: 'je', after: 'Je' },
          { kind: 'same', text: ' vous envoie ⟦1⟧ demain' },
          { kind: 'change', id: 2, before: '', after: '.' },
        ],
        provenance: offline,
        newContacts: [],
      },
    ]);
  });

  it('asks the user’s server and compares', async () => {
    await useServer();
    server.answer(stream(frame('[1] Je vous '), frame('enverrai ⟦1⟧ demain.', 'stop'), done));
    const events = await improve();
    expect(events[0]).toEqual({
      type: 'started',
      provenance: { engine: 'server', destination: new URL(server.origin).host, model: 'm1' },
    });
    expect(events.at(-2)).toMatchObject({
      type: 'partial',
      text: 'Je vous enverrai ⟦1⟧ demain.',
    });
    expect(events.at(-1)).toMatchObject({ type: 'done', text: 'Je vous enverrai ⟦1⟧ demain.' });
    expect(server.seen[0]?.headers.authorization).toBe('Bearer secret-key-1');
  });

  it('sends nothing when polishing on this device is asked for', async () => {
    await useServer();
    const events = await improve({ ...request, engine: 'offline' });
    expect(events[0]).toEqual({ type: 'started', provenance: offline });
    expect(server.seen).toEqual([]);
  });

  it('sends nothing without the browser’s permission, and says so', async () => {
    await useServer();
    permitted = [];
    const [started] = await improve();
    expect(started).toMatchObject({ provenance: { serverSkipped: 'permission-missing' } });
    expect(server.seen).toEqual([]);
  });

  it('sends nothing to a far server without a key, and says so', async () => {
    permitted = ['https://api.example.com/*'];
    await useServer('https://api.example.com/v1', '');
    const [started] = await improve();
    expect(started).toMatchObject({ provenance: { serverSkipped: 'no-key' } });
  });

  it('S42: a key saved for one origin is not sent to another', async () => {
    await saveServerKey('secret-key-1', 'https://api.example.com/v1');
    await useServer(server.baseUrl, '');
    server.answer(stream(frame('[1] Je vous envoie ⟦1⟧ demain.', 'stop'), done));
    await improve();
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
  });

  it('X15: a lost link refuses the answer and keeps what came in', async () => {
    await useServer();
    server.answer(stream(frame('[1] Je vous envoie tout demain.', 'stop'), done));
    expect((await improve()).at(-1)).toEqual({
      type: 'failed',
      failure: { code: 'answer-lost-token' },
      partial: 'Je vous envoie tout demain.',
    });
  });

  it('X11, S41: a refused key is told without the key', async () => {
    await useServer();
    server.answer(refuse(401, 'Bad key secret-key-1'));
    const last = (await improve()).at(-1);
    expect(last).toMatchObject({ type: 'failed', failure: { code: 'unauthorized' }, partial: '' });
    expect(JSON.stringify(last)).not.toContain('secret-key-1');
  });

  it('S39: a link that the draft did not hold is pointed out', async () => {
    await useServer();
    server.answer(
      stream(frame('[1] Je vous envoie ⟦1⟧ demain, voir https://evil.example/x', 'stop'), done),
    );
    expect((await improve()).at(-1)).toMatchObject({
      newContacts: ['https://evil.example/x'],
    });
  });

  it('stops the request when asked to, with what came in', async () => {
    await useServer();
    server.answer(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      await write(response, frame('[1] Je vous'));
    });
    const events = await improve(request, (event, abort) => {
      if (event.type === 'partial') abort();
    });
    expect(events.at(-1)).toEqual({
      type: 'failed',
      failure: { code: 'aborted' },
      partial: 'Je vous',
    });
  });

  it('posts partial texts at a human pace, the newest last', async () => {
    await useServer();
    const words = Array.from({ length: 200 }, (_, index) => frame(`${index} `));
    server.answer(
      stream(frame('[1] ⟦1⟧ je vous envoie demain '), words.join(''), frame('', 'stop'), done),
    );
    const events = await improve();
    const partials = events.filter((event) => event.type === 'partial');
    expect(partials.length).toBeLessThan(20);
    expect(partials.at(-1)?.text).toMatch(/198 199$/);
  });

  it('refuses an empty draft', async () => {
    expect((await improve({ ...request, text: ' \n ' })).at(-1)).toMatchObject({
      failure: { code: 'nothing-to-improve' },
    });
  });

  it.each([
    ['no request', null],
    ['a text that is no text', { ...request, text: { toString: 1 } }],
    ['ten megabytes', { ...request, text: 'x'.repeat(10_000_000) }],
    ['an unknown language', { ...request, language: '__proto__' }],
    ['an unknown engine', { ...request, engine: 'constructor' }],
    ['tokens that are no list', { ...request, tokens: '⟦1⟧' }],
    ['more tokens than a draft can hold', { ...request, tokens: Array(5001).fill('⟦1⟧') }],
    ['a token as long as a text', { ...request, tokens: ['x'.repeat(41)] }],
  ])('S32: refuses %s', async (_, asked) => {
    await useServer();
    expect((await improve(asked)).at(-1)).toMatchObject({
      failure: { code: 'unknown', detail: 'malformed request' },
    });
    expect(server.seen).toEqual([]);
  });

  it('S32: refuses a page that is no mail page', async () => {
    await useServer();
    expect(await improve(request, undefined, 'https://evil.example/')).toEqual([]);
    expect(server.seen).toEqual([]);
  });
});

describe('testConnection', () => {
  it('lists the models with the key that was typed, and saves nothing', async () => {
    server.answer((response) => {
      response.setHeader('content-type', 'application/json');
      response.end('{"object":"list","data":[{"id":"m1"},{"id":"m2"}]}');
    });
    const report = await testConnection({ baseUrl: `${server.baseUrl}/`, key: ' typed-key ' });
    expect(report).toEqual({ ok: true, models: ['m1', 'm2'] });
    expect(server.seen[0]).toMatchObject({ path: '/v1/models' });
    expect(server.seen[0]?.headers.authorization).toBe('Bearer typed-key');
    expect(await database.secrets.count()).toBe(0);
  });

  it('uses the stored key when none is typed', async () => {
    await useServer();
    server.answer(refuse(401, 'no'));
    const report = await testConnection({ baseUrl: server.baseUrl, key: '' });
    expect(report).toMatchObject({ ok: false, failure: { code: 'unauthorized' } });
    expect(server.seen[0]?.headers.authorization).toBe('Bearer secret-key-1');
  });

  it('S42: the stored key is not tried on another origin', async () => {
    await saveServerKey('secret-key-1', 'https://api.example.com/v1');
    server.answer(refuse(401, 'no'));
    await testConnection({ baseUrl: server.baseUrl, key: '' });
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
  });

  it.each([
    ['http://example.com/v1', 'model-missing'],
    ['https://api.example.com/v1', 'permission-missing'],
  ])('sends nothing to %s: %s', async (baseUrl, code) => {
    const report = await testConnection({ baseUrl, key: 'k' });
    expect(report).toMatchObject({ ok: false, models: [], failure: { code } });
  });
});
