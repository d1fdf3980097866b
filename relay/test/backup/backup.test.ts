import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createToken, revokeToken } from '../../src/accounts/access-tokens.ts';
import { blockPerson, listPeople } from '../../src/accounts/block-person.ts';
import { TokenReader } from '../../src/accounts/token-reader.ts';
import { backupDatabase, restoreBackup, verifyBackup } from '../../src/backup/database-backup.ts';
import { BackupError } from '../../src/backup/inspect-backup.ts';
import { retainedBackups } from '../../src/backup/retained-backups.ts';
import { backupName, backupOnceADay, backupTime } from '../../src/backup/schedule-backups.ts';
import { migrate } from '../../src/database/migrate.ts';
import { type Database, openDatabase } from '../../src/database/open-database.ts';
import { DataDirInUseError, ownDataDir } from '../../src/database/own-data-dir.ts';
import { resumeBatch } from '../../src/ledger/change-batch.ts';
import { claimRecipients } from '../../src/ledger/claim-recipients.ts';
import { startWorker } from '../../src/ledger/keep-worker.ts';
import { readBatch } from '../../src/ledger/read-batch.ts';
import { suppressAddress } from '../../src/ledger/suppress-address.ts';
import { acceptPlainBatch } from '../plain-batch.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-22T12:00:00Z');
const PAGE = 4_096;
/** Weeks begin on Monday. */
const weekOf = (time: number) => Math.floor((time / DAY + 3) / 7);

let dir: string;
let database: Database;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'relay-backup-'));
  database = openDatabase({ dataDir: join(dir, 'data') });
  await migrate(database);
});
afterEach(async () => {
  await database.close();
  rmSync(dir, { recursive: true });
});

const accept = (count: number) => acceptPlainBatch(database, count, NOW);

test('R21: a restored database has every row, and everything unfinished is paused', async () => {
  const { batchId } = await accept(2_000);
  const worker = await startWorker(database);
  await claimRecipients(database, { worker, limit: 3, nowMs: NOW });
  const file = join(dir, 'b.db');
  expect(await backupDatabase(database, file)).toMatchObject({ batches: 1, recipients: 2_000 });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await accept(1);
  await database.close();
  await restoreBackup(join(dir, 'data'), file);
  database = openDatabase({ dataDir: join(dir, 'data') });
  expect(await migrate(database)).toEqual([]);
  expect(await readBatch(database, 'u1', batchId)).toMatchObject({
    state: 'paused',
    pauseReason: 'restored',
    counts: { pending: 1_997, uncertain: 3, sending: 0 },
  });
  expect(await database.db.selectFrom('batches').select('id').execute()).toHaveLength(1);
  expect(existsSync(join(dir, 'data', 'relay.db.before-restore'))).toBe(true);
});

test('R21: a second restore keeps what stood there before the first', async () => {
  const file = join(dir, 'b.db');
  await backupDatabase(database, file);
  await accept(7);
  await database.close();
  for (let n = 0; n < 3; n += 1) await restoreBackup(join(dir, 'data'), file);
  const kept = (name: string) => {
    const old = new Sqlite(join(dir, 'data', name), { readonly: true, fileMustExist: true });
    const count = old.prepare('select count(*) from recipients').pluck().get();
    old.close();
    return count;
  };
  expect(
    ['', '.2', '.3'].map((end) => kept(`relay.db.before-restore${end}`)),
    'one would be lost for ever',
  ).toEqual([7, 0, 0]);
  database = openDatabase({ dataDir: join(dir, 'data') });
});

