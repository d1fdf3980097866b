// @vitest-environment node
import { LLMock } from '@copilotkit/aimock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError, type Failure } from '@/lib/core/app-error';
import { listModels, streamChat } from './openai-client';
import {
  done,
  type FaultServer,
  frame,
  page,
  refuse,
  startFaultServer,
  stream,
  write,
} from './openai-client.fault-server';

const key = 'secret-0123456789abcdef';

let server: FaultServer;
beforeEach(async () => {
  server = await startFaultServer();
});
afterEach(() => server.close());

interface Outcome {
  text?: string;
  failure?: Failure;
  /** The last text shown before the end. */
  partial: string;
}

async function run(
  options: { baseUrl?: string; signal?: AbortSignal; limits?: object; maxLength?: number } = {},
  onText: (text: string) => void = () => {},
): Promise<Outcome> {
  let partial = '';
  try {
    const text = await streamChat({
      access: { baseUrl: options.baseUrl ?? server.baseUrl, key },
      model: 'test-model',
      messages: [{ role: 'user', content: 'Bonjour' }],
      signal: options.signal ?? new AbortController().signal,
      maxLength: options.maxLength ?? 10_000,
      limits: { firstByte: 5_000, stall: 5_000, retryPause: 0, ...options.limits },
      onText(whole) {
        partial = whole;
        onText(whole);
      },
    });
    return { text, partial };
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return { failure: thrown.failure, partial };
  }
}

describe('streamChat against a server that speaks the wire', () => {
  const mock = new LLMock({ port: 0 });
  let baseUrl = '';
  beforeAll(async () => {
    mock.onMessage('Bonjour', { content: 'Bonjour à vous, à bientôt ☺.' });
    baseUrl = `${(await mock.start()).replace('localhost', '127.0.0.1')}/v1`;
  });
  afterAll(() => mock.stop());

  it('streams the text', async () => {
    const seen: string[] = [];
    const outcome = await run({ baseUrl }, (text) => seen.push(text));
    expect(outcome).toEqual({
      text: 'Bonjour à vous, à bientôt ☺.',
      partial: 'Bonjour à vous, à bientôt ☺.',
    });
    expect(seen.length).toBeGreaterThan(1);
  });
});

describe('what is sent', () => {
  it('sends model, messages and stream only, with the key as bearer and no cookie', async () => {
    server.answer(stream(frame('ok', 'stop'), done));
    await run();
    const [request] = server.seen;
    expect(JSON.parse(request?.body ?? '')).toEqual({
      model: 'test-model',
      messages: [{ role: 'user', content: 'Bonjour' }],
      stream: true,
    });
    expect(request?.path).toBe('/v1/chat/completions');
    expect(request?.headers.authorization).toBe(`Bearer ${key}`);
    expect(request?.headers.cookie).toBeUndefined();
  });

  it('sends no Authorization header without a key', async () => {
    server.answer((response) => {
      response.setHeader('content-type', 'application/json');
      response.end('{"object":"list","data":[{"id":"llama","object":"model"}]}');
    });
    const models = await listModels(
      { baseUrl: server.baseUrl, key: '' },
      new AbortController().signal,
    );
    expect(models).toEqual(['llama']);
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
  });
});

