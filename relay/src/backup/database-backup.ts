import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { ensureDataDir } from '../config.ts';
import { type Database, SQLITE_FILE } from '../database/open-database.ts';
import { ownDataDir } from '../database/own-data-dir.ts';
import { CalledThread, ThreadError } from '../thread-calls.ts';
import { BackupError, type BackupReport, inspect } from './inspect-backup.ts';

/** `checksum`: one stood beside the file and is right. Else only the structure of the file was checked. */
export type VerifiedBackup = BackupReport & { checksum: boolean };

const checksumFile = (file: string) => `${file}.sha256`;

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

/**
 * Copies the embedded database while it works (SQLite's online backup), then opens the copy and checks it. The file
 * appears under its name only when it is whole; its checksum stands beside it as `<file>.sha256`.
 * @throws {BackupError} also when its folder is missing or the file is there already.
 */
export async function backupDatabase(database: Database, file: string): Promise<BackupReport> {
  if (!database.thread) {
    throw new BackupError('a Postgres database is backed up with pg_dump, see docs/OPERATIONS.md');
  }
  const folder = dirname(file);
  if (!existsSync(folder)) throw new BackupError(`${folder}: no such folder`);
  if (existsSync(file)) throw new BackupError(`${file}: is there already, nothing was written`);
  const part = `${file}.part`;
  rmSync(part, { force: true });
  // The writer itself copies: a copy made beside it would begin again with every commit.
  await database.thread.call('backup', [part]);
  const report = await inspectBeside(part);
  const handle = await open(part, 'r+');
  await handle.chmod(0o600);
  await handle.sync();
  await handle.close();
  writeFileSync(checksumFile(file), `${await sha256(part)}\n`, { mode: 0o600 });
  renameSync(part, file);
  return report;
}

/** Opens a backup and reads all of it. @throws {BackupError} */
export async function verifyBackup(file: string): Promise<VerifiedBackup> {
  if (!existsSync(file) || !statSync(file).isFile()) throw new BackupError(`${file}: no such file`);
  const checksum = existsSync(checksumFile(file));
  if (checksum) {
    const [expected] = readFileSync(checksumFile(file), 'utf8').trim().split(/\s/);
    if ((await sha256(file)) !== expected) {
      throw new BackupError(`${file}: damaged or changed, the checksum is wrong`);
    }
  }
  return { ...inspect(file), checksum };
}

/** Below it, reading all of a file takes less than the start of a thread. */
const SMALL_BYTES = 8 * 1024 * 1024;

/** {@link inspect} in a thread of its own: a second or more for a million recipients, in which a relay would stand still. */
async function inspectBeside(file: string): Promise<BackupReport> {
  if (statSync(file).size < SMALL_BYTES) return inspect(file);
  const thread = new CalledThread(new URL('./inspect-thread-entry.ts', import.meta.url), {});
  try {
    return await thread.call<BackupReport>('inspect', [file]);
  } catch (error) {
    throw error instanceof ThreadError && error.name === 'BackupError'
      ? new BackupError(error.message)
      : error;
  } finally {
    await thread.end();
  }
}

const RESTORED = 'restored from a backup; it may have been sent after the backup was made';

/**
 * Puts a backup in the place of the embedded database. Nothing of the live one is touched before the backup has been
 * checked; the old file stays as `relay.db.before-restore`, the one of a next restore as `….before-restore.2`. Every unfinished batch comes back paused: since the backup
 * was made, its mails may have gone out. What people ended since then stays ended.
 * @throws {BackupError} {@link DataDirInUseError} while a relay runs there.
 */
export async function restoreBackup(dataDir: string, file: string): Promise<VerifiedBackup> {
  const report = await verifyBackup(file);
  ensureDataDir(dataDir);
  const lock = ownDataDir(dataDir);
  try {
    const live = join(dataDir, SQLITE_FILE);
    const fresh = `${live}.restoring`;
    // What a restore that died left behind would be taken for a part of this one.
    for (const rest of ['', '-journal', '-wal', '-shm']) rmSync(fresh + rest, { force: true });
    await copyFile(file, fresh);
    pauseEverything(fresh);
    if (existsSync(live)) keepWhatWasEnded(fresh, live);
    setAside(live);
    renameSync(fresh, live);
    return report;
  } finally {
    lock.release();
  }
}

const DATABASE_PARTS = ['', '-wal', '-shm'];

/** The first free name: after a wrong backup the database of before the first restore is what counts. */
function nameToSetAside(live: string): string {
  const first = `${live}.before-restore`;
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? first : `${first}.${n}`;
    if (!DATABASE_PARTS.some((part) => existsSync(name + part))) return name;
  }
}

/** Moves a database away with all that belongs to it; a damaged one too, that is what a restore is often made for. */
function setAside(live: string): void {
  const old = nameToSetAside(live);
  if (existsSync(live)) foldLog(live);
  // Also when only a log is left: it would be taken for that of the restored database.
  for (const part of DATABASE_PARTS) {
    if (existsSync(live + part)) renameSync(live + part, old + part);
  }
}

/** Puts the write-ahead log into its database, so that one file is all of it. */
function foldLog(file: string): void {
  const database = new Sqlite(file);
  try {
    database.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // Not a database any more: its files stay as they are.
  } finally {
    database.close();
  }
}

function pauseEverything(file: string): void {
  const database = new Sqlite(file);
  try {
    database.pragma('journal_mode = DELETE');
    database.transaction(() => {
      database
        .prepare(
          `update batches set state = 'paused', pause_reason = 'restored' where state in ('running', 'scheduled')`,
        )
        .run();
      database
        .prepare(
          `update recipients set state = 'uncertain', worker = null, last_error = ? where state = 'sending'`,
        )
        .run(RESTORED);
      database.prepare('delete from workers').run();
      // Some of them were signed out since; the oldest backups know no accounts.
      const session = database.prepare(`select 1 from sqlite_master where name = 'session'`).get();
      if (session) database.prepare('delete from session').run();
    })();
  } finally {
    database.close();
  }
}

/** What somebody ended since the backup was made: who unsubscribed, tokens that were revoked, accounts blocked. */
const ENDED_SINCE = [
  `insert or ignore into suppressions (user_id, address, reason, created_at)
    select user_id, address, reason, created_at from live.suppressions`,
  `update tokens set revoked_at = (select revoked_at from live.tokens as now where now.id = tokens.id)
    where revoked_at is null and id in (select id from live.tokens where revoked_at is not null)`,
  `update user set blocked = 1 where id in (select id from live.user where blocked = 1)`,
];

/** As far as the live database can still be read: a restore is often made because it cannot. */
function keepWhatWasEnded(fresh: string, live: string): void {
  const database = new Sqlite(fresh);
  try {
    database.prepare('attach ? as live').run(live);
    for (const statement of ENDED_SINCE) {
      try {
        database.prepare(statement).run();
      } catch {
        // Damaged, or of a version that had no such table: the backup says what is known.
      }
    }
  } catch {
    // Not a database any more.
  } finally {
    database.close();
  }
}
