import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RootOperationNode } from 'kysely';
import { expect, test } from 'vitest';
import { backupName } from '../../src/backup/schedule-backups.ts';
import type { Database } from '../../src/database/open-database.ts';
import { ledgerOf } from '../../src/ledger/ledger-operations.ts';
import type { SenderOptions } from '../../src/ledger/sender-options.ts';
import { MessageComposer } from '../../src/mail/compose-message.ts';
import { outboxTransport } from '../../src/mail/outbox-transport.ts';
import { type AppUnderTest, appUnderTest } from '../app-under-test.ts';
import { eachDatabase } from '../each-database.ts';
import { account, batchBody, ledgerClient } from '../faults/ledger-client.ts';
import { freePort } from '../free-port.ts';
import { cleanUps, look, peer, startSender, untilState } from '../ledger/sender-under-test.ts';
import { acceptPlainBatch } from '../plain-batch.ts';
import { startRelay } from '../relay-process.ts';
import { smtpError } from '../smtp-peer.ts';
import { until } from '../until.ts';

/** A relay with a folder of its own. */
async function relayOn(
  database: Database,
  env: Record<string, string> = {},
): Promise<AppUnderTest & { dataDir: string }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'relay-watched-'));
  cleanUps.push(async () => rmSync(dataDir, { recursive: true }));
  const relay = await appUnderTest(database, { RELAY_DATA_DIR: dataDir, ...env });
  cleanUps.push(() => relay.app.close());
  return Object.assign(relay, { dataDir });
}

type Server = { port: number; user?: string; password?: string };

/** A sender that runs behind the relay. */
function sends(relay: AppUnderTest, server: Server, options: Partial<SenderOptions> = {}) {
  const sender = startSender(relay.database, server, {
    composer: new MessageComposer({ from: 'me@relay.test', unsubscribeUrl: () => '' }),
    connections: 2,
    counts: relay.mailCounts,
    ...options,
  });
  relay.sender = sender;
  return sender;
}

/** The relay's own series, by name and labels. */
async function series({ app }: AppUnderTest): Promise<Record<string, number>> {
  const { body } = await app.inject({ url: '/metrics' });
  const lines = body.matchAll(/^(relay_\S+) (\S+)$/gm);
  return Object.fromEntries([...lines].map(([, name = '', value]) => [name, Number(value)]));
}

async function mails(relay: AppUnderTest): Promise<Record<string, number>> {
  const told = Object.entries(await series(relay)).flatMap(([name, value]) => {
    const outcome = /^relay_mails_total\{outcome="(\w+)"\}$/.exec(name)?.[1];
    return outcome ? [[outcome, value] as const] : [];
  });
  return Object.fromEntries(told);
}

/** Whether the statement writes down that a mail was sent, on either database. */
const settles = (node: RootOperationNode): boolean =>
  node.kind === 'UpdateQueryNode'
    ? JSON.stringify(node.updates).includes('sent_at')
    : node.kind === 'RawNode' && node.sqlFragments.join('').includes("set state = 'sent'");

const NONE = { sent: 0, kept: 0, failed: 0, uncertain: 0, deferred: 0 };

async function health({ app }: AppUnderTest) {
  const answer = await app.inject({ url: '/api/health' });
  return { ...answer.json(), code: answer.statusCode, body: answer.body };
}

type Health = { ready: boolean; dependencies: { smtp: string } };

