import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type AppUnderTest, appUnderTest } from '../app-under-test.ts';
import { eachDatabase } from '../each-database.ts';
import { until } from '../until.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

eachDatabase('the AI proxy', ({ fresh }) => {
  let provider: Server;
  let handle: Handler;
  let calls: { path: string; key: string; body: string }[];
  let relay: AppUnderTest;
  let url: string;
  let count = 0;

  beforeAll(async () => {
    provider = createServer((request, response) => handle(request, response));
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    relay = await appUnderTest(await fresh(), {
      OPENAI_API_KEY: 'sk-operator',
      OPENAI_BASE_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/v1`,
      RELAY_AI_MODELS: 'good-model',
      RELAY_AI_REQUESTS_PER_DAY: '5',
      RELAY_AI_TOKENS_PER_DAY: '1000',
      RELAY_AI_AUDIO_SECONDS_PER_DAY: '20000',
      RELAY_AI_TIMEOUT_SECONDS: '1',
    });
    url = await relay.app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await relay.app.close();
    provider.closeAllConnections();
    provider.close();
  });
  beforeEach(() => {
    calls = [];
    handle = (request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        calls.push({ path: request.url ?? '', key: request.headers.authorization ?? '', body });
        response.setHeader('content-type', 'application/json').end('{"ok":true}');
      });
    };
  });
  const person = () => relay.person(`ai${count++}`);
  const chat = (bearer: Record<string, string>, extra: object = {}, signal?: AbortSignal) =>
    fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { ...bearer, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'good-model',
        messages: [{ role: 'user', content: 'x' }],
        ...extra,
      }),
      signal,
    });

  test("the operator's key goes on, the caller's token comes off, unknown fields pass", async () => {
    const me = await person();
    const answer = await chat(me.bearer, { temperature: 0.5 });
    expect(await answer.json()).toEqual({ ok: true });
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({ path: '/v1/chat/completions', key: 'Bearer sk-operator' });
    expect(calls[0]?.body).toContain('"temperature":0.5');
    expect(calls[0]?.body).not.toContain(me.token);
  });

  test('S26: of 100 at once with 5 left, 5 reach the provider', async () => {
    const me = await person();
    const answers = await Promise.all(Array.from({ length: 100 }, () => chat(me.bearer)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(5);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(95);
    expect(calls).toHaveLength(5);
  });

  test('S26: absurd numbers and models off the list never reach the provider', async () => {
    const me = await person();
    for (const extra of [
      { max_tokens: -1 },
      { max_tokens: 1e12 },
      { max_tokens: 'NaN' },
      { n: 1000 },
      { model: 'gpt-huge' },
    ]) {
      expect((await chat(me.bearer, extra)).status, JSON.stringify(extra)).toBe(400);
    }
    expect(calls).toHaveLength(0);
  });

  test('R25: faults of the provider are mapped, not charged, and its words are not shown', async () => {
    const me = await person();
    for (const [status, code, mine] of [
      [401, 'ai-key-refused', 502],
      [500, 'ai-failed', 502],
      [429, 'ai-busy', 429],
    ] as const) {
      handle = (_request, response) =>
        response.writeHead(status, { 'retry-after': '7' }).end('sk-operator secret');
      for (let i = 0; i < 3; i += 1) {
        const answer = await chat(me.bearer);
        expect(answer.status).toBe(mine);
        if (status === 429) expect(answer.headers.get('retry-after')).toBe('7');
        const body = await answer.text();
        expect(JSON.parse(body).code).toBe(code);
        expect(body).not.toContain('secret');
      }
    }
    handle = (request) => request.socket.destroy();
    expect(await (await chat(me.bearer)).json()).toMatchObject({ code: 'ai-unreachable' });
    const asked: string[] = [];
    handle = (request, response) => {
      asked.push(request.url ?? '');
      if (request.url === '/elsewhere') response.end('{"ok":true}');
      else response.writeHead(307, { location: '/elsewhere' }).end();
    };
    expect((await chat(me.bearer)).status).toBe(502);
    expect(asked, 'a redirect is not followed').toEqual(['/v1/chat/completions']);
    handle = (_request, response) => response.end('{}');
    for (let i = 0; i < 5; i += 1) expect((await chat(me.bearer)).status).toBe(200);
    expect((await chat(me.bearer)).status).toBe(429);
  });

  test('R25: streaming passes each piece on at once; a client that leaves ends it and stays charged', async () => {
    const me = await person();
    let closed = false;
    let next: (text: string) => void = () => {};
    handle = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      next = (text) => response.write(text);
      next('data: one\n\n');
      response.on('close', () => {
        closed = true;
      });
    };
    const leave = new AbortController();
    const answer = await chat(me.bearer, { stream: true }, leave.signal);
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const reader = answer.body?.getReader();
    const read = async () => new TextDecoder().decode((await reader?.read())?.value);
    expect(await read()).toBe('data: one\n\n');
    next('data: two\n\n');
    expect(await read()).toBe('data: two\n\n');
    leave.abort();
    await until(() => closed);
    handle = (_request, response) => response.end('{}');
    const rest = [];
    for (let i = 0; i < 5; i += 1) rest.push((await chat(me.bearer)).status);
    expect(rest).toEqual([200, 200, 200, 200, 429]);
  });

  test('a spoken file flows through; the model is read wherever it stands', async () => {
    const me = await person();
    const transcribe = (model: string | undefined, first: boolean) => {
      const form = new FormData();
      if (model && first) form.set('model', model);
      form.set('file', new Blob([Buffer.alloc(3_000_000, 7)]), 'a.webm');
      if (model && !first) form.set('model', model);
      return fetch(`${url}/v1/audio/transcriptions`, {
        method: 'POST',
        headers: me.bearer,
        body: form,
      });
    };
    expect((await transcribe('good-model', true)).status).toBe(200);
    expect((await transcribe('good-model', false)).status).toBe(200);
    expect(calls.map((call) => call.body.length > 3_000_000)).toEqual([true, true]);
    for (const [model, first] of [
      ['gpt-huge', false],
      ['gpt-huge', true],
      [undefined, true],
    ] as const) {
      const answer = await transcribe(model, first);
      expect(answer.status).toBe(400);
      expect((await answer.json()).code).toBe('model-not-allowed');
    }
    expect(calls).toHaveLength(2);
    // Many providers take the last of two.
    for (const models of [
      ['good-model', 'gpt-huge'],
      ['gpt-huge', 'good-model'],
    ]) {
      const form = new FormData();
      for (const model of models) form.append('model', model);
      form.set('file', new Blob([Buffer.alloc(100_000, 7)]), 'a.webm');
      const answer = await fetch(`${url}/v1/audio/transcriptions`, {
        method: 'POST',
        headers: me.bearer,
        body: form,
      });
      expect([answer.status, (await answer.json()).code]).toEqual([400, 'model-not-allowed']);
    }
    expect(calls).toHaveLength(2);
  });

  test('R17: a database that cannot take what a call has cost leaves the relay running', async () => {
    const me = await person();
    const { db } = relay.database;
    const refuse = {
      sqlite: [
        sql`create trigger refused before update on usage begin select raise(abort, 'no'); end`,
        sql`drop trigger refused`,
      ],
      postgres: [
        sql`alter table usage add constraint refused check (amount <> 12)`,
        sql`alter table usage drop constraint refused`,
      ],
    }[relay.database.kind];
    handle = (_request, response) =>
      response.setHeader('content-type', 'application/json').end('{"usage":{"total_tokens":12}}');
    await refuse[0]?.execute(db);
    const failures: unknown[] = [];
    const note = (error: unknown) => failures.push(error);
    process.on('unhandledRejection', note);
    expect(await (await chat(me.bearer)).json()).toMatchObject({ usage: { total_tokens: 12 } });
    await refuse[1]?.execute(db);
    expect(await (await chat(me.bearer)).json()).toMatchObject({ usage: { total_tokens: 12 } });
    await until(async () => (await used(me.userId, 'tokens')) >= 12);
    process.off('unhandledRejection', note);
    expect(failures).toEqual([]);
  });

  test('R25: a recording that comes slowly is no silence of the provider', async () => {
    const me = await person();
    const boundary = 'b';
    const part = (name: string) => `--b\r\ncontent-disposition: form-data; name=${name}\r\n\r\n`;
    const head = `${part('"model"')}good-model\r\n${part('"file"; filename="a.webm"')}`;
    const pieces = [head, ...Array.from({ length: 8 }, () => 'x'.repeat(1_000)), '\r\n--b--\r\n'];
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const piece = pieces.shift();
        if (piece === undefined) return controller.close();
        // Together longer than the provider may say nothing.
        await new Promise((resolve) => setTimeout(resolve, 200));
        controller.enqueue(Buffer.from(piece));
      },
    });
    const answer = await fetch(`${url}/v1/audio/transcriptions`, {
      method: 'POST',
      headers: { ...me.bearer, 'content-type': `multipart/form-data; boundary=${boundary}` },
      body,
      duplex: 'half',
    } as RequestInit);
    expect(answer.status).toBe(200);
  });

  const used = async (userId: string, kind: string) => {
    const row = await relay.database.db
      .selectFrom('usage')
      .select('amount')
      .where('user_id', '=', userId)
      .where('kind', '=', kind)
      .executeTakeFirst();
    return Number(row?.amount ?? 0);
  };
  const untilUsed = (userId: string, kind: string, amount: number) =>
    until(async () => (await used(userId, kind)) === amount);

  test('S26: tokens are taken before the call and corrected by what the provider says', async () => {
    const me = await person();
    handle = (_request, response) =>
      response
        .setHeader('content-type', 'application/json')
        .end('{"usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}');
    expect((await chat(me.bearer, { max_tokens: 2_000 })).status).toBe(429);
    expect(await used(me.userId, 'tokens')).toBe(0);
    expect((await chat(me.bearer, { max_tokens: 900 })).status).toBe(200);
    await untilUsed(me.userId, 'tokens', 12);
    handle = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"choices":[{"delta":{"content":"a"}}]}\n\nda');
      response.end('ta: {"choices":[],"usage":{"total_tokens":30}}\n\ndata: [DONE]\n\n');
    };
    const stream = await chat(me.bearer, { stream: true });
    expect(await stream.text()).toContain('[DONE]');
    await untilUsed(me.userId, 'tokens', 42);
    // Of ten at once that would take 400 each, two fit in what is left.
    const held: ServerResponse[] = [];
    handle = (_request, response) => held.push(response);
    let refused = 0;
    const all = Array.from({ length: 10 }, async () => {
      const answer = await chat(me.bearer, { max_tokens: 400 });
      if (answer.status === 429) refused += 1;
      await answer.text();
    });
    await until(() => refused === 8 && held.length === 2);
    for (const response of held) response.end('{}');
    await Promise.all(all);
    expect((await chat(me.bearer, { max_tokens: 990 })).status).toBe(429);
  });

  test('S26: a stream that states nothing costs what was asked and each piece of it, also when it is cut', async () => {
    const me = await person();
    const messages = [{ role: 'user', content: 'x'.repeat(400) }];
    const asked = Math.ceil(JSON.stringify(messages).length / 4);
    const piece = 'data: {"choices":[{"delta":{"content":"a"}}]}\n\n';
    handle = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(`${piece}${piece}data: [DONE]\n\n`);
    };
    await (await chat(me.bearer, { stream: true, messages, max_tokens: 500 })).text();
    await untilUsed(me.userId, 'tokens', asked + 2);
    handle = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(piece);
    };
    const leave = new AbortController();
    const answer = await chat(me.bearer, { stream: true, messages, max_tokens: 500 }, leave.signal);
    await answer.body?.getReader().read();
    leave.abort();
    await untilUsed(me.userId, 'tokens', 2 * asked + 3);
    expect(await used(me.userId, 'requests')).toBe(2);
  });

  test('S26: seconds of sound beyond those of a day never reach the provider', async () => {
    const me = await person();
    const day = new Date().toISOString().slice(0, 10);
    const already = { user_id: me.userId, day, kind: 'audio-seconds', amount: 19_990 };
    await relay.database.db.insertInto('usage').values(already).execute();
    const transcribe = (bytes: number) => {
      const form = new FormData();
      form.set('model', 'good-model');
      form.set('file', new Blob([Buffer.alloc(bytes, 7)]), 'a.webm');
      const place = `${url}/v1/audio/transcriptions`;
      return fetch(place, { method: 'POST', headers: me.bearer, body: form });
    };
    const refused = await transcribe(100_000);
    expect([refused.status, await refused.json()]).toMatchObject([
      429,
      { code: 'quota-used-up', errors: [{ path: 'audio-seconds', message: '20000 a day' }] },
    ]);
    expect(calls).toHaveLength(0);
    // Nothing of what was refused is charged: a short one still goes.
    expect(await used(me.userId, 'requests')).toBe(0);
    expect((await transcribe(20_000)).status).toBe(200);
  });

  test('speech is passed on with its model checked, and its text is what it costs', async () => {
    const me = await person();
    const sound = Buffer.from([0x49, 0x44, 0x33, 0xff, 0x00, 0x80]);
    handle = (request, response) => {
      request.resume().on('end', () => response.setHeader('content-type', 'audio/mpeg').end(sound));
    };
    const speak = (extra: object) =>
      fetch(`${url}/v1/audio/speech`, {
        method: 'POST',
        headers: { ...me.bearer, 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'good-model', input: 'x'.repeat(100), voice: 'v', ...extra }),
      });
    expect((await speak({ model: 'gpt-huge' })).status).toBe(400);
    expect((await speak({ input: 'x'.repeat(20_001) })).status).toBe(400);
    expect((await speak({ input: 'x'.repeat(5_000) })).status, 'more than a day has').toBe(429);
    const spoken = await speak({});
    expect([spoken.status, spoken.headers.get('content-type')]).toEqual([200, 'audio/mpeg']);
    expect(Buffer.from(await spoken.arrayBuffer()).equals(sound)).toBe(true);
    await untilUsed(me.userId, 'tokens', 25);
  });

  test('S26: seconds of sound are counted from the file, or as the provider says', async () => {
    const me = await person();
    const wav = Buffer.alloc(44 + 32_000 * 60);
    wav.write('RIFF', 0);
    wav.write('WAVEfmt ', 8);
    wav.writeUInt32LE(32_000, 28);
    const transcribe = (size: number) => {
      const form = new FormData();
      form.set('model', 'good-model');
      form.set('file', new Blob([wav.subarray(0, size)]), 'a.wav');
      return fetch(`${url}/v1/audio/transcriptions`, {
        method: 'POST',
        headers: me.bearer,
        body: form,
      });
    };
    expect((await transcribe(wav.length)).status).toBe(200);
    await until(async () => [60, 61].includes(await used(me.userId, 'audio-seconds')));
    const before = await used(me.userId, 'audio-seconds');
    handle = (request, response) => {
      request
        .resume()
        .on('end', () =>
          response
            .setHeader('content-type', 'application/json')
            .end('{"text":"x","usage":{"type":"duration","seconds":9}}'),
        );
    };
    expect((await transcribe(100_000)).status).toBe(200);
    await untilUsed(me.userId, 'audio-seconds', before + 9);
  });

  test('R25: silence, a reset in the middle and a page instead of an answer never look like one', async () => {
    const me = await person();
    handle = () => {};
    const silent = await chat(me.bearer);
    expect([silent.status, (await silent.json()).code]).toEqual([504, 'ai-timeout']);
    handle = (_request, response) =>
      response.setHeader('content-type', 'text/html').end('<h1>Log in</h1>');
    const page = await chat(me.bearer);
    expect([page.status, (await page.json()).code]).toEqual([502, 'ai-failed']);
    let seen = 0;
    handle = (_request, response) => {
      seen += 1;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"choices":[]}\n\n', () => response.socket?.resetAndDestroy());
    };
    const broken = await chat(me.bearer, { stream: true });
    expect(broken.status).toBe(200);
    await expect(broken.text()).rejects.toThrow();
    expect(seen, 'nothing is tried again after the first byte').toBe(1);
    await untilUsed(me.userId, 'requests', 1);
  });

  test('the list of models is the operator’s', async () => {
    const me = await person();
    const list = await (await fetch(`${url}/v1/models`, { headers: me.bearer })).json();
    expect(list.data.map((model: { id: string }) => model.id)).toEqual(['good-model']);
    expect(calls).toHaveLength(0);
  });
});
