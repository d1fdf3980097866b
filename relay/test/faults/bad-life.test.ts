import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../free-port.ts';
import { type Env, startRelay } from '../relay-process.ts';
import { type SmtpPeer, startSmtpPeer } from '../smtp-peer.ts';
import { until } from '../until.ts';
import { account, batchBody, ledgerClient } from './ledger-client.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

let dir: string;
let smtp: SmtpPeer;
let env: Env;
const cleanUps: (() => unknown)[] = [];
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'relay-life-'));
  smtp = await startSmtpPeer();
  env = {
    RELAY_DATA_DIR: join(dir, 'data'),
    RELAY_PORT: String(await freePort()),
    SMTP_SERVER: '127.0.0.1',
    SMTP_PORT: String(smtp.port),
    SMTP_FROM: 'me@relay.test',
  };
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  await smtp.close();
  rmSync(dir, { recursive: true, force: true });
});

const eachOnce = (count: number) => {
  expect(smtp.received).toHaveLength(count);
  expect(new Set(smtp.received.map((mail) => mail.messageId)).size).toBe(count);
};

test('R2 R12: SIGTERM in the middle of a batch ends within 10 s, whatever hangs, and the next life sends the rest, nobody twice', async () => {
  await smtp.close();
  let hung = 0;
  smtp = await startSmtpPeer({
    afterDot: () => {
      if (smtp.received.length < 40 || hung > 0) return undefined;
      hung += 1;
      return 'hang';
    },
  });
  env.SMTP_PORT = String(smtp.port);
  const client = ledgerClient(env, account(env));
  const first = await startRelay(env);
  cleanUps.push(() => first.kill());
  const id = await client.accept(batchBody(400));
  // A server that never answers, a listener, and an upload that does not end.
  const events = await client.call(`/api/email/batches/${id}/events`);
  const upload = connect(Number(env.RELAY_PORT), '127.0.0.1');
  cleanUps.push(() => upload.destroy());
  upload.on('error', () => {});
  upload.write('POST /api/email/send HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{');
  await until(() => hung === 1);
  const asked = performance.now();
  expect(await first.stop()).toBe(0);
  expect(performance.now() - asked).toBeLessThan(10_000);
  await events.text().catch(() => {});
  expect(smtp.received.length).toBeLessThan(399);
  const second = await startRelay(env);
  cleanUps.push(() => second.kill());
  await until(async () => (await client.batch(id)).state === 'done');
  expect((await client.batch(id)).counts).toMatchObject({ sent: 399, uncertain: 1 });
  eachOnce(399);
}, 300_000);

test('R2: Ctrl+C says how many mails are on the wire, waits for a slow server, and the next life sends only the rest', async () => {
  await smtp.close();
  let thinking = 0;
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  smtp = await startSmtpPeer({
    afterDot: () => {
      thinking += 1;
      return answered;
    },
  });
  env.SMTP_PORT = String(smtp.port);
  env.SMTP_CONNECTIONS = '3';
  const client = ledgerClient(env, account(env));
  const first = await startRelay(env);
  cleanUps.push(() => first.kill());
  let said = '';
  first.child.stdout?.on('data', (chunk) => {
    said += chunk;
  });
  const id = await client.accept(batchBody(12));
  await until(() => thinking === 3);
  const ended = once(first.child, 'exit');
  const asked = performance.now();
  // What a terminal sends at Ctrl+C.
  first.child.kill('SIGINT');
  await until(() => said.includes('waiting for 3 mails on the wire (at most 8 s)\n'));
  answer();
  expect(await ended).toEqual([0, null]);
  expect(performance.now() - asked).toBeLessThan(10_000);
  // The three were taken, and nothing more began.
  eachOnce(3);
  const second = await startRelay(env);
  cleanUps.push(() => second.kill());
  await until(async () => (await client.batch(id)).state === 'done');
  expect((await client.batch(id)).counts).toMatchObject({ sent: 12, uncertain: 0 });
  eachOnce(12);
}, 300_000);

test('R3: a relay that runs out of memory ends instead of limping, and its next life has lost nothing', async () => {
  const client = ledgerClient(env, account(env));
  const poor = await startRelay({ ...env, NODE_OPTIONS: '--max-old-space-size=64' });
  cleanUps.push(() => poor.kill());
  const ended = once(poor.child, 'exit');
  const kept = await client.accept(batchBody(200));
  const key = randomUUID();
  const fields = { a: 'x'.repeat(2_000) };
  const huge = {
    ...batchBody(0),
    recipients: Array.from({ length: 20_000 }, (_, n) => ({ address: `h${n}@x.test`, fields })),
  };
  // A list under a name written this way cannot be read in pieces: it takes more memory than there is.
  const asAWhole = JSON.stringify(huge).replace('"recipients"', '"recip\\u0069ents"');
  await client
    .call('/api/email/send-batch', {
      method: 'POST',
      body: asAWhole,
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
    })
    .catch(() => {});
  const [code, signal] = await ended;
  expect(code === 0, `ended with ${code} ${signal}`).toBe(false);
  const next = await startRelay(env);
  cleanUps.push(() => next.kill());
  await until(async () => (await client.batch(kept)).state === 'done');
  const { counts } = await client.batch(kept);
  expect(counts.sent + counts.uncertain).toBe(200);
  expect(counts.uncertain).toBeLessThanOrEqual(5);
  // Never acknowledged: there is all of it or nothing of it.
  for (const batch of (await client.list()).filter((one) => one.id !== kept)) {
    expect(batch.total).toBe(20_000);
  }
  const mine = smtp.received.filter((mail) => mail.to[0]?.startsWith('r'));
  expect(new Set(mine.map((mail) => mail.messageId)).size).toBe(mine.length);
}, 300_000);

test('R28: nobody reads standard error any more: the relay serves and sends as before', async () => {
  const client = ledgerClient(env, account(env));
  const child = spawn(process.execPath, [MAIN, 'serve'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_NO_WARNINGS: '1', ...env },
    // A pipe of 64 kB that nobody empties: after some hundred requests it is full.
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  cleanUps.push(() => child.kill('SIGKILL'));
  child.stderr.pause();
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await until(() => said.includes('listening on'));
  for (let n = 0; n < 700; n += 1) {
    expect((await client.call('/api/email/batches')).status).toBe(200);
  }
  const id = await client.accept(batchBody(50));
  await until(async () => (await client.batch(id)).state === 'done');
  eachOnce(50);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
}, 300_000);
