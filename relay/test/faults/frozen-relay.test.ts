import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { countRecipients, readBatch } from '../../src/ledger/read-batch.ts';
import { freePort } from '../free-port.ts';
import { acceptPlainBatch } from '../plain-batch.ts';
import { type Env, startRelay } from '../relay-process.ts';
import { startSmtpPeer } from '../smtp-peer.ts';
import { type Postgres, startPostgres } from '../start-postgres.ts';
import { until } from '../until.ts';

const CONNECTIONS = 3;
let postgres: Postgres;
let dir: string;
beforeAll(async () => {
  postgres = await startPostgres();
  dir = mkdtempSync(join(tmpdir(), 'relay-frozen-'));
});
afterAll(async () => {
  await postgres.stop();
  rmSync(dir, { recursive: true });
});

test('R18: of two relays on one Postgres, one is frozen beyond its lease: fenced, no duplicate, nothing lost', async () => {
  const databaseUrl = await postgres.newDatabase();
  const database = openDatabase({ databaseUrl, dataDir: dir });
  await migrate(database);
  let freeze: () => void = () => {};
  const smtp = await startSmtpPeer({
    afterDot: () => {
      freeze();
      return undefined;
    },
  });
  const env = async (lease: number): Promise<Env> => ({
    RELAY_DATA_DIR: dir,
    DATABASE_URL: databaseUrl,
    RELAY_PORT: String(await freePort()),
    SMTP_SERVER: '127.0.0.1',
    SMTP_PORT: String(smtp.port),
    SMTP_FROM: 'me@x.test',
    SMTP_CONNECTIONS: String(CONNECTIONS),
    RELAY_LEASE_SECONDS: String(lease),
  });
  const { batchId } = await acceptPlainBatch(database, 300);
  const frozen = await startRelay(await env(2));
  await new Promise<void>((resolve) => {
    freeze = () => {
      if (smtp.received.length < 20) return;
      // Stopped while the server has the whole mail and has not answered: the worst moment.
      frozen.child.kill('SIGSTOP');
      freeze = () => {};
      resolve();
    };
  });
  // On a busy machine one that lives could lose a lease that short, too, and be in doubt about its own mails.
  const other = await startRelay(await env(6));
  const counts = async () => (await countRecipients(database, [batchId])).get(batchId);
  await until(async () => {
    const now = await counts();
    return now?.pending === 0 && now.sending === 0;
  });
  const before = await counts();
  frozen.child.kill('SIGCONT');
  const stopped = once(frozen.child, 'exit');
  frozen.child.kill('SIGTERM');
  await stopped;

  expect(await counts()).toEqual(before);
  expect(before?.uncertain).toBeGreaterThan(0);
  expect(before?.uncertain).toBeLessThanOrEqual(CONNECTIONS);
  expect((before?.sent ?? 0) + (before?.uncertain ?? 0)).toBe(300);
  const ids = smtp.received.map((mail) => mail.messageId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(await other.stop()).toBe(0);
  await smtp.close();
  await database.close();
});

test('R17: Postgres stops and comes back while a batch runs: 503 with Retry-After, then it goes on', async () => {
  const own = await startPostgres();
  const databaseUrl = await own.newDatabase();
  const database = openDatabase({ databaseUrl, dataDir: dir });
  await migrate(database);
  const smtp = await startSmtpPeer();
  const { batchId } = await acceptPlainBatch(database, 400);
  const port = await freePort();
  const relay = await startRelay({
    RELAY_DATA_DIR: dir,
    DATABASE_URL: databaseUrl,
    RELAY_PORT: String(port),
    SMTP_SERVER: '127.0.0.1',
    SMTP_PORT: String(smtp.port),
    SMTP_FROM: 'me@x.test',
  });
  await smtp.untilReceived(20);
  await own.restart(async () => {
    const health = await fetch(`http://127.0.0.1:${port}/api/health`);
    expect(health.status).toBe(503);
    const authorization = `Bearer iapr_${'x'.repeat(43)}`;
    const api = await fetch(`http://127.0.0.1:${port}/api/email/batches`, {
      headers: { authorization },
    });
    expect([api.status, api.headers.get('retry-after')]).toEqual([503, '5']);
  });
  await until(async () => (await readBatch(database, 'u1', batchId))?.state === 'done');
  const { sent, uncertain, failed } = (await readBatch(database, 'u1', batchId))?.counts ?? {};
  expect([sent, uncertain, failed]).toEqual([400, 0, 0]);
  expect(new Set(smtp.received.map((mail) => mail.messageId)).size).toBe(smtp.received.length);
  expect(smtp.received).toHaveLength(400);
  expect(await relay.stop()).toBe(0);
  await smtp.close();
  await database.close();
  await own.stop();
});
