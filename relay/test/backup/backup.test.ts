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
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createToken, revokeToken } from '../../src/accounts/access-tokens.ts';
import { blockPerson, listPeople } from '../../src/accounts/block-person.ts';
import { TokenReader } from '../../src/accounts/token-reader.ts';
import { backupDatabase, restoreBackup, verifyBackup } from '../../src/backup/database-backup.ts';
import { BackupError } from '../../src/backup/inspect-backup.ts';
import { retainedBackups } from '../../src/backup/retained-backups.ts';
import {
  backupName,
  backupOnceADay,
  backupTime,
  scheduleBackups,
} from '../../src/backup/schedule-backups.ts';
import { readConfig } from '../../src/config.ts';
import { MIGRATIONS, migrate, migrateTo } from '../../src/database/migrate.ts';
import { type Database, openDatabase } from '../../src/database/open-database.ts';
import { DataDirInUseError, ownDataDir } from '../../src/database/own-data-dir.ts';
import { resumeBatch } from '../../src/ledger/change-batch.ts';
import { claimRecipients } from '../../src/ledger/claim-recipients.ts';
import { startWorker } from '../../src/ledger/keep-worker.ts';
import { readBatch } from '../../src/ledger/read-batch.ts';
import { suppressAddress } from '../../src/ledger/suppress-address.ts';
import { MessageComposer } from '../../src/mail/compose-message.ts';
import { serve } from '../../src/serve.ts';
import { asBefore, booksOf, fillAsReleased } from '../fill-as-released.ts';
import { freePort } from '../free-port.ts';
import { peer, startSender, untilState } from '../ledger/sender-under-test.ts';
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

test('R21: a backup of every released version is restored and brought up to date, with its data and paused', async () => {
  for (const version of Object.keys(MIGRATIONS)) {
    const old = openDatabase({ dataDir: join(dir, `of-${version}`) });
    await migrateTo(old, version);
    await fillAsReleased(old, version);
    const before = await booksOf(old);
    const file = join(dir, `${version}.db`);
    expect(await backupDatabase(old, file), version).toMatchObject({ batches: 1, recipients: 6 });
    await old.close();
    await database.close();
    await restoreBackup(join(dir, 'data'), file);
    database = openDatabase({ dataDir: join(dir, 'data') });
    const missing = Object.keys(MIGRATIONS).filter((name) => name > version);
    expect(await migrate(database), version).toEqual(missing);
    const now = asBefore(await booksOf(database), before);
    // All that a restore changes.
    for (const table of ['batches', 'recipients', 'workers', 'session']) {
      before.delete(table);
      now.delete(table);
    }
    expect(now, version).toEqual(before);
    expect(await readBatch(database, 'u1', 'b1'), version).toMatchObject({
      state: 'paused',
      pauseReason: 'restored',
      counts: { pending: 1, sending: 0, uncertain: 2, sent: 1, failed: 1, suppressed: 1 },
    });
    for (const table of ['workers', 'session'] as const) {
      expect(await database.db.selectFrom(table).select('id').execute(), version).toEqual([]);
    }
  }
});

test('R21: copies made while a batch is being sent are whole, and their books balance', async () => {
  const smtp = await peer();
  const { batchId } = await accept(2_000);
  const composer = new MessageComposer({ from: 'me@x.test', unsubscribeUrl: () => '' });
  const sender = startSender(database, { port: smtp.port }, { composer, connections: 5 });
  const files: string[] = [];
  for (const at of [50, 400, 900]) {
    await smtp.untilReceived(at);
    const file = join(dir, `at-${at}.db`);
    expect(await backupDatabase(database, file)).toMatchObject({ batches: 1, recipients: 2_000 });
    files.push(file);
  }
  await untilState(database, batchId, 'done');
  await sender.stop(2_000);
  const ids = new Set(smtp.received.map((mail) => mail.messageId));
  expect([ids.size, smtp.received.length]).toEqual([2_000, 2_000]);
  for (const [place, file] of files.entries()) {
    const dataDir = join(dir, `copy-${place}`);
    await restoreBackup(dataDir, file);
    const copy = openDatabase({ dataDir });
    const batch = await readBatch(copy, 'u1', batchId);
    await copy.close();
    const { pending = 0, sent = 0, uncertain = 0, sending } = batch?.counts ?? {};
    expect([batch?.state, pending + sent + uncertain, sending]).toEqual(['paused', 2_000, 0]);
    expect(sent).toBeGreaterThan(0);
    expect(pending).toBeGreaterThan(0);
  }
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

describe('while a relay serves', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  });
  afterEach(() => void vi.useRealTimers());
  /** `until` of the other tests waits by a timer. */
  const happened = async (condition: () => boolean) => {
    while (!condition()) await new Promise((resolve) => setImmediate(resolve));
  };
  const copies = (backups: string) =>
    existsSync(backups) && statSync(backups).isDirectory()
      ? readdirSync(backups).filter((name) => backupTime(name) !== undefined)
      : [];

  test('R21: the day’s copy is made soon after the start, and once an hour it is looked whether there is one', async () => {
    const backups = join(dir, 'data', 'backups');
    // Nothing can be written there yet.
    writeFileSync(backups, 'a file');
    const said: unknown[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => said.push(JSON.parse(line)) });
    const stop = scheduleBackups({ dataDir: join(dir, 'data') }, database, log);
    await vi.advanceTimersByTimeAsync(59_999);
    expect(said).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await happened(() => said.length === 1);
    expect(said[0]).toMatchObject({ level: 50, event: 'backup-failed' });
    rmSync(backups);
    await vi.advanceTimersByTimeAsync(3_600_000);
    await happened(() => said.length === 2);
    expect(said[1]).toMatchObject({ event: 'backup' });
    const [made = ''] = copies(backups);
    expect(await verifyBackup(join(backups, made))).toMatchObject({ checksum: true });
    stop();
    rmSync(backups, { recursive: true });
    await vi.advanceTimersByTimeAsync(48 * 3_600_000);
    expect([existsSync(backups), said.length]).toEqual([false, 2]);
  });

  test('R21: `serve` itself does it', async () => {
    const dataDir = join(dir, 'served');
    const port = String(await freePort());
    const log = { RELAY_LOG_FILE: join(dir, 'log') };
    const relay = await serve(readConfig({ RELAY_DATA_DIR: dataDir, RELAY_PORT: port, ...log }));
    await vi.advanceTimersByTimeAsync(60_000);
    await happened(() => copies(join(dataDir, 'backups')).length === 1);
    const stopped = relay.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    await stopped;
  });
});

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
