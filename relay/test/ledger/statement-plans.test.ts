import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SendBatchRequest } from '@iapostemanager/protocol/email-batch';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { blockPerson, listPeople } from '../../src/accounts/block-person.ts';
import { migrate } from '../../src/database/migrate.ts';
import { type Database, openDatabase } from '../../src/database/open-database.ts';
import { SteadySqliteCompiler } from '../../src/database/steady-sqlite-compiler.ts';
import { cancelLeftOver } from '../../src/ledger/cancel-left-over.ts';
import {
  cancelBatch,
  pauseBatch,
  resolveUncertain,
  resumeBatch,
  retryFailed,
} from '../../src/ledger/change-batch.ts';
import { ledgerOf } from '../../src/ledger/ledger-operations.ts';
import { LedgerSender } from '../../src/ledger/ledger-sender.ts';
import { pauseAfterRefusedSignIn } from '../../src/ledger/pause-after-refused-sign-in.ts';
import { readBatch } from '../../src/ledger/read-batch.ts';
import { recoverDeadWorkers } from '../../src/ledger/recover-dead-workers.ts';
import { allowAddress, suppressAddress, unsubscribe } from '../../src/ledger/suppress-address.ts';
import { outboxTransport } from '../../src/mail/outbox-transport.ts';
import {
  addMailAccount,
  letWaitingGo,
  limitMailAccount,
  removeMailAccount,
} from '../../src/mail-accounts/mail-accounts.ts';
import { SenderFleet } from '../../src/mail-accounts/sender-fleet.ts';
import { type AppUnderTest, appUnderTest } from '../app-under-test.ts';
import { until } from '../until.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'relay-plans-'));
const database = openDatabase({ dataDir });
afterAll(async () => {
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const statements = new Set<string>();

/** The database, with every statement noted as SQLite gets it; the ledger's own run here and not in the thread. */
function watched(): Database {
  const compiler = new SteadySqliteCompiler();
  const db = database.db.withPlugin({
    transformQuery: ({ node, queryId }) => {
      statements.add(compiler.compileQuery(node, queryId).sql);
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  return { ...database, thread: undefined, db };
}

async function planOf(statement: string): Promise<string[]> {
  const values = Array.from(statement.matchAll(/\?/g), () => sql`${null}`);
  const parts = statement.split('?').map((part) => sql.raw(part));
  const bound = parts.flatMap((part, at) => (at === 0 ? [part] : [values[at - 1] ?? part, part]));
  const asked = sql<{ detail: string }>`explain query plan ${sql.join(bound, sql``)}`;
  return (await asked.execute(database.db)).rows.map(({ detail }) => detail);
}

const NOW = Date.now();
const batch = (count: number, extra: object = {}): SendBatchRequest => ({
  name: 'b',
  subject: 's',
  html: 'h',
  recipients: Array.from({ length: count }, (_, i) => ({ address: `r${i}@x.test`, fields: {} })),
  ...extra,
});

/** Everything that becomes of a batch, on every way. */
async function liveLedger(db: Database, userId: string): Promise<void> {
  const ledger = ledgerOf(db);
  const input = { userId, kind: 'batch' as const, messageDomain: 'x.test', nowMs: NOW };
  const request = batch(9, { perMinute: 600 });
  const { batchId } = await ledger.acceptBatch({ ...input, request, idempotencyKey: 'k' });
  await ledger.acceptBatch({ ...input, request, idempotencyKey: 'k' });
  await ledger.acceptBatch({ ...input, request });
  const change = { userId, batchId, nowMs: NOW };
  const worker = await ledger.startWorker();
  await ledger.renewWorker(worker);
  await ledger.startDueBatches(NOW);
  await ledger.mendRetryTimes(NOW);
  const limits = { perMinute: 600, perDay: 1_000, perDomainMinute: 4 };
  const wish = { worker, limit: 8, nowMs: NOW + 1_000, from: 'me@relay.test' };
  const rows = await ledger.claimRecipients({ ...wish, ...limits });
  const more = await ledger.claimRecipients({ ...wish, nowMs: NOW + 3_600_000 });
  const ids = [...rows, ...more].map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(4);
  await ledger.settleRecipients(worker, {
    starting: ids,
    nowMs: NOW,
    settled: [
      { id: ids[0] ?? 0, as: 'sent' },
      { id: ids[1] ?? 0, as: 'sent', kept: true },
      { id: ids[2] ?? 0, as: 'uncertain', error: 'e' },
      { id: ids[3] ?? 0, as: 'failed', error: 'e' },
      { id: ids[4] ?? 0, as: 'later', nextAt: 0, error: null, counted: false },
    ],
  });
  await pauseBatch(db, change);
  await resumeBatch(db, change);
  await resolveUncertain(db, { ...change, as: 'resend', indexes: [2] });
  await resolveUncertain(db, { ...change, as: 'sent', indexes: [2] });
  await retryFailed(db, change);
  await suppressAddress(db, { userId, address: 'r8@x.test', reason: 't', nowMs: NOW });
  await unsubscribe(db, { userId, address: 'r7@x.test', from: 'me@relay.test', nowMs: NOW });
  await allowAddress(db, { userId, address: 'r7@x.test' });
  await pauseAfterRefusedSignIn({ database: db });
  await pauseAfterRefusedSignIn({ database: db, mailAccount: 'own', revision: 1 });
  await cancelBatch(db, change);
  const left = db.db.updateTable('recipients').set({ state: 'pending' });
  await left.where('id', 'in', ids).where('batch_id', '=', batchId).execute();
  expect(await cancelLeftOver(db)).toBeGreaterThan(0);
  await ledger.finishBatches();
  await recoverDeadWorkers(db, { everyWorker: true });
  await ledger.endWorker(worker);
}

/** A batch from beginning to end, by those who send. */
async function liveSender(db: Database, userId: string): Promise<void> {
  const request = batch(3, { name: 'sent' });
  const input = { userId, kind: 'batch' as const, messageDomain: 'x.test', nowMs: NOW, request };
  const { batchId } = await ledgerOf(db).acceptBatch(input);
  const main = new LedgerSender({
    database: db,
    transport: outboxTransport(db),
    composer: { compose: async () => Buffer.from('mail') },
    from: 'me@relay.test',
    connections: 2,
    pollMs: 10,
  });
  const fleet = new SenderFleet({
    database: db,
    key: Buffer.alloc(32),
    main,
    senderFor: () => main,
  });
  fleet.start();
  await until(async () => (await readBatch(db, userId, batchId))?.state === 'done');
  await fleet.stop(1_000);
}

async function liveMailAccounts(db: Database, userId: string): Promise<void> {
  const key = Buffer.alloc(32, 1);
  const account = await addMailAccount(db, key, {
    userId,
    nowMs: NOW,
    account: {
      name: 'n',
      from: 'a@x.test',
      host: 'smtp.x.test',
      port: 465,
      user: 'a',
      auth: { type: 'password', password: 'p' },
    },
  });
  const id = account?.id ?? '';
  const worker = await ledgerOf(db).startWorker();
  const wish = { worker, limit: 4, nowMs: NOW, mailAccount: id };
  await ledgerOf(db).claimRecipients(wish);
  const limits = { perMinute: 1, perDay: 2, perDomainMinute: 3 };
  expect(await limitMailAccount(db, { userId, id, limits })).toBe(true);
  await letWaitingGo(db, { userId, id, tried: true });
  await letWaitingGo(db, { id, tried: true });
  await ledgerOf(db).acceptBatch({
    userId,
    kind: 'batch',
    messageDomain: 'x.test',
    nowMs: NOW,
    request: batch(2, { account: id }),
  });
  expect(await ledgerOf(db).claimRecipients(wish)).toHaveLength(1);
  expect(await removeMailAccount(db, { userId, id })).toBe(true);
}

/** Every list and number that a panel or a page asks for. */
async function liveRoutes({ app, person }: AppUnderTest, db: Database): Promise<string> {
  const { userId, bearer } = await person('ada', { admin: true });
  await liveLedger(db, userId);
  await liveSender(db, userId);
  const get = async (url: string) => {
    const answer = await app.inject({ url, headers: bearer });
    expect(answer.statusCode, url).toBe(200);
    return answer;
  };
  const of = '/api/email/batches';
  const { items } = (await get(`${of}?limit=1`)).json();
  const before = (await get(`${of}?kind=batch&limit=1`)).json().next;
  await get(`${of}?kind=batch&cursor=${before}`);
  await get(`${of}?cursor=${before}`);
  const { id } = items[0];
  for (const query of ['', '?state=failed', '?search=r1', '?cursor=1', '?state=sent&cursor=1']) {
    await get(`${of}/${id}/recipients${query}`);
  }
  await get(`${of}/${id}/export.csv`);
  const { next } = (await get('/api/email/history?limit=1')).json();
  await get(`/api/email/history?limit=3&cursor=${next}`);
  await get('/api/email/history?kind=single');
  await get(`/api/email/history?kind=batch&limit=3&cursor=${next}`);
  for (const url of ['suppressions', 'suppressions?cursor=a']) await get(`/api/email/${url}`);
  for (const url of ['/api/dashboard/stats', '/api/account', '/api/outbox', '/metrics']) {
    await get(url);
  }
  await listPeople(db);
  return userId;
}

/** With these, and these only, a list is sorted: a page's few batches, and what one slow domain may not have now. */
const SORTS = [/"batch_id" in \(\+\?, .* limit \+\?$/, /from \(\s*select id, cast\(case/];

test('no statement looks through all recipients, batches or mails, or is planned anew for a value', async () => {
  await migrate(database);
  const db = watched();
  const under = await appUnderTest(db);
  const userId = await liveRoutes(under, db);
  await liveMailAccounts(db, userId);
  await blockPerson(db, { userId, nowMs: NOW });
  await under.app.close();

  const plans: { statement: string; step: string }[] = [];
  for (const statement of statements) {
    if (!/^\s*(select|update|delete|insert|with)\b/i.test(statement)) continue;
    // A value after a plus cannot change the plan; see SteadySqliteCompiler.
    expect(statement).not.toMatch(/(?<!\+)\?/);
    for (const step of await planOf(statement)) plans.push({ statement, step });
  }
  expect(statements.size).toBeGreaterThan(80);
  const through = plans.filter(
    ({ statement, step }) =>
      /^SCAN (recipients|batches|outbox|tokens|session|attachments)\b/.test(step) &&
      // These hold what is not finished only.
      !/USING (COVERING )?INDEX (recipients_(pending|sending)|batches_open)$/.test(step) &&
      !/from "outbox" (where .*)?order by "id" desc limit \+\?$/.test(statement),
  );
  expect(through).toEqual([]);
  const sorted = plans.filter(
    ({ statement, step }) =>
      step.includes('TEMP B-TREE FOR ORDER BY') &&
      /\brecipients\b/.test(statement) &&
      !/json_each/.test(statement) &&
      !SORTS.some((known) => known.test(statement)),
  );
  expect(sorted).toEqual([]);
  const steps = plans.map(({ step }) => step).join('\n');
  for (const index of [
    'recipients_pending',
    'recipients_sending',
    'batches_open',
    'batches_kind',
  ]) {
    expect(steps).toContain(index);
  }
});
