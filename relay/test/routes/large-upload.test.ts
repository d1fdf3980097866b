import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { freePort } from '../free-port.ts';
import { type RelayProcess, runRelay, startRelay } from '../relay-process.ts';

const MB = 1024 * 1024;
const PIECES = 150;
let dir: string;
let provider: Server | undefined;
let relay: RelayProcess | undefined;
afterEach(async () => {
  await relay?.kill();
  provider?.closeAllConnections();
  provider?.close();
  rmSync(dir, { recursive: true, force: true });
});

/** The most memory a process ever held, in MB. */
const peakMemory = (pid: number | undefined) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

test('S22: a recording of 150 MB passes to the provider and is never held in memory', async () => {
  dir = mkdtempSync(join(tmpdir(), 'relay-upload-'));
  let received = 0;
  provider = createServer((request, response) => {
    request.on('data', (chunk) => {
      received += chunk.length;
    });
    request.on('end', () =>
      response.setHeader('content-type', 'application/json').end('{"text":"said"}'),
    );
  });
  await new Promise<void>((resolve) => provider?.listen(0, '127.0.0.1', resolve));
  const port = await freePort();
  const env = {
    RELAY_DATA_DIR: join(dir, 'data'),
    RELAY_PORT: String(port),
    OPENAI_API_KEY: 'sk-x',
    OPENAI_BASE_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/v1`,
    RELAY_AI_MODELS: 'whisper',
    RELAY_AI_AUDIO_SECONDS_PER_DAY: '1000000',
  };
  const who = ['--email', 'a@x.test'];
  runRelay(['create-user', ...who, '--password-stdin'], env, 'a long enough password');
  const token = runRelay(['create-token', ...who, '--name', 'n', '--scopes', 'ai'], env).stdout;
  relay = await startRelay(env);
  const before = peakMemory(relay.child.pid);
  const part = (name: string) => `--b\r\ncontent-disposition: form-data; ${name}\r\n\r\n`;
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent === 0) controller.enqueue(Buffer.from(part('name="file"; filename="a.webm"')));
      if (sent < PIECES) {
        sent += 1;
        controller.enqueue(Buffer.alloc(MB, 7));
        return;
      }
      controller.enqueue(Buffer.from(`\r\n${part('name="model"')}whisper\r\n--b--\r\n`));
      controller.close();
    },
  });
  const answer = await fetch(`http://127.0.0.1:${port}/v1/audio/transcriptions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token.trim()}`,
      'content-type': 'multipart/form-data; boundary=b',
    },
    body,
    duplex: 'half',
  } as RequestInit);
  expect([answer.status, await answer.text()]).toEqual([200, '{"text":"said"}']);
  expect(received).toBeGreaterThan(PIECES * MB);
  expect(peakMemory(relay.child.pid) - before).toBeLessThan(100);
});