test('R21 S12 S19: a restore revives nobody who unsubscribed, no token, account or session that was ended since', async () => {
  const { db } = database;
  const nowMs = NOW;
  const person = (id: string) =>
    sql`insert into user (id, name, email, "emailVerified", "createdAt", "updatedAt")
      values (${id}, ${id}, ${`${id}@x.test`}, 1, '2026', '2026')`.execute(db);
  await person('u1');
  await person('u2');
  await sql`insert into session (id, token, "userId", "expiresAt", "createdAt", "updatedAt")
    values ('s', 't', 'u1', '2099', '2026', '2026')`.execute(db);
  const token = { userId: 'u1', name: 'n', scopes: ['send' as const], nowMs };
  const [lost, kept] = [await createToken(database, token), await createToken(database, token)];
  const { batchId } = await accept(3);
  const file = join(dir, 'b.db');
  await backupDatabase(database, file);

  await suppressAddress(database, { userId: 'u1', address: 'r1@x.test', reason: 'u', nowMs });
  await revokeToken(database, lost, nowMs);
  await blockPerson(database, { userId: 'u2', nowMs });
  await database.close();
  await restoreBackup(join(dir, 'data'), file);
  database = openDatabase({ dataDir: join(dir, 'data') });
  const reader = new TokenReader(database);
  expect(await reader.read(lost, nowMs)).toBeUndefined();
  expect(await reader.read(kept, nowMs)).toMatchObject({ userId: 'u1' });
  expect((await listPeople(database)).map(({ blocked }) => blocked)).toEqual([false, true]);
  expect(await database.db.selectFrom('session').select('id').execute()).toEqual([]);
  await resumeBatch(database, { userId: 'u1', batchId, nowMs });
  const worker = await startWorker(database);
  const claimed = await claimRecipients(database, { worker, limit: 10, nowMs });
  expect(claimed.map(({ address }) => address)).toEqual(['r0@x.test', 'r2@x.test']);

  // A live database that nothing can be read of stops no restore.
  await database.close();
  for (const rest of ['-wal', '-shm'])
    rmSync(join(dir, 'data', `relay.db${rest}`), { force: true });
  writeFileSync(join(dir, 'data', 'relay.db'), 'not a database any more');
  await restoreBackup(join(dir, 'data'), file);
  const aside = readFileSync(join(dir, 'data', 'relay.db.before-restore.2'), 'utf8');
  expect(aside).toBe('not a database any more');
  database = openDatabase({ dataDir: join(dir, 'data') });
  expect((await readBatch(database, 'u1', batchId))?.counts.pending).toBe(3);
});

test('R21 S29: a damaged, cut, foreign or newer file is refused before anything live is touched', async () => {
  await accept(500);
  const file = join(dir, 'b.db');
  await backupDatabase(database, file);
  const good = readFileSync(file);
  const live = () => readFileSync(join(dir, 'data', 'relay.db'));
  const refused = async (why: RegExp) => {
    const before = live();
    await expect(restoreBackup(join(dir, 'data'), file)).rejects.toThrow(why);
    expect(live().equals(before)).toBe(true);
  };
  const flipped = Buffer.from(good);
  flipped[good.length >> 1] = (flipped[good.length >> 1] ?? 0) ^ 1;
  writeFileSync(file, flipped);
  await refused(/checksum/);
  rmSync(`${file}.sha256`);
  // Without a checksum: a page that was lost, wherever it was, is found by reading all of it.
  const said = new Set<string>();
  for (let at = PAGE; at < good.length; at += PAGE) {
    writeFileSync(file, Buffer.from(good).fill(0, at, at + PAGE));
    said.add(
      await verifyBackup(file).then(
        () => 'good',
        ({ message }) => message,
      ),
    );
  }
  expect([...said]).toEqual([expect.stringMatching(/the file is damaged$/)]);
  writeFileSync(file, Buffer.from(good).fill(0, 0, PAGE));
  await refused(/damaged at its very start, or not a backup/);
  writeFileSync(file, good);
  truncateSync(file, good.length >> 1);
  await refused(/the file is damaged$/);
  writeFileSync(file, 'not a database at all');
  await refused(/not a backup/);
  const foreign = new Sqlite(join(dir, 'foreign.db'));
  foreign.exec('create table t (a)');
  foreign.close();
  await expect(verifyBackup(join(dir, 'foreign.db'))).rejects.toThrow(/: not a backup of this/);
  writeFileSync(file, good);
  expect(await verifyBackup(file)).toMatchObject({ recipients: 500, checksum: false });
  await expect(backupDatabase(database, file)).rejects.toThrow(/there already/);
  expect(readFileSync(file).equals(good)).toBe(true);
  rmSync(file);
  const newer = openDatabase({ dataDir: join(dir, 'newer') });
  await migrate(newer);
  await sql`insert into kysely_migration values ('999-future', '2030')`.execute(newer.db);
  // Neither made by this program, nor taken from a newer one.
  await expect(backupDatabase(newer, file)).rejects.toThrow(/newer version/);
  await newer.close();
  writeFileSync(file, readFileSync(`${file}.part`));
  await refused(/newer version/);
  await expect(verifyBackup(join(dir, 'none.db'))).rejects.toThrow(/no such file/);
});

