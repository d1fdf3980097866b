import { closeSync, existsSync, openSync, readSync, rmSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { MIGRATIONS } from '../database/migrate.ts';

/** The file is not a whole, untouched backup of this program. */
export class BackupError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BackupError';
  }
}

export type BackupReport = { batches: number; recipients: number; migrations: string[] };

/** Opens a copy of the database and reads all of it. @throws {BackupError} */
export function inspect(file: string): BackupReport {
  const beside = ['-wal', '-shm'].map((rest) => file + rest);
  const ours = beside.filter((name) => !existsSync(name));
  let copy: Sqlite.Database | undefined;
  try {
    copy = new Sqlite(file, { readonly: true, fileMustExist: true });
    const [result] = copy.pragma('integrity_check') as { integrity_check: string }[];
    if (result?.integrity_check !== 'ok') throw new BackupError(`${file}: the file is damaged`);
    const names = (
      copy.prepare('select name from kysely_migration').all() as { name: string }[]
    ).map((row) => row.name);
    const unknown = names.filter((name) => !(name in MIGRATIONS));
    if (unknown.length > 0) throw new BackupError(`${file}: made by a newer version (${unknown})`);
    const opened = copy;
    const count = (table: 'batches' | 'recipients') =>
      (opened.prepare(`select count(*) as n from ${table}`).get() as { n: number }).n;
    return { batches: count('batches'), recipients: count('recipients'), migrations: names };
  } catch (error) {
    throw error instanceof BackupError
      ? error
      : new BackupError(`${file}: ${unreadable(file, error)}`);
  } finally {
    copy?.close();
    // Whoever only reads a file that has a log makes these, and may not take them away at the end.
    for (const name of ours) rmSync(name, { force: true });
  }
}

const SQLITE_HEADER = 'SQLite format 3\0';

/** Why a file could not be read as a backup. */
function unreadable(file: string, error: unknown): string {
  const code = error instanceof Sqlite.SqliteError ? error.code : '';
  if (code.startsWith('SQLITE_CANTOPEN')) return 'cannot be opened';
  // All of it could be read: a whole database, but with other tables.
  if (code === 'SQLITE_ERROR') return 'not a backup of this program';
  const start = Buffer.alloc(SQLITE_HEADER.length);
  const handle = openSync(file, 'r');
  readSync(handle, start);
  closeSync(handle);
  return start.toString('latin1') === SQLITE_HEADER
    ? 'the file is damaged'
    : 'damaged at its very start, or not a backup of this program';
}
