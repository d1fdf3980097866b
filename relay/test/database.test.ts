import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { TokenReader } from '../src/accounts/token-reader.ts';
import { MIGRATIONS, migrate, migrateTo, pendingMigrations } from '../src/database/migrate.ts';
import { openDatabase } from '../src/database/open-database.ts';
import { openSqliteFile } from '../src/database/open-sqlite-file.ts';
import { acceptBatch } from '../src/ledger/accept-batch.ts';
import { claimRecipients } from '../src/ledger/claim-recipients.ts';
import { startWorker } from '../src/ledger/keep-worker.ts';
import { countRecipients, readBatch } from '../src/ledger/read-batch.ts';
import { recoverDeadWorkers } from '../src/ledger/recover-dead-workers.ts';
import { listMailAccounts } from '../src/mail-accounts/mail-accounts.ts';
import { eachDatabase } from './each-database.ts';
import { asBefore, booksOf, fillAsReleased, RELEASED_TOKEN } from './fill-as-released.ts';
import { runRelay } from './relay-process.ts';

test('what is committed to the embedded database is on the disk: every connection has a log and waits for it', () => {
  const dir = mkdtempSync(join(tmpdir(), 'relay-durable-'));
  const file = openSqliteFile(join(dir, 'relay.db'));
  const pragma = (name: string) => file.pragma(name, { simple: true });
  expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys')]).toEqual([
    'wal',
    2,
    1,
  ]);
  expect(statSync(join(dir, 'relay.db')).mode & 0o777).toBe(0o600);
  file.close();
  rmSync(dir, { recursive: true });
});

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
      const SECRET_KEY = 'x'.repeat(32);
      const env = { RELAY_DATA_DIR: dataDir, DATABASE_URL: databaseUrl, SECRET_KEY };
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
    await expect(pendingMigrations(database)).rejects.toThrow(
      'the database is newer than this program (999-future)',
    );
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
      await fillAsReleased(database, version);
      const before = await booksOf(database);
      for (const [table, rows] of before) expect(rows, `${table} of ${version}`).not.toEqual([]);
      const missing = Object.keys(MIGRATIONS).filter((name) => name > version);
      expect(await pendingMigrations(database), version).toEqual(missing);
      expect(await migrate(database), version).toEqual(missing);
      expect(asBefore(await booksOf(database), before), version).toEqual(before);
      if (version >= '002') {
        const owner = await new TokenReader(database).read(RELEASED_TOKEN, Date.now());
        expect(owner, version).toEqual({ userId: 'u1', role: 'admin', scopes: ['send', 'read'] });
      }
      if (version >= '011') {
        const [account] = await listMailAccounts(database, 'u1');
        // What its provider was known for is written down once, where limits begin.
        expect(account?.limits.perDay, version).toBe(version < '012' ? 500 : null);
      }
      // Until then a mail in the outbox was called sent.
      const kept = (await readBatch(database, 'u1', 'b1'))?.kept;
      expect(kept, version).toBe(version < '013' ? 1 : 0);
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
