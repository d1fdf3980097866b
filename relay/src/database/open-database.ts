import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import {
  Kysely,
  PostgresDialect,
  type RawBuilder,
  SqliteDialect,
  sql,
  type Transaction,
} from 'kysely';
import pg from 'pg';
import { ensureDataDir } from '../config.ts';
import type { Tables } from './tables.ts';

export type DatabaseKind = 'sqlite' | 'postgres';

/** The one database of a relay. `now` is an SQL expression: the database's own clock in milliseconds. */
export type Database = {
  kind: DatabaseKind;
  db: Kysely<Tables>;
  now: RawBuilder<number>;
  /** The SQLite connection, for the online backup. */
  sqlite?: Sqlite.Database;
  close(): Promise<void>;
};

export type Queryable = Kysely<Tables> | Transaction<Tables>;

/** Name of the database file inside the data directory. */
export const SQLITE_FILE = 'relay.db';

// int8 arrives as text by default; every int8 of ours is a time or a count far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Opens Postgres when a URL is given, else the SQLite file in the data directory. Applies no migration. */
export function openDatabase(place: { databaseUrl?: string; dataDir: string }): Database {
  return place.databaseUrl ? openPostgres(place.databaseUrl) : openSqlite(place.dataDir);
}

function openSqlite(dataDir: string): Database {
  ensureDataDir(dataDir);
  const file = join(dataDir, SQLITE_FILE);
  const sqlite = new Sqlite(file, { timeout: 5_000 });
  chmodSync(file, 0o600);
  sqlite.pragma('journal_mode = WAL');
  // FULL: a committed row is on the disk, also after a power cut. NORMAL would lose the last commits in WAL mode.
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite }) });
  return {
    kind: 'sqlite',
    db,
    now: sql<number>`cast(unixepoch('subsec') * 1000 as integer)`,
    sqlite,
    close: () => db.destroy(),
  };
}

function openPostgres(connectionString: string): Database {
  const pool = new pg.Pool({ connectionString, max: 10, connectionTimeoutMillis: 5_000 });
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
