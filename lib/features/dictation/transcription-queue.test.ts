// @vitest-environment node
import 'fake-indexeddb/auto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { browser } from '@/lib/platform/browser';
import { database } from '@/lib/platform/database';
import type { DictationEvent } from './messages';
import { advance, appendChunk, clearBackOff, createRecording } from './store';
import { createTranscriptionQueue } from './transcription-queue';

let server: Server;
let base = '';
let requests = 0;
let answer: (response: ServerResponse) => void;
let allowed = true;
let now = 1_000_000;
let told: [string, DictationEvent][] = [];
const wake = vi.fn<(at: number) => void>();

const queue = createTranscriptionQueue({
  tell: (id, event) => told.push([id, event]),
  wake,
  now: () => now,
});

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      requests += 1;
      answer(response);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  vi.spyOn(browser.permissions, 'contains').mockImplementation(async () => allowed);
  vi.spyOn(browser.runtime, 'getPlatformInfo').mockResolvedValue({} as never);
});
afterAll(() => server.close());

beforeEach(async () => {
  fakeBrowser.storage.resetState();
  await database.delete();
  await database.open();
  requests = 0;
  allowed = true;
  now = 1_000_000;
  told = [];
  wake.mockClear();
});

function reply(status: number, body: unknown, headers: Record<string, string> = {}): void {
  answer = (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

async function set(settings: unknown): Promise<void> {
  await browser.storage.local.set({ settings });
}

async function recorded(id: string, startedAt: number, liveText = ''): Promise<void> {
  await createRecording({ id, startedAt, language: 'fr', host: 'gmail', subject: '' });
  await appendChunk(id, 0, new Blob(['audio']), 1000);
  await advance(id, 'saved', { liveText, liveEngine: 'device' });
}

const events = (id: string) => told.filter(([who]) => who === id).map(([, event]) => event);
const row = (id: string) => database.recordings.get(id);

describe('transcription queue', () => {
  it('writes down what waits, oldest first, one at a time', async () => {
    await set({ server: { baseUrl: base } });
    let atOnce = 0;
    let most = 0;
    answer = (response) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ text: 'Bonjour' }), () => {
        atOnce -= 1;
      });
    };
    await recorded('second', 2000);
    await recorded('first', 1000);
    await Promise.all([queue.run(), queue.run()]);
    expect(most).toBe(1);
    const results = told.filter(([, { type }]) => type === 'result').map(([id]) => id);
    expect(results).toEqual(['first', 'second']);
    expect(events('first').map((event) => event.type)).toEqual(['state', 'result']);
    expect(events('first').at(-1)).toMatchObject({
      result: { text: 'Bonjour', provenance: { engine: 'server', model: 'gpt-transcribe' } },
    });
    expect(await row('first')).toMatchObject({ state: 'done', bytes: 5 });
  });

  it('without any engine the recording waits, says why, and goes on when a server is set', async () => {
    await recorded('a', 1000);
    await queue.run();
    expect(events('a')).toEqual([
      expect.objectContaining({ state: 'queued', failure: { code: 'no-engine' } }),
    ]);
    expect(wake).not.toHaveBeenCalled();
    reply(200, { text: 'Bonjour' });
    await set({ server: { baseUrl: base } });
    await clearBackOff(['no-engine']);
    await queue.run();
    expect(await row('a')).toMatchObject({ state: 'done' });
  });

  it('a recogniser that could not reach its service is told apart, and waits for a server too', async () => {
    await createRecording({ id: 'a', startedAt: 1000, language: 'fr', host: 'gmail', subject: '' });
    await appendChunk('a', 0, new Blob(['audio']), 1000);
    await advance('a', 'saved', { liveText: '', liveFailure: { code: 'recogniser-unreachable' } });
    await queue.run();
    expect(events('a')).toEqual([
      expect.objectContaining({ state: 'queued', failure: { code: 'recogniser-unreachable' } }),
    ]);
    reply(200, { text: 'Bonjour' });
    await set({ server: { baseUrl: base } });
    await clearBackOff(['recogniser-unreachable']);
    await queue.run();
    expect(await row('a')).toMatchObject({ state: 'done' });
  });

  it('deleted while the server has it: nothing is written, and its window is told', async () => {
    await set({ server: { baseUrl: base } });
    answer = (response) => {
      void advance('a', 'cancel').then(() => response.end(JSON.stringify({ text: 'Bonjour' })));
    };
    await recorded('a', 1000);
    await queue.run();
    expect(await database.transcriptions.count()).toBe(0);
    expect(events('a').at(-1)).toMatchObject({ type: 'state', state: 'discarded' });
  });

  it('its row vanishes while the server has it: a failure, not silence', async () => {
    await set({ server: { baseUrl: base } });
    answer = (response) => {
      const gone = database.recordings.delete('a');
      void gone.then(() => response.end(JSON.stringify({ text: 'Bonjour' })));
    };
    await recorded('a', 1000);
    await queue.run();
    expect(events('a').at(-1)).toMatchObject({ failure: { code: 'storage-failed' }, kept: false });
  });

  it('takes what the browser heard when no server is set', async () => {
    await recorded('a', 1000, 'bonjour claire');
    await queue.run();
    expect(events('a').at(-1)).toMatchObject({
      result: { text: 'bonjour claire', provenance: { engine: 'device' } },
    });
    expect(requests).toBe(0);
  });

  it('prefers the server, or the browser when the settings say so', async () => {
    reply(200, { text: 'Bonjour Claire.' });
    await set({ server: { baseUrl: base } });
    await recorded('a', 1000, 'bonjour claire');
    await queue.run();
    expect(events('a').at(-1)).toMatchObject({ result: { text: 'Bonjour Claire.' } });
    await set({ server: { baseUrl: base }, dictation: { prefer: 'browser' } });
    await recorded('b', 2000, 'bonjour paul');
    await queue.run();
    expect(events('b').at(-1)).toMatchObject({ result: { text: 'bonjour paul' } });
    expect(requests).toBe(1);
  });

  it('falls back on what the browser heard when the server fails, and keeps the audio', async () => {
    reply(500, {});
    await set({ server: { baseUrl: base }, dictation: { keepAudio: false } });
    await recorded('a', 1000, 'bonjour claire');
    await queue.run();
    expect(events('a').at(-1)).toMatchObject({ result: { text: 'bonjour claire' } });
    expect(await database.chunks.count()).toBe(1);
  });

  it('X12: waits as long as the server asked, then tries again and succeeds', async () => {
    reply(429, {}, { 'retry-after': '90' });
    await set({ server: { baseUrl: base } });
    await recorded('a', 1000);
    await queue.run();
    expect(await row('a')).toMatchObject({ state: 'queued', attempts: 1, nextTryAt: now + 90_000 });
    expect(wake).toHaveBeenCalledWith(now + 90_000);
    reply(200, { text: 'Bonjour' });
    await queue.run();
    expect(requests).toBe(1);
    now += 90_000;
    await queue.run();
    expect(await row('a')).toMatchObject({ state: 'done', attempts: 2 });
  });

  it('X4 X13 X14: a server that fails or cannot be reached postpones, and nothing is lost', async () => {
    await set({ server: { baseUrl: base } });
    reply(503, {});
    await recorded('a', 1000);
    await queue.run();
    expect(await row('a')).toMatchObject({ state: 'queued', failure: { code: 'server-failed' } });
    await set({ server: { baseUrl: 'http://127.0.0.1:1/v1' } });
    now += 3_600_000;
    await queue.run();
    expect(await row('a')).toMatchObject({ state: 'queued', attempts: 2 });
    expect(await database.chunks.count()).toBe(1);
  });

  it('X11: a refused key fails with its reason, keeps the audio and does not hammer', async () => {
    reply(401, {});
    await set({ server: { baseUrl: base } });
    await recorded('a', 1000);
    await queue.run();
    await queue.run();
    expect(requests).toBe(1);
    expect(events('a').at(-1)).toMatchObject({
      type: 'failure',
      kept: true,
      failure: { code: 'unauthorized' },
    });
    expect(await row('a')).toMatchObject({ state: 'failed' });
    expect(await database.chunks.count()).toBe(1);
  });

  it('sends nothing where the browser has not been allowed to go', async () => {
    allowed = false;
    await set({ server: { baseUrl: base } });
    await recorded('a', 1000);
    await queue.run();
    expect(requests).toBe(0);
    expect(await row('a')).toMatchObject({
      state: 'failed',
      failure: { code: 'permission-missing' },
    });
  });

  it('an empty answer is "nothing heard", not an empty text', async () => {
    reply(200, { text: '  ' });
    await set({ server: { baseUrl: base } });
    await recorded('a', 1000);
    await queue.run();
    expect(await row('a')).toMatchObject({ state: 'failed', failure: { code: 'nothing-heard' } });
    expect(await database.transcriptions.count()).toBe(0);
  });

  it('"again" asks the server even when the browser had heard something', async () => {
    await recorded('a', 1000, 'bonjour claire');
    await queue.run();
    reply(200, { text: 'Bonjour, Claire.' });
    await set({ server: { baseUrl: base }, dictation: { prefer: 'browser' } });
    await advance('a', 'retry', { forced: true });
    await queue.run();
    expect(events('a').at(-1)).toMatchObject({ result: { text: 'Bonjour, Claire.' } });
    expect(await database.transcriptions.count()).toBe(2);
  });

  it('a recording thrown away while the server works gets no text', async () => {
    await set({ server: { baseUrl: base } });
    await recorded('a', 1000);
    answer = (response) => {
      void advance('a', 'cancel', { discardedAt: now }).then(() => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ text: 'Bonjour' }));
      });
    };
    await queue.run();
    expect(await row('a')).toMatchObject({ state: 'discarded' });
    expect(await database.transcriptions.count()).toBe(0);
  });
});
