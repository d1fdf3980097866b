import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { MIGRATIONS, migrate, migrateTo, pendingMigrations } from '../src/database/migrate.ts';
import { type Database, openDatabase } from '../src/database/open-database.ts';
import { acceptBatch } from '../src/ledger/accept-batch.ts';
import { claimRecipients } from '../src/ledger/claim-recipients.ts';
import { startWorker } from '../src/ledger/keep-worker.ts';
import { countRecipients, readBatch } from '../src/ledger/read-batch.ts';
import { recoverDeadWorkers } from '../src/ledger/recover-dead-workers.ts';
import { listMailAccounts } from '../src/mail-accounts/mail-accounts.ts';
import { eachDatabase } from './each-database.ts';
import { runRelay } from './relay-process.ts';

eachDatabase('the schema', ({ newPlace, kind }) => {
  test('is made once, also by many processes at once, and keeps its data', async () => {
    const place = await newPlace();
    const databases = Array.from({ length: kind === 'postgres' ? 4 : 1 }, () =>
      openDatabase(place),
    );
    const applied = await Promise.all(databases.map((database) => migrate(database)));
    expect(applied.flat().sort()).toEqual(Object.keys(MIGRATIONS));
    const [database] = databases;
    if (!database) throw new Error('no database');
    const { batchId } = await acceptBatch(database, {
      userId: 'u',
      kind: 'batch',
      messageDomain: 'x.test',
      nowMs: 1,
      request: { emails: [{ to: 'a@x.test', subject: 's', body: 'b' }] },
    });
    expect(await migrate(database)).toEqual([]);
    expect((await readBatch(database, 'u', batchId))?.counts.pending).toBe(1);
    for (const one of databases) await one.close();
  });

  test.runIf(kind === 'postgres')(
    'commands on a database without its schema say what it needs, in one line',
    async () => {
      const { dataDir, databaseUrl } = await newPlace();
      const env = { RELAY_DATA_DIR: dataDir, DATABASE_URL: databaseUrl };
      const token = ['create-token', '--email', 'a@x.test', '--name', 'n', '--scopes', 'send'];
      for (const args of [token, ['serve']]) {
        const { status, stderr } = runRelay(args, env);
        expect([status, stderr]).toEqual([
          1,
          expect.stringMatching(/^the database needs "npm run relay -- migrate" first \(001-.*\n$/),
        ]);
      }
    },
  );

  test('R22: a database newer than the program is refused, and nothing in it changes', async () => {
    const database = openDatabase(await newPlace());
    expect(await pendingMigrations(database)).toEqual(Object.keys(MIGRATIONS));
    await migrate(database);
    await database.db
      .withTables<{ kysely_migration: { name: string; timestamp: string } }>()
      .insertInto('kysely_migration')
      .values({ name: '999-future', timestamp: '2030' })
      .execute();
    await expect(migrate(database)).rejects.toThrow(/999-future/);
    await database.close();
  });

  test('mail accounts of before have no name that readers see, and keep the rest', async () => {
    const database = openDatabase(await newPlace());
    await migrateTo(database, '014-batches-of-a-kind');
    const at = '2026-01-01T00:00:00Z';
    const yes = sql.raw(kind === 'sqlite' ? '1' : 'true');
    await sql`insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
      values ('u1', 'a', 'a@x.test', ${yes}, ${at}, ${at})`.execute(database.db);
    await sql`insert into mail_accounts (id, user_id, name, from_address, host, port, username, auth,
      secret, created_at, per_day) values ('m1', 'u1', 'Office', 'o@x.test', 'smtp.x.test', 587, 'o',
      'password', 'sealed', 1, 500)`.execute(database.db);
    expect(await migrate(database)).toEqual(['015-sender-names', '016-changed-accounts']);
    expect(await listMailAccounts(database, 'u1')).toEqual([
      {
        id: 'm1',
        name: 'Office',
        from: 'o@x.test',
        fromName: null,
        host: 'smtp.x.test',
        port: 587,
        user: 'o',
        auth: 'password',
        limits: { perMinute: null, perDay: 500, perDomainMinute: null },
      },
    ]);
    await database.close();
  });

  test('R22: a database of every released version, stopped in the middle of a batch, comes up to date with its data', async () => {
    for (const version of Object.keys(MIGRATIONS)) {
      const database = openDatabase(await newPlace());
      await migrateTo(database, version);
      await fillAsReleased(database);
      const before = await booksOf(database);
      const missing = Object.keys(MIGRATIONS).filter((name) => name > version);
      expect(await pendingMigrations(database), version).toEqual(missing);
      expect(await migrate(database), version).toEqual(missing);
      expect(await booksOf(database), version).toEqual(before);
      await recoverDeadWorkers(database, { everyWorker: true });
      const worker = await startWorker(database);
      const rows = await claimRecipients(database, { worker, limit: 100, nowMs: Date.now() });
      // What waited, and what was claimed and not begun; not the one whose body was on the wire.
      expect(rows.map((row) => row.address).sort(), version).toEqual(['p@x.test', 's0@x.test']);
      const counts = (await countRecipients(database, ['b1'])).get('b1');
      expect(counts).toMatchObject({ sent: 1, uncertain: 1, failed: 1, suppressed: 1 });
      await database.close();
    }
  });
});

/** Rows of every state as 4.0.0 wrote them, in its own columns. */
async function fillAsReleased(database: Database): Promise<void> {
  await sql`insert into batches (id, user_id, kind, name, subject, html, is_template, unsubscribe,
    state, total, created_at, rejected)
    values ('b1', 'u1', 'batch', 'n', 's', 'h', 0, 0, 'running', 6, 1, '[]')`.execute(database.db);
  const rows = [
    ['p', 'pending', null, 0],
    ['s0', 'sending', 'dead', 0],
    ['s1', 'sending', 'dead', 1],
    ['t', 'sent', null, 1],
    ['f', 'failed', null, 0],
    ['x', 'suppressed', null, 0],
  ] as const;
  for (const [idx, [name, state, worker, pastData]] of rows.entries()) {
    await sql`insert into recipients (batch_id, idx, address, fields, state, message_id, attempts,
      next_at, worker, past_data, sent_at)
      values ('b1', ${idx}, ${`${name}@x.test`}, '{}', ${state}, ${`<${name}@x>`}, 1, 0, ${worker},
      ${pastData}, ${state === 'sent' ? 5 : null})`.execute(database.db);
  }
  await sql`insert into workers (id, lease_until) values ('dead', 1)`.execute(database.db);
}

async function booksOf(database: Database): Promise<unknown> {
  const { rows } =
    await sql`select idx, address, state, message_id, attempts, past_data, sent_at from recipients
      order by idx`.execute(database.db);
  return rows;
}