describe('refusals', () => {
  it('X11: 401 and 403 are unauthorized, at once, and the key is not in the details', async () => {
    for (const status of [401, 403]) {
      server.answer(refuse(status, `Incorrect API key provided: ${key}. See sk-te…cdef.`));
      const { failure } = await run();
      expect(failure).toMatchObject({ code: 'unauthorized', status });
      expect(failure?.detail).toContain('Incorrect API key');
      expect(failure?.detail).not.toMatch(/0123|cdef/);
    }
    expect(server.seen).toHaveLength(2);
  });

  it('X12: 429 tells how long to wait and is not retried', async () => {
    server.answer(refuse(429, 'Slow down', { 'retry-after': '17' }));
    expect((await run()).failure).toMatchObject({ code: 'rate-limited', retryAfter: 17 });
    expect(server.seen).toHaveLength(1);
  });

  it('X12: Retry-After as a date', async () => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    server.answer(refuse(429, 'Slow down', { 'retry-after': date }));
    const wait = (await run()).failure?.retryAfter ?? 0;
    expect(wait).toBeGreaterThan(50);
    expect(wait).toBeLessThanOrEqual(60);
  });

  it('404 names the model or the address', async () => {
    server.answer(refuse(404, 'The model `test-model` does not exist'));
    expect((await run()).failure).toMatchObject({
      code: 'model-missing',
      status: 404,
      detail: '404 The model `test-model` does not exist',
    });
  });

  it.each([500, 502, 503])('X13: %i is tried once more, then told', async (status) => {
    server.answer(refuse(status, 'overloaded'));
    expect((await run()).failure).toMatchObject({ code: 'server-failed', status });
    expect(server.seen).toHaveLength(2);
  });

  it('X13: the second try may succeed', async () => {
    server.answer(refuse(503, 'overloaded'), stream(frame('ok', 'stop'), done));
    expect((await run()).text).toBe('ok');
  });

  it('X13: a web page is no answer, whatever its status', async () => {
    server.answer(page(200));
    expect((await run()).failure).toMatchObject({
      code: 'bad-answer',
      detail: 'text/html; charset=utf-8',
    });
    server.answer(page(502));
    const { failure } = await run();
    expect(failure).toMatchObject({ code: 'server-failed', status: 502 });
    expect(failure?.detail).toBeUndefined();
  });

  it('a closed port is told after one more try', async () => {
    const { baseUrl } = server;
    await server.close();
    expect((await run({ baseUrl })).failure).toMatchObject({ code: 'server-silent-here' });
    // It needs no network, so it is not the network's fault.
    vi.stubGlobal('navigator', { ...navigator, onLine: false });
    expect((await run({ baseUrl })).failure).toMatchObject({ code: 'server-silent-here' });
    vi.unstubAllGlobals();
    server = await startFaultServer();
  });
});

describe('time', () => {
  it('X14: no first byte in time is timed-out, not retried', async () => {
    server.answer(() => {});
    expect((await run({ limits: { firstByte: 60 } })).failure).toEqual({ code: 'timed-out' });
    expect(server.seen).toHaveLength(1);
  });

  it('X14: headers alone are no first byte', async () => {
    server.answer((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    });
    expect((await run({ limits: { firstByte: 60 } })).failure).toEqual({ code: 'timed-out' });
  });

  it('X14: a stall in the middle is answer-cut and what came in is kept', async () => {
    server.answer(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      await write(response, frame('Bonjour '));
    });
    expect(await run({ limits: { stall: 60 } })).toEqual({
      failure: { code: 'answer-cut' },
      partial: 'Bonjour ',
    });
    expect(server.seen).toHaveLength(1);
  });

  it('stops when the user does, and closes the connection', async () => {
    const stop = new AbortController();
    let closed: (() => void) | undefined;
    const hungUp = new Promise<void>((resolve) => {
      closed = resolve;
    });
    server.answer(async (response) => {
      response.on('close', () => closed?.());
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      await write(response, frame('Bonjour '));
    });
    const outcome = await run({ signal: stop.signal }, () => stop.abort());
    expect(outcome.failure).toEqual({ code: 'aborted' });
    await hungUp;
  });

  it('does not begin when already stopped', async () => {
    const outcome = await run({ signal: AbortSignal.abort() });
    expect(outcome.failure).toEqual({ code: 'aborted' });
    expect(server.seen).toHaveLength(0);
  });
});

