import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { ensureDataDir } from '../config.ts';

/** Another process already sends from this data directory. */
export class DataDirInUseError extends Error {
  constructor(dataDir: string) {
    super(`another relay is running on ${dataDir}`);
    this.name = 'DataDirInUseError';
  }
}

/**
 * Takes sole ownership of an embedded data directory. The lock is one the kernel holds (an open exclusive SQLite
 * transaction on a file of its own), so that it goes away with the process however the process ends. A pid file
 * would stay behind after kill -9.
 * @throws {DataDirInUseError}
 */
export function ownDataDir(dataDir: string): { release(): void } {
  ensureDataDir(dataDir);
  const file = join(dataDir, 'relay.lock');
  const lock = new Sqlite(file, { timeout: 0 });
  try {
    chmodSync(file, 0o600);
    lock.pragma('journal_mode = DELETE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new DataDirInUseError(dataDir);
    }
    throw error;
  }
  return { release: () => lock.close() };
}