test('R21: a big copy, which is read in a thread of its own, is verified as well', async () => {
  const raw = 'x'.repeat(10_000_000);
  const mail = { received_at: NOW, mail_from: 'a@x.test', rcpt_to: 'b@x.test', raw };
  await database.db.insertInto('outbox').values(mail).execute();
  await accept(5);
  const file = join(dir, 'big.db');
  expect(await backupDatabase(database, file)).toMatchObject({ batches: 1, recipients: 5 });
  await database.close();
  const live = join(dir, 'data', 'relay.db');
  const handle = openSync(live, 'r+');
  writeSync(handle, Buffer.alloc(PAGE), 0, PAGE, 1_000 * PAGE);
  closeSync(handle);
  database = openDatabase({ dataDir: join(dir, 'data') });
  const damaged = backupDatabase(database, join(dir, 'damaged.db'));
  await expect(damaged).rejects.toThrow(BackupError);
  expect(existsSync(join(dir, 'damaged.db'))).toBe(false);
});

test('a running relay is not restored over', async () => {
  const file = join(dir, 'b.db');
  await backupDatabase(database, file);
  const lock = ownDataDir(join(dir, 'data'));
  await expect(restoreBackup(join(dir, 'data'), file)).rejects.toThrow(DataDirInUseError);
  lock.release();
});

test('R21: a relay that runs for 400 days keeps 7 days, 4 weeks and 12 months, and every copy opens', async () => {
  await accept(3);
  const backups = join(dir, 'backups');
  for (let day = 0; day < 400; day += 1) {
    await backupOnceADay(database, backups, NOW + day * DAY);
  }
  const times = readdirSync(backups).flatMap((name) => backupTime(name) ?? []);
  const last = NOW + 399 * DAY;
  const ages = times.map((time) => Math.round((last - time) / DAY)).sort((a, b) => a - b);
  expect(ages.slice(0, 7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  const months = new Set(times.map((time) => new Date(time).toISOString().slice(0, 7)));
  expect(months.size).toBe(12);
  expect(times.length).toBeLessThanOrEqual(23);
  for (const time of times) {
    const report = await verifyBackup(join(backups, backupName(time)));
    expect(report).toMatchObject({ batches: 1, recipients: 3 });
  }
}, 240_000);

test('400 days with one backup a day keep exactly 7 days, 4 weeks and 12 months', () => {
  let kept: number[] = [];
  for (let day = 0; day < 400; day += 1) {
    const all = [...kept, NOW + day * DAY];
    const stay = retainedBackups(all);
    kept = all.filter((time) => stay.has(time));
    if (day < 40) continue;
    const weeks = new Set(kept.map(weekOf));
    const now = weekOf(NOW + day * DAY);
    for (let back = 0; back < 4; back += 1) expect(weeks.has(now - back), `day ${day}`).toBe(true);
  }
  const last = NOW + 399 * DAY;
  const ages = kept.map((time) => Math.round((last - time) / DAY)).sort((a, b) => a - b);
  expect(ages.slice(0, 7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  const months = new Set(kept.map((time) => new Date(time).toISOString().slice(0, 7)));
  expect(months.size).toBe(12);
  expect(kept.length).toBeLessThanOrEqual(23);
});

test('a relay that slept keeps what it has: age alone removes nothing', () => {
  const old = [NOW - 900 * DAY, NOW - 800 * DAY];
  expect(retainedBackups(old)).toEqual(new Set(old));
});

test('one backup a day; old ones go with their checksum, foreign files stay', async () => {
  const backups = join(dir, 'backups');
  for (let day = 0; day < 12; day += 1) {
    expect(await backupOnceADay(database, backups, NOW + day * DAY)).toBe(true);
    expect(await backupOnceADay(database, backups, NOW + day * DAY + 3_600_000)).toBe(false);
    if (day === 0) writeFileSync(join(backups, 'mine.txt'), 'keep me');
  }
  const files = readdirSync(backups);
  const made = files.filter((name) => backupTime(name) !== undefined);
  expect(made).toContain(backupName(NOW + 11 * DAY));
  expect(made.length).toBeLessThan(11);
  expect(
    files
      .filter((name) => name.endsWith('.sha256'))
      .map((name) => name.slice(0, -7))
      .sort(),
  ).toEqual(made.sort());
  expect(files).toContain('mine.txt');
  for (const name of made) await verifyBackup(join(backups, name));
});
