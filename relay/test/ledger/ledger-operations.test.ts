import type { SendBatchRequest } from '@iapostemanager/protocol/email-batch';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type Database, openDatabase, type Queryable } from '../../src/database/open-database.ts';
import { acceptBatch, IdempotencyConflictError } from '../../src/ledger/accept-batch.ts';
import {
  finishBatches,
  mendRetryTimes,
  startDueBatches,
} from '../../src/ledger/advance-batches.ts';
import { cancelLeftOver } from '../../src/ledger/cancel-left-over.ts';
import {
  cancelBatch,
  pauseBatch,
  rescheduleBatch,
  resolveUncertain,
  resumeBatch,
} from '../../src/ledger/change-batch.ts';
import { claimRecipients, WorkerFencedError } from '../../src/ledger/claim-recipients.ts';
import { renewWorker, startWorker } from '../../src/ledger/keep-worker.ts';
import { NoRecipientError } from '../../src/ledger/pack-batch.ts';
import { pauseAfterRefusedSignIn } from '../../src/ledger/pause-after-refused-sign-in.ts';
import { listBatches, listRecipients, readBatch } from '../../src/ledger/read-batch.ts';
import { readHistory } from '../../src/ledger/read-history.ts';
import { recoverDeadWorkers } from '../../src/ledger/recover-dead-workers.ts';
import { settleRecipients } from '../../src/ledger/settle-recipients.ts';
import { allowAddress, unsubscribe } from '../../src/ledger/suppress-address.ts';
import { limitMailAccount } from '../../src/mail-accounts/mail-accounts.ts';
import { eachDatabase } from '../each-database.ts';
import { until } from '../until.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-22T12:00:00Z');

const request = (count: number, extra: object = {}): SendBatchRequest => ({
  name: 'b',
  subject: 's',
  html: 'h',
  recipients: Array.from({ length: count }, (_, i) => ({ address: `r${i}@x.test`, fields: {} })),
  ...extra,
});
const accept = (database: Database, body: SendBatchRequest, extra: object = {}) =>
  acceptBatch(database, {
    userId: 'u1',
    messageDomain: 'relay.test',
    kind: 'batch',
    request: body,
    nowMs: NOW,
    ...extra,
  });
const claim = (database: Database, worker: string, extra: object = {}) =>
  claimRecipients(database, { worker, limit: 100, nowMs: NOW, ...extra });
