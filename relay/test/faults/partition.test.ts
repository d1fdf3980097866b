import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { type Database, openDatabase } from '../../src/database/open-database.ts';
import { LedgerSender } from '../../src/ledger/ledger-sender.ts';
import { countRecipients } from '../../src/ledger/read-batch.ts';
import { MessageComposer } from '../../src/mail/compose-message.ts';
import { smtpTransport } from '../../src/mail/smtp-transport.ts';
import { freePort } from '../free-port.ts';
import { acceptPlainBatch } from '../plain-batch.ts';
import { startRelay } from '../relay-process.ts';
import { type SmtpPeer, startSmtpPeer } from '../smtp-peer.ts';
import { type Postgres, startPostgres } from '../start-postgres.ts';
import { until } from '../until.ts';

const CONNECTIONS = 3;
let postgres: Postgres;
let dir: string;
const cleanUps: (() => unknown)[] = [];
beforeAll(async () => {
  postgres = await startPostgres();
  dir = mkdtempSync(join(tmpdir(), 'relay-partition-'));
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});
afterAll(async () => {
  await postgres.stop();
  rmSync(dir, { recursive: true });
});

/** A wire to the database that can be cut without anybody being told. */
async function wire(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let cut = false;
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.pipe(to);
      if (cut) from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const url = new URL(databaseUrl);
  url.port = String((server.address() as { port: number }).port);
  return {
    url: url.href,
    cut() {
      cut = true;
      for (const socket of sockets) socket.pause();
    },
    heal() {
      cut = false;
      for (const socket of sockets) socket.resume();
    },
  };
}

async function opened(databaseUrl: string): Promise<Database> {
  const database = openDatabase({ databaseUrl, dataDir: dir });
  cleanUps.push(() => database.close());
  return database;
}

function startSender(database: Database, smtp: SmtpPeer): LedgerSender {
  const sender = new LedgerSender({
    database,
    transport: smtpTransport({ host: '127.0.0.1', port: smtp.port, secure: false }),
    composer: new MessageComposer({ from: 'me@x.test', unsubscribeUrl: () => '' }),
    from: 'me@x.test',
    connections: CONNECTIONS,
    leaseMs: 2_000,
    pollMs: 50,
  });
  sender.start();
  cleanUps.push(() => sender.stop(1_000));
  return sender;
}

test('R19: a relay cut off from its database after a claim sends nothing more; another takes over, nobody gets two', async () => {
  const databaseUrl = await postgres.newDatabase();
  const direct = await opened(databaseUrl);
  await migrate(direct);
  let onMail = () => {};
  const smtp = await startSmtpPeer({
    afterDot: () => {
      onMail();
      return undefined;
    },
  });
  cleanUps.push(() => smtp.close());
  const { batchId } = await acceptPlainBatch(direct, 200);
  const line = await wire(databaseUrl);
  const lonely = await opened(line.url);
  onMail = () => {
    if (smtp.received.length === 20) line.cut();
  };
  startSender(lonely, smtp);
  // What was on its way in that moment may still arrive, or nothing was.
  await smtp.untilReceived(20);
  startSender(direct, smtp);
  const counts = async () => (await countRecipients(direct, [batchId])).get(batchId);
  await until(async () => {
    const now = await counts();
    return now?.pending === 0 && now.sending === 0;
  });
  const before = await counts();
  const delivered = smtp.received.length;
  line.heal();
  // The cut one learns that it was fenced, and starts a new life.
  await until(async () => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from workers`.execute(direct.db);
    return Number(rows[0]?.n) === 2;
  });
  expect(await counts()).toEqual(before);
  expect(smtp.received).toHaveLength(delivered);
  expect((before?.sent ?? 0) + (before?.uncertain ?? 0)).toBe(200);
  expect(before?.uncertain).toBeLessThanOrEqual(CONNECTIONS);
  const ids = smtp.received.map((mail) => mail.messageId);
  expect(new Set(ids).size).toBe(ids.length);
}, 120_000);

test('R17: connections killed and a database gone read-only in the middle of a batch: it goes on, nobody gets two', async () => {
  const databaseUrl = await postgres.newDatabase();
  const database = await opened(databaseUrl);
  await migrate(database);
  const smtp = await startSmtpPeer();
  cleanUps.push(() => smtp.close());
  const { batchId } = await acceptPlainBatch(database, 400);
  startSender(await opened(databaseUrl), smtp);
  const name = new URL(databaseUrl).pathname.slice(1);
  const killOthers = sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = ${name} and pid <> pg_backend_pid()`;
  for (const at of [20, 60, 100]) {
    await smtp.untilReceived(at);
    await killOthers.execute(database.db);
  }
  await smtp.untilReceived(140);
  await sql`alter database ${sql.id(name)} set default_transaction_read_only = on`.execute(
    database.db,
  );
  await killOthers.execute(database.db);
  const write = async () => {
    const other = openDatabase({ databaseUrl, dataDir: dir });
    try {
      await acceptPlainBatch(other, 1);
      return 'written';
    } catch (error) {
      return (error as { code?: string }).code;
    } finally {
      await other.close();
    }
  };
  expect(await write()).toBe('25006');
  await sql`set default_transaction_read_only = off`.execute(database.db);
  await sql`alter database ${sql.id(name)} reset default_transaction_read_only`.execute(
    database.db,
  );
  await killOthers.execute(database.db);
  await until(async () => {
    const now = (await countRecipients(database, [batchId])).get(batchId);
    return now?.pending === 0 && now.sending === 0;
  });
  const end = (await countRecipients(database, [batchId])).get(batchId);
  expect((end?.sent ?? 0) + (end?.uncertain ?? 0)).toBe(400);
  const ids = smtp.received.map((mail) => mail.messageId);
  expect(new Set(ids).size).toBe(ids.length);
}, 120_000);

test('R2 R19: a relay whose database says nothing more stops all the same', async () => {
  const databaseUrl = await postgres.newDatabase();
  await migrate(await opened(databaseUrl));
  const line = await wire(databaseUrl);
  const relay = await startRelay({
    RELAY_DATA_DIR: dir,
    DATABASE_URL: line.url,
    RELAY_PORT: String(await freePort()),
  });
  cleanUps.push(() => relay.kill());
  let said = '';
  relay.child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  line.cut();
  expect(await relay.stop()).toBe(1);
  expect(said).toContain('the database does not answer');
}, 30_000);
