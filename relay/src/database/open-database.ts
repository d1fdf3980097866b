import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Kysely, PostgresDialect, type RawBuilder, sql, type Transaction } from 'kysely';
import type pg from 'pg';
import { ensureDataDir } from '../config.ts';
import { openSqliteFile } from './open-sqlite-file.ts';
import { SQLITE_NOW } from './sqlite-clock.ts';
import { SqliteThread } from './sqlite-thread.ts';
import { sqliteThreadDialect } from './sqlite-thread-dialect.ts';
import type { Tables } from './tables.ts';

export type DatabaseKind = 'sqlite' | 'postgres';

/** The one database of a relay. `now` is an SQL expression: the database's own clock in milliseconds. */
export type Database = {
  kind: DatabaseKind;
  db: Kysely<Tables>;
  now: RawBuilder<number>;
  /** The writer of the embedded database; absent with Postgres. */
  thread?: SqliteThread;
  close(): Promise<void>;
};

export type Queryable = Kysely<Tables> | Transaction<Tables>;

/** Name of the database file inside the data directory. */
export const SQLITE_FILE = 'relay.db';

/** No transaction of a relay waits so long between two of its own queries. */
const ABANDONED_AFTER_MS = 10_000;

/** Opens Postgres when a URL is given, else the SQLite file in the data directory. Applies no migration. */
export function openDatabase(place: { databaseUrl?: string; dataDir: string }): Database {
  return place.databaseUrl ? openPostgres(place.databaseUrl) : openSqlite(place.dataDir);
}

function openSqlite(dataDir: string): Database {
  ensureDataDir(dataDir);
  const file = join(dataDir, SQLITE_FILE);
  const reader = openSqliteFile(file);
  reader.pragma('query_only = ON');
  const thread = new SqliteThread(file);
  return {
    kind: 'sqlite',
    db: new Kysely<Tables>({ dialect: sqliteThreadDialect(reader, thread) }),
    now: SQLITE_NOW,
    thread,
    close: async () => {
      await thread.close();
      reader.close();
    },
  };
}

/** The driver, loaded by those who use it: most relays have the embedded database. */
function loadPostgres(): typeof pg {
  const driver: typeof pg = createRequire(import.meta.url)('pg');
  // int8 arrives as text by default; every int8 of ours is a time or a count far below 2^53.
  driver.types.setTypeParser(driver.types.builtins.INT8, Number);
  return driver;
}

function openPostgres(connectionString: string): Database {
  const { Pool } = loadPostgres();
  const pool = new Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis: 5_000,
    // A relay whose wire is cut in the middle of a transaction would hold the locks on its rows for ever: nobody
    // could take them over (R19). The server ends such a session by itself.
    idle_in_transaction_session_timeout: ABANDONED_AFTER_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: ABANDONED_AFTER_MS,
  });
  // A connection that dies, idle or between two queries of a transaction, is replaced by the pool, and its query
  // fails. Without listeners it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    kind: 'postgres',
    db,
    now: sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
    close: () => db.destroy(),
  };
}