eachDatabase('what an operator can watch', ({ fresh, newPlace, kind }) => {
  test('R3: a mail server that refuses the password is told, until it has answered about a mail; the relay stays ready', async () => {
    let right = false;
    const smtp = await peer({
      options: {
        authOptional: false,
        onAuth: (_auth, _session, done) =>
          right ? done(null, { user: 'me' }) : done(smtpError(535, 'wrong password')),
      },
    });
    const database = await fresh();
    const relay = await relayOn(database);
    expect((await health(relay)).dependencies.smtp).toBe('configured');
    expect(await series(relay)).toMatchObject({ relay_mail_server_healthy: 1 });
    sends(relay, { port: smtp.port, user: 'me', password: 'p' });
    // Never asked: nothing is known against it.
    expect((await health(relay)).dependencies.smtp).toBe('configured');

    const { batchId } = await acceptPlainBatch(database, 5);
    await untilState(database, batchId, 'paused');
    await until(async () => (await look(database, batchId)).counts.pending === 5);
    const ill = await health(relay);
    expect(ill).toMatchObject({ code: 200, ready: true, dependencies: { smtp: 'failing' } });
    expect(ill.body).not.toContain('127.0.0.1');
    expect(await series(relay)).toMatchObject({
      relay_mail_server_healthy: 0,
      relay_sender_healthy: 1,
      'relay_recipients{state="pending"}': 5,
      'relay_batches{state="paused"}': 1,
      'relay_batches{state="running"}': 0,
    });
    // No attempt has begun.
    expect(await mails(relay)).toEqual(NONE);

    right = true;
    const running = { state: 'running' as const, pause_reason: null };
    await database.db.updateTable('batches').set(running).where('id', '=', batchId).execute();
    await untilState(database, batchId, 'done');
    expect((await health(relay)).dependencies.smtp).toBe('configured');
    expect(await series(relay)).toMatchObject({ relay_mail_server_healthy: 1 });
    expect(await mails(relay)).toEqual({ ...NONE, sent: 5 });
  });

  test('R3: a mail server that cannot be reached is told as well', async () => {
    const database = await fresh();
    const relay = await relayOn(database);
    sends(relay, { port: await freePort() });
    await acceptPlainBatch(database, 2);
    await until(async () => (await health(relay)).dependencies.smtp === 'failing');
    expect(await health(relay)).toMatchObject({ code: 200, ready: true });
    expect(await mails(relay)).toEqual(NONE);
  });

  test('R3: each end of an attempt is counted once, under what it is', async () => {
    const deferred = new Set<string>();
    const smtp = await peer({
      onRcptTo: (address) => {
        if (address === 'r0@x.test') return smtpError(550);
        if (address !== 'r1@x.test' || deferred.has(address)) return undefined;
        deferred.add(address);
        return smtpError(450, 'greylisted');
      },
      afterDot: (mail) => (mail.to.includes('r2@x.test') ? 'drop' : undefined),
    });
    const database = await fresh();
    const relay = await relayOn(database);
    sends(relay, smtp);
    const { batchId } = await acceptPlainBatch(database, 10);
    await untilState(database, batchId, 'done');
    const { counts } = await look(database, batchId);
    expect(counts).toMatchObject({ sent: 8, failed: 1, uncertain: 1 });
    await until(async () => (await mails(relay)).sent === 8);
    expect(await mails(relay)).toEqual({ sent: 8, kept: 0, failed: 1, uncertain: 1, deferred: 1 });
    const { body } = await relay.app.inject({ url: '/metrics' });
    expect(body).not.toMatch(/x\.test|127\.0\.0\.1|:\d{4,5}\b/);
  });

  test('R3: a write that the database took at the second try only is counted once', async () => {
    const smtp = await peer();
    const real = await fresh();
    // Only where the ledger runs here can its database be made to fail.
    let refusals = 1;
    const database: Database = {
      ...real,
      thread: undefined,
      db: real.db.withPlugin({
        transformQuery: ({ node }) => {
          if (smtp.received.length > 0 && settles(node) && refusals-- > 0)
            throw new Error('no room');
          return node;
        },
        transformResult: async ({ result }) => result,
      }),
    };
    const relay = await relayOn(database);
    sends(relay, smtp, { connections: 1 });
    const { batchId } = await acceptPlainBatch(database, 1);
    await untilState(real, batchId, 'done');
    await until(async () => (await mails(relay)).sent !== 0);
    expect(refusals).toBeLessThan(1);
    expect(await mails(relay)).toEqual({ ...NONE, sent: 1 });
  });

  test('R3: what a process that died left on the wire is counted by the one that finds it', async () => {
    const database = await fresh();
    await acceptPlainBatch(database, 3);
    const ledger = ledgerOf(database);
    const dead = await ledger.startWorker();
    await ledger.startDueBatches(Date.now());
    const wish = { worker: dead, limit: 2, nowMs: Date.now(), from: 'me@relay.test' };
    const rows = await ledger.claimRecipients(wish);
    const starting = rows.map(({ id }) => id);
    await ledger.settleRecipients(dead, { starting, settled: [], nowMs: Date.now() });
    await database.db.updateTable('workers').set({ lease_until: 0 }).execute();
    const relay = await relayOn(database);
    sends(relay, await peer());
    await until(async () => (await mails(relay)).sent === 1);
    expect(await mails(relay)).toEqual({ ...NONE, uncertain: rows.length, sent: 1 });
  });

  test('R3: what a life that was fenced brings is counted as it stands in the ledger', async () => {
    let answer = () => {};
    const smtp = await peer({
      afterDot: () =>
        new Promise((resolve) => {
          answer = resolve;
          database.db
            .updateTable('workers')
            .set({ lease_until: 0 })
            .execute()
            .catch(() => {});
        }),
    });
    const database = await fresh();
    const relay = await relayOn(database);
    const sender = sends(relay, smtp, { leaseMs: 60 });
    await acceptPlainBatch(database, 1);
    await until(async () => (await mails(relay)).uncertain === 1);
    answer();
    await sender.stop();
    expect(smtp.received).toHaveLength(1);
    expect(await mails(relay)).toEqual({ ...NONE, uncertain: 1 });
  });

  test('R3: without a mail server mails are counted as kept, and none is told to fail', async () => {
    const database = await fresh();
    const relay = await relayOn(database, { SMTP_SERVER: '' });
    sends(relay, { port: 0 }, { transport: outboxTransport(database) });
    const { batchId } = await acceptPlainBatch(database, 2);
    await untilState(database, batchId, 'done');
    expect(await mails(relay)).toEqual({ ...NONE, kept: 2 });
    expect((await health(relay)).dependencies.smtp).toBe('embedded outbox');
    expect(Object.keys(await series(relay))).not.toContain('relay_mail_server_healthy');
  });

  test('R3: batches are counted by what they do; those that are over are not', async () => {
    const database = await fresh();
    const relay = await relayOn(database);
    const states = ['running', 'scheduled', 'scheduled', 'paused', 'paused', 'paused', 'done'];
    for (const state of [...states, 'cancelled'] as const) {
      const { batchId } = await acceptPlainBatch(database, 2);
      await database.db
        .updateTable('batches')
        .set({ state: state as 'running' })
        .where('id', '=', batchId)
        .execute();
    }
    expect(await series(relay)).toMatchObject({
      'relay_batches{state="running"}': 1,
      'relay_batches{state="scheduled"}': 2,
      'relay_batches{state="paused"}': 3,
    });
    expect(await series(await relayOn(await fresh()))).toMatchObject({
      'relay_recipients{state="pending"}': 0,
      'relay_batches{state="paused"}': 0,
    });
  });

  test('R3: the age of the newest backup is told where the relay makes them, and not before there is one', async () => {
    const relay = await relayOn(await fresh());
    const age = async () => (await series(relay)).relay_backup_age_seconds;
    expect(await age()).toBeUndefined();
    const dir = join(relay.dataDir, 'backups');
    mkdirSync(dir);
    const hour = 3_600_000;
    // Half a backup, its checksum and a foreign file are none.
    for (const name of ['notes.txt', `${backupName(Date.now())}.part`]) {
      writeFileSync(join(dir, name), '');
    }
    expect(await age()).toBeUndefined();
    for (const hours of [50, 3, 27]) {
      writeFileSync(join(dir, backupName(Date.now() - hours * hour)), '');
    }
    const told = await age();
    if (kind === 'postgres') return expect(told).toBeUndefined();
    expect(Math.floor(((told ?? 0) / 3_600) * 10) / 10).toBe(3);
  });

  test('R3: a relay that runs tells of its server and of its mails, also of those it left on the wire when it died', async () => {
    let right = false;
    let hangs = false;
    let hanging = false;
    const smtp = await peer({
      options: {
        authOptional: false,
        onAuth: (_auth, _session, done) =>
          right ? done(null, { user: 'me' }) : done(smtpError(535, 'wrong password')),
      },
      afterDot: () => {
        hanging = hangs;
        return hangs ? 'hang' : undefined;
      },
    });
    const { dataDir, databaseUrl } = await newPlace();
    const env = {
      RELAY_DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      RELAY_PORT: String(await freePort()),
      SMTP_SERVER: '127.0.0.1',
      SMTP_PORT: String(smtp.port),
      SMTP_USER: 'me',
      SMTP_PASSWORD: 'p',
      SMTP_FROM: 'me@relay.test',
    };
    const client = ledgerClient(env, account(env));
    const start = async () => {
      const relay = await startRelay(env);
      cleanUps.push(() => relay.kill());
      return relay;
    };
    const smtpState = async () => {
      const answer = (await (await client.call('/api/health')).json()) as Health;
      expect(answer.ready).toBe(true);
      return answer.dependencies.smtp;
    };
    const told = async () => (await client.call('/metrics')).text();

    const first = await start();
    expect(await smtpState()).toBe('configured');
    const batch = await client.accept(batchBody(3));
    await until(async () => (await smtpState()) === 'failing');
    await until(async () => (await told()).includes('relay_batches{state="paused"} 1\n'));
    expect(await told()).toContain('\nrelay_mail_server_healthy 0\n');
    right = true;
    await client.call(`/api/email/batches/${batch}/resume`, { method: 'POST' });
    await until(async () => (await client.batch(batch)).state === 'done');
    expect(await smtpState()).toBe('configured');
    await until(async () => (await told()).includes('relay_mails_total{outcome="sent"} 3\n'));
    if (kind === 'postgres') return;

    hangs = true;
    const second = await client.accept(batchBody(1));
    await until(() => hanging);
    expect((await client.batch(second)).counts.sending).toBe(1);
    await first.kill();
    await start();
    expect(await told()).toContain('relay_mails_total{outcome="uncertain"} 1\n');
    expect(await told()).toContain('relay_mails_total{outcome="sent"} 0\n');
  }, 60_000);
});