describe('X15: the stream', () => {
  it('X15: split inside a UTF-8 character and inside a frame', async () => {
    const bytes = new TextEncoder().encode(frame('été ☺ ', null) + frame('fin', 'stop') + done);
    const pieces = Array.from({ length: Math.ceil(bytes.length / 3) }, (_, index) =>
      bytes.slice(index * 3, index * 3 + 3),
    );
    server.answer(stream(...pieces));
    expect((await run()).text).toBe('été ☺ fin');
  });

  it('X15: glued frames, CRLF, comments and empty deltas', async () => {
    server.answer(
      stream(
        `: ping\r\n\r\n${frame('a', null, '\r\n\r\n')}${frame('', null, '\r\n\r\n')}${frame('b', null, '\r\n\r\n')}`,
        `data: {"id":"c1","choices":[]}\n\n${frame('c', 'stop')}${done}`,
      ),
    );
    expect((await run()).text).toBe('abc');
  });

  it('X15: no [DONE] after a finish_reason is an end', async () => {
    server.answer(stream(frame('ok', 'stop')));
    expect((await run()).text).toBe('ok');
  });

  it('X15: [DONE] without a finish_reason is an end', async () => {
    server.answer(stream(frame('ok'), done));
    expect((await run()).text).toBe('ok');
  });

  it('X15: neither is a cut, and what came in is kept', async () => {
    server.answer(stream(frame('half a sen')));
    expect(await run()).toEqual({ failure: { code: 'answer-cut' }, partial: 'half a sen' });
    expect(server.seen).toHaveLength(1);
  });

  it('X15: the length limit of the server is a cut', async () => {
    server.answer(stream(frame('half', 'length'), done));
    expect((await run()).failure).toEqual({ code: 'answer-cut', detail: 'length' });
  });

  it('X15: a dropped connection is a cut, never retried', async () => {
    server.answer(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      await write(response, frame('half '));
      response.destroy();
    });
    const outcome = await run({}, () => {});
    expect(outcome.failure).toEqual({ code: 'answer-cut' });
    expect(server.seen).toHaveLength(1);
  });

  it('X15: a connection dropped right behind the headers is a cut too, never retried', async () => {
    server.answer((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      setImmediate(() => response.destroy());
    });
    expect((await run()).failure).toEqual({ code: 'answer-cut' });
    expect(server.seen).toHaveLength(1);
  });

  it('X15: JSON cut inside a frame', async () => {
    server.answer(stream(frame('half '), 'data: {"id":"c1","choices":[{"del\n\n'));
    expect(await run()).toEqual({ failure: { code: 'answer-cut' }, partial: 'half ' });
  });

  it('X15: an error frame is told in the server’s words', async () => {
    server.answer(
      stream(frame('half '), 'data: {"error":{"message":"The engine is overloaded"}}\n\n'),
    );
    const outcome = await run();
    expect(outcome.failure?.code).toBe('server-failed');
    expect(outcome.failure?.detail).toContain('overloaded');
    expect(outcome.partial).toBe('half ');
    expect(server.seen).toHaveLength(1);
  });

  it('X15: an empty answer is a bad one', async () => {
    server.answer(stream(frame('', 'stop'), done));
    expect((await run()).failure?.code).toBe('bad-answer');
  });

  it('S40: a tool call is not text', async () => {
    const call = {
      id: 'c1',
      choices: [
        {
          index: 0,
          delta: { tool_calls: [{ index: 0, function: { name: 'send', arguments: '{}' } }] },
          finish_reason: 'tool_calls',
        },
      ],
    };
    server.answer(stream(`data: ${JSON.stringify(call)}\n\n`, done));
    expect(await run()).toEqual({
      failure: { code: 'bad-answer', detail: 'tool_calls' },
      partial: '',
    });
  });

  it('S40: an endless answer is capped and the connection closed', async () => {
    let closed: (() => void) | undefined;
    const hungUp = new Promise<void>((resolve) => {
      closed = resolve;
    });
    server.answer(async (response) => {
      let open = true;
      response.on('close', () => {
        open = false;
        closed?.();
      });
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      while (open) await write(response, frame('x'.repeat(1_000)));
    });
    const outcome = await run({ maxLength: 5_000 });
    expect(outcome.failure?.code).toBe('bad-answer');
    expect(outcome.partial.length).toBeLessThanOrEqual(5_000);
    await hungUp;
  });
});

describe('S42: the key stays with its origin', () => {
  it.each([301, 302, 307, 308])('S42: a %i to another origin is not followed', async (status) => {
    const other = await startFaultServer();
    other.answer(stream(frame('stolen', 'stop'), done));
    server.answer((response) => {
      response.writeHead(status, { location: `${other.baseUrl}/chat/completions` }).end();
    });
    expect((await run()).failure?.code).toBe('server-silent-here');
    expect(other.seen).toEqual([]);
    await other.close();
  });

  it('S42: models are not listed over a redirect either', async () => {
    const other = await startFaultServer();
    server.answer((response) => {
      response.writeHead(307, { location: `${other.baseUrl}/models` }).end();
    });
    const asked = listModels({ baseUrl: server.baseUrl, key }, new AbortController().signal);
    await expect(asked).rejects.toMatchObject({ failure: { code: 'server-silent-here' } });
    expect(other.seen).toEqual([]);
    await other.close();
  });

  it.each(['http://example.com/v1', 'https://user:pw@example.com/v1', 'file:///etc/passwd', ''])(
    'S42: nothing is sent to %s',
    async (baseUrl) => {
      expect((await run({ baseUrl })).failure?.code).toBe('permission-missing');
    },
  );
});
