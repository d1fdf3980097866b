// @vitest-environment node
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AppError, type Failure } from '@/lib/core/app-error';
import { transcribeOnServer } from './transcription-client';

/** A real server on this machine; each test says how it answers. */
let server: Server;
let base = '';
let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;
const seen: { url?: string; authorization?: string; body: string }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('latin1');
      seen.push({ url: request.url, authorization: request.headers.authorization, body });
      answer(request, response, body);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterEach(() => seen.splice(0));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function reply(status: number, body: string, headers: Record<string, string> = {}): void {
  answer = (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };
}

function ask(extra: { key?: string; timeoutMs?: number; signal?: AbortSignal } = {}) {
  return transcribeOnServer({
    access: { baseUrl: base, key: extra.key ?? 'sk-secret-key-123' },
    model: 'gpt-transcribe',
    audio: new Blob(['OggS-not-really'], { type: 'audio/webm;codecs=opus' }),
    language: 'fr',
    signal: extra.signal ?? new AbortController().signal,
    timeoutMs: extra.timeoutMs,
  });
}

async function failureOf(promise: Promise<string>): Promise<Failure | string> {
  return promise.catch((thrown) => (thrown instanceof AppError ? thrown.failure : String(thrown)));
}

describe('transcription client', () => {
  it('sends file, model and language, and answers the text', async () => {
    reply(200, JSON.stringify({ text: ' Bonjour Claire. ' }));
    expect(await ask()).toBe('Bonjour Claire.');
    const [request] = seen;
    expect(request?.url).toBe('/v1/audio/transcriptions');
    expect(request?.authorization).toBe('Bearer sk-secret-key-123');
    expect(request?.body).toContain('filename="dictation.webm"');
    expect(request?.body).toContain('Content-Type: audio/webm\r\n');
    expect(request?.body).toMatch(/name="model"\r\n\r\ngpt-transcribe/);
    expect(request?.body).toMatch(/name="language"\r\n\r\nfr/);
  });

  it('sends no key where none is set (a server on this machine)', async () => {
    reply(200, JSON.stringify({ text: 'ok' }));
    await ask({ key: '' });
    expect(seen[0]?.authorization).toBeUndefined();
  });

  it('X11: 401 and 403 are a refused key, told without the key, and not tried twice', async () => {
    for (const status of [401, 403]) {
      reply(status, JSON.stringify({ error: { message: 'Bad key sk-secret-key-123' } }));
      const failure = await failureOf(ask());
      expect(failure).toMatchObject({ code: 'unauthorized', status });
      expect(JSON.stringify(failure)).not.toContain('secret');
    }
    expect(seen).toHaveLength(2);
  });

  it('X12: 429 says how long to wait', async () => {
    reply(429, JSON.stringify({ error: { message: 'slow down' } }), { 'retry-after': '17' });
    expect(await failureOf(ask())).toMatchObject({ code: 'rate-limited', retryAfter: 17 });
  });

  it('X13: 500, 502 with a page, a page with 200, broken JSON, JSON without text', async () => {
    reply(500, '{}');
    expect(await failureOf(ask())).toMatchObject({ code: 'server-failed', status: 500 });
    reply(502, '<html>Bad gateway</html>', { 'content-type': 'text/html' });
    const gateway = await failureOf(ask());
    expect(gateway).toMatchObject({ code: 'server-failed', status: 502 });
    expect(JSON.stringify(gateway)).not.toContain('html');
    reply(200, '<html>Please log in</html>', { 'content-type': 'text/html' });
    expect(await failureOf(ask())).toMatchObject({ code: 'bad-answer' });
    reply(200, '<html>Please log in</html>', { 'content-type': 'text/plain' });
    expect(await failureOf(ask())).toMatchObject({ code: 'bad-answer' });
    reply(200, '{"text": "Bonj');
    expect(await failureOf(ask())).toMatchObject({ code: 'bad-answer' });
    reply(200, '{"result": "x"}');
    expect(await failureOf(ask())).toMatchObject({ code: 'bad-answer' });
    expect(seen).toHaveLength(6);
  });

  it('takes plain text from a server that ignores response_format', async () => {
    reply(200, 'Bonjour.\n', { 'content-type': 'text/plain' });
    expect(await ask()).toBe('Bonjour.');
  });

  it('X14: a server that never answers, and one that stalls in the middle, time out', async () => {
    answer = () => undefined;
    expect(await failureOf(ask({ timeoutMs: 80 }))).toEqual({ code: 'timed-out' });
    answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"text": "Bon');
    };
    expect(await failureOf(ask({ timeoutMs: 80 }))).toEqual({ code: 'timed-out' });
  });

  it('X13: a connection dropped in the middle is told as a failure, never as a short text', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
      response.write('{"text": "Bon', () => response.destroy());
    };
    const failure = await failureOf(ask());
    expect(failure).toMatchObject({ code: expect.stringMatching(/server-failed|bad-answer/) });
  });

  it('S42: never follows a redirect, neither with the key nor with the voice', async () => {
    answer = (request, response) => {
      if (request.url === '/stolen') response.writeHead(200).end('{"text":"stolen"}');
      else response.writeHead(307, { location: '/stolen' }).end();
    };
    expect(await failureOf(ask())).toMatchObject({ code: 'server-silent-here' });
    expect(seen.map(({ url }) => url)).toEqual(['/v1/audio/transcriptions']);
  });

  it('stops when told to', async () => {
    answer = () => undefined;
    const stop = new AbortController();
    const asked = failureOf(ask({ signal: stop.signal }));
    stop.abort();
    expect(await asked).toEqual({ code: 'aborted' });
  });
});