const change = (batchId: string, extra: object = {}) => ({
  userId: 'u1',
  batchId,
  nowMs: NOW,
  ...extra,
});
/** On Postgres: transactions of this database that wait for another. */
async function waiting(database: Database): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
    where wait_event_type = 'Lock' and datname = current_database()`.execute(database.db);
  return rows[0]?.n ?? 0;
}
/** On Postgres: a transaction of this database waits for another. */
const someoneWaits = async (database: Database) => (await waiting(database)) > 0;
/** On Postgres: begins `work` and resolves when it is over or waits for another; it is handed back in a list. */
async function begin<Result>(
  database: Database,
  work: () => Promise<Result>,
): Promise<[Promise<Result>]> {
  const before = await waiting(database);
  const begun = work();
  begun.catch(() => {});
  await Promise.race([begun, until(async () => (await waiting(database)) > before)]);
  return [begun];
}

/**
 * On Postgres: changes a batch as a person does, in a transaction that holds it, and `other` comes into the middle.
 * @returns what becomes of `other`
 */
async function amid<Result>(
  database: Database,
  batchId: string,
  {
    before,
    other,
    after,
  }: {
    before?: (trx: Queryable) => Promise<unknown>;
    other: () => Promise<Result>;
    after?: (trx: Queryable) => Promise<unknown>;
  },
): Promise<Result> {
  const [begun] = await database.db.transaction().execute(async (trx) => {
    await trx.selectFrom('batches').select('id').where('id', '=', batchId).forUpdate().execute();
    await before?.(trx);
    const started = await begin(database, other);
    await after?.(trx);
    return started;
  });
  return begun;
}
const NO_LIMITS = { perMinute: null, perDay: null, perDomainMinute: null };
/** Lets the batch of `u1` go out through a mail account of theirs, `own`. */
async function plantAccount({ db }: Database, batchId: string): Promise<void> {
  await sql`insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
    values ('u1', 'u', 'u@x.test', false, current_timestamp, current_timestamp)`.execute(db);
  await db
    .insertInto('mail_accounts')
    .values({
      id: 'own',
      user_id: 'u1',
      name: 'n',
      from_address: 'a@own.test',
      from_name: null,
      host: 'h',
      port: 465,
      username: 'a',
      auth: 'password',
      secret: 's',
      created_at: NOW,
      per_minute: 1,
      per_day: null,
      per_domain_minute: null,
    })
    .execute();
  await db.updateTable('batches').set({ mail_account: 'own' }).where('id', '=', batchId).execute();
}

eachDatabase('ledger operations', ({ fresh, kind }) => {
  // Only an embedded database has one process for sure.
  const sqliteTest: (title: string, run: () => Promise<void>) => void =
    kind === 'sqlite' ? test : () => {};
  // Only there two processes write at the same time.
  const postgresTest: typeof sqliteTest = kind === 'postgres' ? test : () => {};

  test('S27 R30: the same key 50 times at once makes one batch; another body is a conflict', async () => {
    const database = await fresh();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => accept(database, request(3), { idempotencyKey: 'k' })),
    );
    expect(new Set(answers.map((answer) => answer.batchId)).size).toBe(1);
    expect(answers[49]).toEqual(answers[0]);
    const rows = await database.db.selectFrom('recipients').select('id').execute();
    expect(rows).toHaveLength(3);
    await expect(accept(database, request(4), { idempotencyKey: 'k' })).rejects.toThrow(
      IdempotencyConflictError,
    );
    const other = await accept(database, request(4), { idempotencyKey: 'k', userId: 'u2' });
    expect(other.batchId).not.toBe(answers[0]?.batchId);
  });

  postgresTest('a batch that is retried while it is being closed is not closed', async () => {
    const database = await fresh();
    const { batchId } = await accept(database, request(1));
    await database.db.updateTable('recipients').set({ state: 'failed' }).execute();
    // As `retryFailed` does it, and the other process comes between its two statements.
    await amid(database, batchId, {
      other: () => finishBatches(database),
      after: (trx) => trx.updateTable('recipients').set({ state: 'pending', next_at: 0 }).execute(),
    });
    expect((await readBatch(database, 'u1', batchId))?.state).toBe('running');
    await database.db.updateTable('recipients').set({ state: 'sent' }).execute();
    await finishBatches(database);
    expect((await readBatch(database, 'u1', batchId))?.state).toBe('done');
  });

  const given = { as: 'later', nextAt: 0, error: null, counted: false } as const;
  const back = { starting: [], nowMs: NOW };
  for (const [who, giveBack] of [
    [
      'its sender',
      (database, worker, id) =>
        settleRecipients(database, worker, { ...back, settled: [{ id, ...given }] }),
    ],
    [
      'who buries its worker',
      async (database) => {
        await database.db.updateTable('workers').set({ lease_until: 1 }).execute();
        return recoverDeadWorkers(database);
      },
    ],
  ] satisfies [string, (database: Database, worker: string, id: number) => Promise<unknown>][]) {
    postgresTest(
      `R18: a mail given back by ${who} while its batch is being cancelled is cancelled too`,
      async () => {
        const database = await fresh();
        const { batchId } = await accept(database, request(2));
        const worker = await startWorker(database);
        const [row] = await claim(database, worker, { limit: 1 });
        if (!row) throw new Error('nothing was claimed');
        // As `cancelBatch` does it, and the other comes before it is over.
        await amid<unknown>(database, batchId, {
          before: async (trx) => {
            await trx.updateTable('batches').set({ state: 'cancelled' }).execute();
            await trx
              .updateTable('recipients')
              .set({ state: 'cancelled' })
              .where('state', '=', 'pending')
              .execute();
          },
          other: () => giveBack(database, worker, row.id),
        });
        expect((await readBatch(database, 'u1', batchId))?.counts).toMatchObject({
          pending: 0,
          sending: 0,
          cancelled: 2,
        });
      },
    );
  }

  const waitingGo: [string, (database: Database, id: string) => Promise<unknown>][] = [
    [
      'their account gets other limits',
      (database, id) => limitMailAccount(database, { userId: 'u1', id, limits: NO_LIMITS }),
    ],
    ['a wrong clock is mended', (database) => mendRetryTimes(database, NOW)],
  ];
  for (const [when, letGo] of waitingGo) {
    postgresTest(
      `mails that wait are cancelled while ${when}: nobody waits in a ring`,
      async () => {
        const database = await fresh();
        const { batchId } = await accept(database, request(3));
        await plantAccount(database, batchId);
        // The planner decides in which order each takes the rows: here by number, and there by time, the last one first.
        const rows = database.db.updateTable('recipients');
        for (const idx of [0, 1, 2]) {
          await rows
            .set({ next_at: NOW + (100 - idx) * HOUR })
            .where('idx', '=', idx)
            .execute();
        }
        const planned = (off: string[]) => {
          const url = new URL(database.place.databaseUrl ?? '');
          url.searchParams.set('options', off.map((way) => `-c enable_${way}=off`).join(' '));
          return openDatabase({ ...database.place, databaseUrl: url.href });
        };
        const byNumber = planned(['indexscan', 'bitmapscan']);
        const byTime = planned(['seqscan', 'bitmapscan', 'sort']);
        const [[going], [cancelling]] = await database.db.transaction().execute(async (trx) => {
          await trx
            .selectFrom('recipients')
            .select('id')
            .where('idx', '=', 1)
            .forUpdate()
            .execute();
          return [
            await begin(database, () => letGo(byNumber, 'own')),
            await begin(database, () => cancelBatch(byTime, change(batchId))),
          ] as const;
        });
        const ended = await Promise.allSettled([going, cancelling]);
        await Promise.all([byNumber.close(), byTime.close()]);
        expect(ended.map((one) => one.status === 'rejected' && String(one.reason))).toEqual([
          false,
          false,
        ]);
        expect((await readBatch(database, 'u1', batchId))?.counts.cancelled).toBe(3);
      },
    );
  }

  postgresTest('two processes that claim at once keep to the mails of a day together', async () => {
    const database = await fresh();
    await accept(database, request(100));
    const workers = await Promise.all([1, 2, 3].map(() => startWorker(database)));
    const claimed = async () => {
      const rows = await Promise.all(
        workers.map((worker) => claim(database, worker, { limit: 40, perDay: 30 })),
      );
      return rows.flat().length;
    };
    expect((await claimed()) + (await claimed())).toBe(30);
  });

  postgresTest('a mail that is settled while those of a day are counted is counted', async () => {
    const database = await fresh();
    await accept(database, request(2));
    const worker = await startWorker(database);
    const [row] = await claim(database, worker, { perDay: 1 });
    if (!row) throw new Error('nothing was claimed');
    let counts = 0;
    const db = database.db.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        const counted = result.rows.length === 1 && 'n' in (result.rows[0] ?? {});
        counts += counted ? 1 : 0;
        if (counted && counts === 1) {
          const settled = [{ id: row.id, as: 'sent' as const }];
          await settleRecipients(database, worker, { starting: [], settled, nowMs: NOW });
        }
        return result;
      },
    });
    // The rate of the day is asked once in two seconds: a minute later.
    const wish = { perDay: 1, nowMs: NOW + 60_000 };
    expect(await claim({ ...database, db }, worker, wish)).toEqual([]);
    expect(counts).toBe(2);
  });

  test('a hundred thousand uncertain recipients are settled by their indexes', async () => {
    const database = await fresh();
    const { batchId } = await accept(database, request(10));
    await database.db.updateTable('recipients').set({ state: 'uncertain' }).execute();
    const from = (first: number) => Array.from({ length: 99_995 }, (_, n) => n + first);
    const resolve = (as: 'sent' | 'resend', indexes: number[]) =>
      resolveUncertain(database, { ...change(batchId), as, indexes });
    expect(await resolve('sent', from(5))).toBe(5);
    expect(await resolve('resend', from(3))).toBe(2);
    expect((await readBatch(database, 'u1', batchId))?.counts).toMatchObject({
      sent: 5,
      pending: 2,
      uncertain: 3,
    });
  });

  test('an address is allowed again for all or not at all', async () => {
    const database = await fresh();
    const who = { userId: 'u1', address: 'a@x.test' };
    await unsubscribe(database, { ...who, from: 'me@relay.test', nowMs: NOW });
    const refuse = {
      sqlite: [
        sql`create trigger refused before delete on suppressions when old.user_id like 'from:%'
          begin select raise(abort, 'no'); end`,
        sql`drop trigger refused`,
      ],
      postgres: [
        sql`create function refuse() returns trigger language plpgsql as $$
          begin if old.user_id like 'from:%' then raise 'no'; end if; return old; end $$;
          create trigger refused before delete on suppressions
          for each row execute function refuse()`,
        sql`drop trigger refused on suppressions`,
      ],
    }[kind];
    await refuse[0]?.execute(database.db);
    await expect(allowAddress(database, who)).rejects.toThrow();
    await refuse[1]?.execute(database.db);
    expect(await allowAddress(database, who)).toBe(true);
    expect(await database.db.selectFrom('suppressions').selectAll().execute()).toEqual([]);
  });

  test('page by page the list gives every batch once, also those of one millisecond', async () => {
    const database = await fresh();
    const made: string[] = [];
    for (const nowMs of [NOW, NOW, NOW + 1, NOW, NOW, NOW - 1, NOW + 1]) {
      made.push((await accept(database, request(1), { nowMs })).batchId);
    }
    await accept(database, request(1), { userId: 'somebody else' });
    for (const limit of [1, 2, 3, 7, 50]) {
      const seen: { id: string; createdAt: string }[] = [];
      let before: string | undefined;
      do {
        const page = await listBatches(database, 'u1', { kind: 'batch', before, limit });
        seen.push(...page.items);
        before = page.next ?? undefined;
      } while (before !== undefined);
      expect(seen.map(({ id }) => id).sort(), `pages of ${limit}`).toEqual([...made].sort());
      const times = seen.map(({ createdAt }) => createdAt);
      expect(times).toEqual([...times].sort().reverse());
    }
  });

  test('the history gives every mail once, newest first, and nobody else’s', async () => {
    const database = await fresh();
    const sizes = [1, 5, 1, 1, 7, 2];
    const ids: string[] = [];
    for (const [age, count] of sizes.entries()) {
      ids.unshift((await accept(database, request(count), { nowMs: NOW + age })).batchId);
    }
    await accept(database, request(3), { userId: 'u2' });
    const wanted = ids.flatMap((id, place) =>
      Array.from({ length: sizes.at(-1 - place) ?? 0 }, (_, n) => `${id} r${n}@x.test`).reverse(),
    );
    for (const limit of [1, 2, 3, 6, 17, 50]) {
      const seen: string[] = [];
      for (let before: number | undefined; ; ) {
        const page = await readHistory(database, 'u1', { before, limit });
        expect(page.items.length).toBeLessThanOrEqual(limit);
        seen.push(...page.items.map((item) => `${item.batchId} ${item.to}`));
        if (page.next === null) break;
        before = Number(page.next);
      }
      expect(seen).toEqual(wanted);
    }
    const others = (await readHistory(database, 'u2', { limit: 1 })).items[0]?.id;
    expect(await readHistory(database, 'u1', { before: others, limit: 5 })).toEqual({
      items: [],
      next: null,
    });
  });

  test('recipients are found by a part of their address, wildcards taken as letters', async () => {
    const database = await fresh();
    const recipients = ['Anna@x.test', 'hannah@x.test', 'a_b@x.test', 'axb@x.test', 'a%@x.test'];
    const { batchId } = await accept(
      database,
      request(0, { recipients: recipients.map((address) => ({ address, fields: {} })) }),
    );
    const find = async (search: string) =>
      (await listRecipients(database, batchId, { search, limit: 10 })).items.map(
        ({ address }) => address,
      );
    expect(await find('ANNA')).toEqual(['Anna@x.test', 'hannah@x.test']);
    expect(await find('a_b')).toEqual(['a_b@x.test']);
    expect(await find('%')).toEqual(['a%@x.test']);
    expect(await find('zz')).toEqual([]);
  });

  test('S17: unusable addresses are rejected one by one and reach no server', async () => {
    const database = await fresh();
    const bad = [
      'a,b@x.test',
      '"v@g.test x"@i.test',
      'u@good.test(x)evil.test',
      '<a@x.test>',
      'g:a@x.test;',
      'a@x.test>\r\nRCPT TO:<evil@x.test',
      `${'l'.repeat(65)}@x.test`,
      'é@x.test',
      'a@exаmple.test',
      'a@x',
      'a@1.2.3.4',
      `a@${`${'d'.repeat(60)}.`.repeat(4)}${'d'.repeat(20)}.test`,
      `a@${'d'.repeat(64)}.test`,
      'mailto:a@x.test?bcc=evil@x.test',
      'a@x.test?bcc=evil@x.test',
      'a@x.test,b@x.test',
      '<a@x.test>,b@y.test',
      'a@x.test\u2028b',
      'a@x..test',
      '.a@x.test',
      'a..b@x.test',
      'a@-x.test',
      'a@[127.0.0.1]',
      '@x.test',
    ];
    const body = {
      ...request(0),
      recipients: [...bad, 'ok@x.test'].map((address) => ({ address, fields: {} })),
    };
    const answer = await accept(database, body as SendBatchRequest);
    expect(answer.accepted).toBe(1);
    expect(answer.rejected.map((row) => row.index)).toEqual(bad.map((_, i) => i));
    const none = { ...request(0), recipients: [{ address: 'nobody', fields: {} }] };
    await expect(accept(database, none as SendBatchRequest)).rejects.toThrow(NoRecipientError);
  });

  test('one address gets one mail of a batch, whatever its case; 3.4 mails are doubles when all is the same', async () => {
    const database = await fresh();
    const addresses = ['Ada@x.test', 'bob@x.test', ' ada@X.test', 'nobody', 'ADA@x.test'];
    const answer = await accept(
      database,
      request(0, { recipients: addresses.map((address) => ({ address, fields: {} })) }),
    );
    expect([answer.total, answer.accepted]).toEqual([5, 2]);
    expect(answer.rejected).toEqual([
      { index: 2, address: 'ada@X.test', reason: 'duplicate' },
      { index: 3, address: 'nobody', reason: 'invalid-address' },
      { index: 4, address: 'ADA@x.test', reason: 'duplicate' },
    ]);
    const { items } = await listRecipients(database, answer.batchId, { limit: 10 });
    expect(items.map(({ index, address }) => [index, address])).toEqual([
      [0, 'Ada@x.test'],
      [1, 'bob@x.test'],
    ]);
    const mail = { to: 'ada@x.test', subject: 's', body: 'b' };
    const emails = [mail, { ...mail, subject: 't' }, { ...mail, body: 'c' }, { ...mail }];
    expect(await accept(database, { emails })).toMatchObject({
      accepted: 3,
      rejected: [{ index: 3, reason: 'duplicate' }],
    });
  });

  test('R18: a worker whose lease ran out can neither claim, nor start a body, nor settle', async () => {
    const database = await fresh();
    const { batchId } = await accept(database, request(2));
    const frozen = await startWorker(database);
    const [first, second] = await claim(database, frozen);
    if (!first || !second) throw new Error('nothing claimed');
    await settleRecipients(database, frozen, { starting: [first.id], settled: [], nowMs: NOW });
    await database.db.updateTable('workers').set({ lease_until: 1 }).execute();
    expect(await renewWorker(database, frozen)).toBe(false);
    await expect(claim(database, frozen)).rejects.toThrow(WorkerFencedError);
    expect(await recoverDeadWorkers(database)).toEqual({ uncertain: 1, pending: 1 });
    const late = await settleRecipients(database, frozen, {
      starting: [second.id],
      settled: [{ id: first.id, as: 'sent' }],
      nowMs: NOW,
    });
    expect(late.size).toBe(0);
    expect((await readBatch(database, 'u1', batchId))?.counts).toMatchObject({
      uncertain: 1,
      pending: 1,
      sent: 0,
    });
    const other = await startWorker(database);
    const again = await claim(database, other);
    expect(again.map((row) => row.id)).toEqual([second.id]);
    // Nothing reached the server: the dead worker's try does not count.
    expect(again[0]?.attempts).toBe(1);
    // The row is out again, with somebody else: the frozen one has no more say in it.
    const wakes = await settleRecipients(database, frozen, {
      starting: [second.id],
      settled: [{ id: second.id, as: 'failed', error: 'mine' }],
      nowMs: NOW,
    });
    expect(wakes.size).toBe(0);
    expect((await readBatch(database, 'u1', batchId))?.counts).toMatchObject({
      sending: 1,
      failed: 0,
    });
  });

  test('R18: whose worker is not known any more is settled too', async () => {
    const database = await fresh();
    const { batchId } = await accept(database, request(3));
    const gone = await startWorker(database);
    const [begun] = await claim(database, gone, { limit: 2 });
    const nowMs = NOW;
    await settleRecipients(database, gone, { starting: [begun?.id ?? 0], settled: [], nowMs });
    await database.db.deleteFrom('workers').execute();
    const alive = await startWorker(database);
    await claim(database, alive);
    expect(await recoverDeadWorkers(database)).toEqual({ uncertain: 1, pending: 1 });
    expect(await recoverDeadWorkers(database)).toEqual({ uncertain: 0, pending: 0 });
    const counts = (await readBatch(database, 'u1', batchId))?.counts;
    expect(counts).toMatchObject({ uncertain: 1, pending: 1, sending: 1 });
  });

  postgresTest(
    'R18: a body that begins while its worker is being buried leaves no row behind',
    async () => {
      const database = await fresh();
      const { batchId } = await accept(database, request(2));
      const slow = await startWorker(database);
      const [row] = await claim(database, slow);
      await database.db.updateTable('workers').set({ lease_until: 1 }).execute();
      let burial: ReturnType<typeof recoverDeadWorkers> | undefined;
      await database.db.transaction().execute(async (trx) => {
        await trx
          .updateTable('recipients')
          .set({ past_data: 1 })
          .where('id', '=', row?.id ?? 0)
          .execute();
        burial = recoverDeadWorkers(database);
        await until(() => someoneWaits(database));
      });
      expect(await burial).toEqual({ uncertain: 1, pending: 1 });
      const counts = (await readBatch(database, 'u1', batchId))?.counts;
      expect(counts).toMatchObject({ uncertain: 1, pending: 1, sending: 0 });
    },
  );

  test('a row released after its batch was cancelled does not come back', async () => {
    const database = await fresh();
    const { batchId } = await accept(database, request(2));
    const worker = await startWorker(database);
    const [row] = await claim(database, worker, { limit: 1 });
    await cancelBatch(database, change(batchId));
    await settleRecipients(database, worker, {
      starting: [],
      settled: [{ id: row?.id ?? 0, as: 'later', nextAt: 0, error: '450', counted: true }],
      nowMs: NOW,
    });
    expect((await readBatch(database, 'u1', batchId))?.counts).toMatchObject({
      cancelled: 2,
      pending: 0,
    });
  });

  test('R18: what an older version left waiting in a cancelled batch ends; what waits elsewhere goes on', async () => {
    const database = await fresh();
    const left: string[] = [];
    for (const count of [2, 1, 3, 1, 2]) {
      const { batchId } = await accept(database, request(count));
      if (count > 1) left.push(batchId);
      if (count > 1) await cancelBatch(database, change(batchId));
    }
    const rows = database.db.updateTable('recipients');
    await rows.set({ state: 'pending' }).where('idx', '>', 0).execute();
    expect(await cancelLeftOver(database)).toBe(4);
    for (const id of left) {
      expect((await readBatch(database, 'u1', id))?.counts).toMatchObject({ pending: 0 });
    }
    const waiting = database.db
      .selectFrom('recipients')
      .select('id')
      .where('state', '=', 'pending');
    expect(await waiting.execute()).toHaveLength(2);
    expect(await cancelLeftOver(database)).toBe(0);
  });

  test('R16: a batch starts at its time, and one more than 24 h late asks first', async () => {
    const database = await fresh();
    const sendAt = new Date(NOW + HOUR).toISOString();
    const { batchId } = await accept(database, request(1, { sendAt }));
    const worker = await startWorker(database);
    await startDueBatches(database, NOW);
    expect(await claim(database, worker)).toHaveLength(0);
    await startDueBatches(database, NOW + 26 * HOUR);
    expect(await readBatch(database, 'u1', batchId)).toMatchObject({
      state: 'paused',
      pauseReason: 'overdue',
    });
    const late = change(batchId, { nowMs: NOW + 26 * HOUR });
    await expect(resumeBatch(database, late)).rejects.toMatchObject({ code: 'overdue' });
    expect(await resumeBatch(database, { ...late, overdue: true })).toBe(1);
    expect(await claim(database, worker)).toHaveLength(1);

    const zoned = await accept(database, request(1, { sendAt: '2026-11-22T14:30:00+02:00' }));
    await startDueBatches(database, Date.parse('2026-11-22T12:29:59Z'));
    expect((await readBatch(database, 'u1', zoned.batchId))?.state).toBe('scheduled');
    await startDueBatches(database, Date.parse('2026-11-22T12:30:00Z'));
    expect((await readBatch(database, 'u1', zoned.batchId))?.state).toBe('running');

    // Handed over only now, by a browser that was away: the same guard.
    const stale = await accept(
      database,
      request(1, { sendAt: new Date(NOW - 25 * HOUR).toISOString() }),
    );
    expect(await readBatch(database, 'u1', stale.batchId)).toMatchObject({
      state: 'paused',
      pauseReason: 'overdue',
    });
    const wish = change(stale.batchId);
    await expect(resumeBatch(database, wish)).rejects.toMatchObject({ code: 'overdue' });
    expect(await resumeBatch(database, { ...wish, overdue: true })).toBe(1);
    const soon = new Date(NOW - 23 * HOUR).toISOString();
    const justLate = await accept(database, request(1, { sendAt: soon }));
    expect((await readBatch(database, 'u1', justLate.batchId))?.state).toBe('running');
  });

  test('R16: what waits gets another time or leaves now; in a race with its start one of the two holds', async () => {
    const database = await fresh();
    const worker = await startWorker(database);
    const due = new Date(NOW + HOUR).toISOString();
    const scheduled = async () => (await accept(database, request(2, { sendAt: due }))).batchId;
    const stateOf = async (id: string) => {
      const { state, sendAt } = (await readBatch(database, 'u1', id)) ?? {};
      return [state, sendAt && Date.parse(sendAt) - NOW];
    };
    const move = (id: string, sendAt: number | null, extra: object = {}) =>
      rescheduleBatch(database, { ...change(id, extra), sendAt });

    const id = await scheduled();
    expect(await move(id, NOW + 3 * HOUR)).toBe(1);
    await startDueBatches(database, NOW + 2 * HOUR);
    expect(await stateOf(id)).toEqual(['scheduled', 3 * HOUR]);
    expect(await move(id, NOW, { userId: 'u2' })).toBeUndefined();
    expect(await move(id, null)).toBe(1);
    expect(await stateOf(id)).toEqual(['running', null]);
    // Paused and resumed it does not wait for the time it had.
    await pauseBatch(database, change(id));
    await expect(move(id, NOW + HOUR)).rejects.toMatchObject({ code: 'wrong-state' });
    await resumeBatch(database, change(id));
    expect(await claim(database, worker)).toHaveLength(2);
    for (const sendAt of [null, NOW + HOUR]) {
      await expect(move(id, sendAt)).rejects.toMatchObject({ code: 'wrong-state' });
    }
    expect(await claim(database, worker)).toHaveLength(0);

    // The relay slept through its time and has not asked yet: "now" does not go around the question.
    const late = await scheduled();
    const after = { nowMs: NOW + 26 * HOUR };
    await expect(move(late, null, after)).rejects.toMatchObject({ code: 'overdue' });
    expect(await move(late, NOW + 27 * HOUR, after)).toBe(1);

    const ids = await Promise.all(Array.from({ length: 20 }, scheduled));
    const moves = ids.map((one, i) =>
      move(one, i % 2 === 0 ? NOW + 5 * HOUR : null, { nowMs: NOW + HOUR }).catch(
        (error) => error.code,
      ),
    );
    const claims = [0, 1, 2].map(async () => {
      await startDueBatches(database, NOW + HOUR);
      return claim(database, worker, { nowMs: NOW + HOUR });
    });
    const said = await Promise.all(moves);
    const rows = [...(await Promise.all(claims)).flat()];
    rows.push(...(await claim(database, worker, { nowMs: NOW + HOUR })));
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
    for (const [i, one] of ids.entries()) {
      const waits = said[i] === 1 && i % 2 === 0;
      expect([1, 'wrong-state']).toContain(said[i]);
      expect((await stateOf(one))[0], `${i}: ${said[i]}`).toBe(waits ? 'scheduled' : 'running');
      expect(rows.filter((row) => row.batch.id === one)).toHaveLength(waits ? 0 : 2);
    }
  });

  postgresTest(
    'R16: a start that comes into the middle of a new time finds the new time',
    async () => {
      const database = await fresh();
      const sendAt = new Date(NOW + HOUR).toISOString();
      const { batchId } = await accept(database, request(1, { sendAt }));
      const set = (to: { send_at: number } | { state: 'running' }) => (trx: Queryable) =>
        trx.updateTable('batches').set(to).execute();
      const started = await amid(database, batchId, {
        other: () => startDueBatches(database, NOW + HOUR),
        after: set({ send_at: NOW + 3 * HOUR }),
      });
      expect(started).toBe(0);
      const moved = amid(database, batchId, {
        other: () => rescheduleBatch(database, { ...change(batchId), sendAt: null }),
        after: set({ state: 'running' }),
      });
      await expect(moved).rejects.toMatchObject({ code: 'wrong-state' });
    },
  );

  test('a rate per minute holds over any minute and over two workers', async () => {
    const database = await fresh();
    await accept(database, request(500, { perMinute: 120 }));
    const workers = [await startWorker(database), await startWorker(database)];
    const times: number[] = [];
    for (let at = 0; at <= 120_000; at += 250) {
      const rows = await claim(database, workers[(at / 250) % 2] ?? '', { nowMs: NOW + at });
      times.push(...rows.map(() => at));
    }
    for (const start of [0, 10_250, 60_000]) {
      const inMinute = times.filter((at) => at >= start && at < start + 60_000).length;
      expect(inMinute).toBeGreaterThan(115);
      expect(inMinute).toBeLessThanOrEqual(122);
    }
  });

  test('the ceilings of the account hold over all batches: per minute and per rolling day', async () => {
    const database = await fresh();
    await accept(database, request(50));
    await accept(database, request(50));
    const worker = await startWorker(database);
    expect(await claim(database, worker, { perMinute: 60 })).toHaveLength(1);
    expect(await claim(database, worker, { perMinute: 60, nowMs: NOW + 10 })).toHaveLength(0);
    expect(await claim(database, worker, { perMinute: 60, nowMs: NOW + 1_000 })).toHaveLength(1);
    expect(await claim(database, worker, { perDay: 5 })).toHaveLength(3);
    expect(await claim(database, worker, { perDay: 5 })).toHaveLength(0);
    await database.db
      .updateTable('recipients')
      .set({ state: 'sent', sent_at: NOW })
      .where('state', '=', 'sending')
      .execute();
    expect(await claim(database, worker, { perDay: 5, nowMs: NOW + 23 * HOUR })).toHaveLength(0);
    // A mail account of a person has a day of its own.
    const other = await accept(database, request(3, { account: 'm1' }), { nowMs: NOW + 1 });
    const ofAccount = { perDay: 2, mailAccount: 'm1', nowMs: NOW + 23 * HOUR };
    expect((await claim(database, worker, ofAccount)).map((row) => row.batch.id)).toEqual([
      other.batchId,
      other.batchId,
    ]);
    expect(await claim(database, worker, ofAccount)).toHaveLength(0);
    expect(await claim(database, worker, { perDay: 5, nowMs: NOW + 25 * HOUR })).toHaveLength(5);
  });

  test('a rate per domain holds over batches and workers, and holds up no other domain', async () => {
    const database = await fresh();
    const to = (domain: string, count: number) =>
      Array.from({ length: count }, (_, n) => ({ address: `r${n}@${domain}`, fields: {} }));
    // The slow domain stands in front, and is bigger than one claim.
    await accept(
      database,
      request(0, { recipients: [...to('Slow.test', 400), ...to('x.test', 20)] }),
    );
    await accept(database, request(0, { recipients: [...to('slow.TEST', 5), ...to('y.test', 5)] }));
    const workers = [await startWorker(database), await startWorker(database)];
    const perDomain = { perDomainMinute: 60 };
    const slow: number[] = [];
    let others = 0;
    for (let at = 0; at <= 90_000; at += 250) {
      const worker = workers[(at / 250) % 2] ?? '';
      const rows = await claim(database, worker, { ...perDomain, limit: 40, nowMs: NOW + at });
      for (const { address } of rows) {
        if (/slow/i.test(address)) slow.push(at);
        else others += 1;
      }
      if (at === 30_000) expect(others, 'the others go at their own rate of one a second').toBe(25);
    }
    for (const start of [0, 10_000, 30_000]) {
      const inMinute = slow.filter((at) => at >= start && at < start + 60_000).length;
      expect(inMinute).toBeGreaterThan(50);
      expect(inMinute).toBeLessThanOrEqual(61);
    }
    // Another sending account has a rate of its own.
    await accept(database, request(0, { recipients: to('slow.test', 3), account: 'm1' }));
    const ofAccount = { ...perDomain, mailAccount: 'm1', nowMs: NOW + 90_000 };
    expect(await claim(database, workers[0] ?? '', ofAccount)).toHaveLength(1);
    expect(await claim(database, workers[0] ?? '', ofAccount)).toHaveLength(0);
  });

  test('R16: a clock that was years ahead stops neither a rate nor the mails of a day', async () => {
    const database = await fresh();
    await accept(database, request(20));
    const worker = await startWorker(database);
    const ahead = NOW + 87_600 * HOUR;
    expect(await claim(database, worker, { perMinute: 60, nowMs: ahead })).toHaveLength(1);
    expect(await claim(database, worker, { perMinute: 60 })).toHaveLength(1);
    expect(await claim(database, worker, { perMinute: 60, nowMs: NOW + 10 })).toHaveLength(0);
    await database.db
      .updateTable('recipients')
      .set({ state: 'sent', sent_at: ahead, worker: null })
      .where('state', '=', 'sending')
      .execute();
    expect(await claim(database, worker, { perDay: 2 })).toHaveLength(2);
    expect(await claim(database, worker, { perDay: 2 })).toHaveLength(0);
  });

  test('a slow rate of a domain puts nobody off for longer than a retry may wait', async () => {
    const database = await fresh();
    await accept(database, request(400));
    const worker = await startWorker(database);
    expect(await claim(database, worker, { perDomainMinute: 1 })).toHaveLength(1);
    const { last, waiting } = await database.db
      .selectFrom('recipients')
      .select((eb) => [
        eb.fn.max('next_at').as('last'),
        eb.fn.countAll<number>().filterWhere('next_at', '>', NOW).as('waiting'),
      ])
      .executeTakeFirstOrThrow();
    expect([Number(last), Number(waiting)]).toEqual([NOW + 4 * HOUR, 399]);
  });

  test('other limits of an account let go who waited for the old ones, not whom the server has put off', async () => {
    const database = await fresh();
    const { batchId } = await accept(database, request(2));
    await plantAccount(database, batchId);
    const rows = database.db.updateTable('recipients').set({ next_at: NOW + HOUR });
    await rows.execute();
    await rows.set({ attempts: 3 }).where('idx', '=', 1).execute();
    const wish = { userId: 'u1', id: 'own', limits: NO_LIMITS };
    expect(await limitMailAccount(database, { ...wish, userId: 'u2' })).toBe(false);
    expect(await limitMailAccount(database, wish)).toBe(true);
    const after = await database.db
      .selectFrom('recipients')
      .select('next_at')
      .orderBy('idx')
      .execute();
    expect(after.map((row) => row.next_at)).toEqual([0, NOW + HOUR]);
  });

  test('what was opened before an account was corrected claims nothing more, and pauses nothing', async () => {
    const database = await fresh();
    const { batchId } = await accept(database, request(2));
    await plantAccount(database, batchId);
    await database.db.updateTable('mail_accounts').set({ revision: 1, per_minute: null }).execute();
    const worker = await startWorker(database);
    const state = async () => (await readBatch(database, 'u1', batchId))?.state;
    const former = { mailAccount: 'own', revision: 0 };
    expect(await claim(database, worker, former)).toEqual([]);
    await pauseAfterRefusedSignIn({ database, ...former });
    expect(await state()).toBe('running');
    expect(await claim(database, worker, { ...former, revision: 1, limit: 1 })).toHaveLength(1);
    await pauseAfterRefusedSignIn({ database, ...former, revision: 1 });
    expect(await state()).toBe('paused');
  });

  test('each mail account has its own batches and its own ceilings', async () => {
    const database = await fresh();
    await accept(database, request(10));
    await accept(database, request(10, { account: 'own' }));
    const worker = await startWorker(database);
    expect(await claim(database, worker, { perDay: 3 })).toHaveLength(3);
    expect(await claim(database, worker, { perDay: 3 })).toHaveLength(0);
    const own = await claim(database, worker, { perDay: 4, mailAccount: 'own' });
    expect(own.map((row) => row.batch.mail_account)).toEqual(Array(4).fill('own'));
    expect(await claim(database, worker, { perDay: 4, mailAccount: 'own' })).toHaveLength(0);
    expect(await claim(database, worker, { perDay: 5 })).toHaveLength(2);
  });

  test('a short batch is not starved by a long one', async () => {
    const database = await fresh();
    await accept(database, request(100));
    const short = await accept(database, request(2), { nowMs: NOW + 1 });
    const worker = await startWorker(database);
    const rows = await claim(database, worker, { limit: 10, nowMs: NOW + 2 });
    expect(rows.length).toBeGreaterThanOrEqual(7);
    expect(rows.filter((row) => row.batch.id === short.batchId)).toHaveLength(2);
  });

  sqliteTest('R20: everything a dead process held is settled at the next start', async () => {
    const database = await fresh();
    const { batchId } = await accept(database, request(3));
    const dead = await startWorker(database);
    const rows = await claim(database, dead);
    await settleRecipients(database, dead, {
      starting: [rows[0]?.id ?? 0],
      settled: [],
      nowMs: NOW,
    });
    expect(await recoverDeadWorkers(database)).toEqual({ uncertain: 0, pending: 0 });
    expect(await recoverDeadWorkers(database, { everyWorker: true })).toEqual({
      uncertain: 1,
      pending: 2,
    });
    expect((await readBatch(database, 'u1', batchId))?.counts.uncertain).toBe(1);
  });
});
