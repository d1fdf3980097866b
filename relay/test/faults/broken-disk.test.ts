import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Batch, batchList } from '@iapostemanager/protocol/email-batch';
import { afterEach, expect, test } from 'vitest';
import { freePort } from '../free-port.ts';
import { type Env, runRelay, startRelay } from '../relay-process.ts';
import { type SmtpPeer, startSmtpPeer } from '../smtp-peer.ts';
import { until } from '../until.ts';
import { account, batchBody, ledgerClient } from './ledger-client.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function setting(dataDir: string, extra: Env = {}): Promise<{ env: Env; smtp: SmtpPeer }> {
  const smtp = await startSmtpPeer();
  cleanUps.push(() => smtp.close());
  const env: Env = {
    RELAY_DATA_DIR: dataDir,
    RELAY_PORT: String(await freePort()),
    SMTP_SERVER: '127.0.0.1',
    SMTP_PORT: String(smtp.port),
    SMTP_FROM: 'me@relay.test',
    ...extra,
  };
  return { env, smtp };
}

const nobodyTwice = (smtp: SmtpPeer) => {
  const ids = smtp.received.map((mail) => mail.messageId);
  expect(new Set(ids).size, 'duplicates').toBe(ids.length);
};

/** A file system of 16 MB of its own, or undefined where this account may not mount one. */
function smallDisk(): string | undefined {
  const dir = mkdtempSync(join(tmpdir(), 'relay-full-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'none', dir]);
  if (mounted.status !== 0) {
    rmSync(dir, { recursive: true });
    return undefined;
  }
  cleanUps.push(() => {
    execFileSync('umount', ['-l', dir]);
    rmSync(dir, { recursive: true });
  });
  return dir;
}

const NO_MOUNT = 'mounting a small disk needs root';
const NO_STRACE = 'strace is not installed, or may not trace here';

test('R4: a full disk answers 503, loses nothing that was acknowledged, and goes on when there is room', async (context) => {
  const disk = smallDisk();
  if (!disk) return context.skip(NO_MOUNT);
  const { env, smtp } = await setting(join(disk, 'data'), { RELAY_LOG_FILE: join(disk, 'log') });
  const token = account(env);
  const client = ledgerClient(env, token);
  const relay = await startRelay(env);
  cleanUps.push(() => relay.kill());
  const first = await client.accept(batchBody(60));
  const filler = join(disk, 'filler');
  fill(filler);
  const refused = await client.send(batchBody(2_000));
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
  // The log cannot be written, and nobody notices.
  expect((await client.call('/api/email/batches')).status).toBe(200);
  const backup = runRelay(['backup', '--to', join(disk, 'b.db')], env);
  expect(backup.status).toBe(1);
  expect(runRelay(['verify-backup', join(disk, 'b.db')], env).stderr).toContain('no such file');

  rmSync(filler);
  rmSync(join(disk, 'b.db.part'), { force: true });
  await until(async () => (await client.batch(first)).state === 'done');
  const second = await client.accept(batchBody(40));
  await until(async () => (await client.batch(second)).state === 'done');
  expect((await client.batch(first)).counts).toMatchObject({ sent: 60, failed: 0, pending: 0 });
  expect((await client.batch(second)).counts).toMatchObject({ sent: 40 });
  expect(await client.list()).toHaveLength(2);
  expect(smtp.received).toHaveLength(100);
  nobodyTwice(smtp);
  await until(async () => (await client.call('/api/health')).status === 200);
  expect(await relay.stop()).toBe(0);
}, 300_000);

/** Writes until nothing fits any more. */
function fill(file: string): void {
  let size = 16 * 1024 * 1024;
  for (; size >= 1; size = Math.floor(size / 2)) {
    try {
      while (true) writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // Smaller pieces may still fit.
    }
  }
}

const FAULTS = 50;
/** A life for each fault takes minutes: for `npm run test:faults`. */
const LONG = Number(process.env.RELAY_FAULT_KILLS ?? 0) >= 100;

test('R5: fifty fsyncs that fail in one life of a relay lose nothing and send nothing twice', async (context) => {
  if (spawnSync('strace', ['-e', 'trace=none', 'true']).status !== 0) {
    return context.skip(NO_STRACE);
  }
  const dir = mkdtempSync(join(tmpdir(), 'relay-eios-'));
  cleanUps.push(() => rmSync(dir, { recursive: true, force: true }));
  const { env, smtp } = await setting(join(dir, 'data'));
  const client = ledgerClient(env, account(env));
  const trace = join(dir, 'trace');
  const relay = await tracedRelay(env, '12+2', trace);
  const faults = () => readFileSync(trace, 'utf8').split('INJECTED').length - 1;
  let accepted = 0;
  // As many as it takes: how many commits share an fsync depends on the machine.
  for (let tries = 0; faults() < 50 && tries < 1_000; tries += 1) {
    const response = await client.send(batchBody(10));
    if (response.status === 201) accepted += 1;
    else expect(response.status).toBe(503);
    await response.arrayBuffer();
  }
  expect(faults()).toBeGreaterThanOrEqual(50);
  await relay.stop();
  const healthy = await startRelay(env);
  cleanUps.push(() => healthy.kill());
  await until(async () => (await everyBatch(client)).every((batch) => batch.state === 'done'));
  const batches = await everyBatch(client);
  // An answer of 503 may stand for a batch that is on the disk all the same: the client comes back with its key.
  expect(batches.length).toBeGreaterThanOrEqual(accepted);
  for (const { counts } of batches) expect(counts.sent + counts.uncertain).toBe(10);
  nobodyTwice(smtp);
}, 300_000);

async function everyBatch(client: ReturnType<typeof ledgerClient>): Promise<Batch[]> {
  const items: Batch[] = [];
  let cursor = '';
  for (;;) {
    const answer = await client.call(`/api/email/batches?limit=100${cursor}`);
    const page = batchList.parse(await answer.json());
    items.push(...page.items);
    if (page.next === null) return items;
    cursor = `&cursor=${page.next}`;
  }
}

if (LONG) {
  test(`R5: an fsync that fails, each of ${FAULTS} in a life of its own, leaves the ledger as before or as after`, async (context) => {
    if (spawnSync('strace', ['-e', 'trace=none', 'true']).status !== 0) {
      return context.skip(NO_STRACE);
    }
    const dir = mkdtempSync(join(tmpdir(), 'relay-eio-'));
    cleanUps.push(() => rmSync(dir, { recursive: true, force: true }));
    const { env, smtp } = await setting(join(dir, 'data'));
    const client = ledgerClient(env, account(env));
    const accepted: string[] = [];
    for (let fault = 1; fault <= FAULTS; fault += 1) {
      const trace = join(dir, `trace-${fault}`);
      const relay = await tracedRelay(env, String(4 + fault * 3), trace);
      const met = () => readFileSync(trace, 'utf8').includes('INJECTED');
      for (let batches = 0; !met() && batches < 100; batches += 1) {
        const response = await client.send(batchBody(30));
        if (response.status === 201) {
          accepted.push(((await response.json()) as { batchId: string }).batchId);
        } else expect(response.status).toBe(503);
        await until(async () => (await client.list()).every((batch) => batch.state === 'done'));
      }
      await relay.stop();
      expect(readFileSync(trace, 'utf8'), 'the fault was met').toContain('INJECTED');
    }
    const relay = await startRelay(env);
    cleanUps.push(() => relay.kill());
    await until(async () => (await everyBatch(client)).every((batch) => batch.state === 'done'));
    const known = await everyBatch(client);
    const ids = new Set(known.map((batch) => batch.id));
    expect(accepted.filter((id) => !ids.has(id))).toEqual([]);
    let [sent, uncertain] = [0, 0];
    for (const { counts } of known) {
      expect(counts.sent + counts.uncertain).toBe(30);
      sent += counts.sent;
      uncertain += counts.uncertain;
    }
    expect(uncertain).toBeLessThanOrEqual(5 * FAULTS);
    process.stdout.write(
      `books: ${FAULTS} lives, ${known.length} batches, ${sent} sent, ${uncertain} uncertain, ` +
        `${smtp.received.length} mails at the server, lost 0\n`,
    );
    nobodyTwice(smtp);
  }, 3_600_000);
}

/** @param when which fsyncs and fdatasyncs answer EIO, as strace counts: `n`, or `n+step`. */
async function tracedRelay(env: Env, when: string, trace: string) {
  const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
  const inject = `inject=fsync,fdatasync:error=EIO:when=${when}`;
  const args = ['-f', '-qq', '-o', trace, '-e', 'trace=fsync,fdatasync', '-e', inject];
  const child = spawn('strace', [...args, process.execPath, main, 'serve'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_NO_WARNINGS: '1', ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  cleanUps.push(() => child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await until(() => said.includes('listening on') || child.exitCode !== null);
  return {
    // strace hands the signal of its own death to nobody: the relay itself is asked to stop.
    async stop() {
      const relay = execFileSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' });
      process.kill(Number(relay.trim().split('\n')[0]), 'SIGTERM');
      await ended;
    },
  };
}
