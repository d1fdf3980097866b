import { chmodSync } from 'node:fs';
import Sqlite from 'better-sqlite3';

/** How long a writer of another process (the command line beside a running relay) may hold the file, ms. */
const BUSY_MS = 30_000;

/** Opens the file as every connection to it must be opened. */
export function openSqliteFile(file: string): Sqlite.Database {
  const sqlite = new Sqlite(file, { timeout: BUSY_MS });
  chmodSync(file, 0o600);
  sqlite.pragma('journal_mode = WAL');
  // FULL: a committed row is on the disk, also after a power cut. NORMAL would lose the last commits in WAL mode.
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  return sqlite;
}

const MAX_KEPT = 200;
const MAX_KEPT_LENGTH = 4_000;

/** `prepare` that remembers: the ledger runs the same few statements a thousand times a second. */
export function rememberStatements(sqlite: Sqlite.Database): (sql: string) => Sqlite.Statement {
  const kept = new Map<string, Sqlite.Statement>();
  return (sql) => {
    const known = kept.get(sql);
    if (known) return known;
    const made = sqlite.prepare(sql);
    // A changed schema changes what a remembered statement means.
    if (/^\s*(create|alter|drop)\b/i.test(sql)) kept.clear();
    else if (sql.length <= MAX_KEPT_LENGTH) {
      const oldest = kept.keys().next().value;
      if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest);
      kept.set(sql, made);
    }
    return made;
  };
}
