import type Sqlite from 'better-sqlite3';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
} from 'kysely';
import { rememberStatements } from './open-sqlite-file.ts';
import type { SqliteThread } from './sqlite-thread.ts';
import { SteadySqliteCompiler } from './steady-sqlite-compiler.ts';

/**
 * Reads here, writes in the thread. WAL lets a reader see the last commit while the writer is at work, so that a look
 * at a batch never waits for a batch of 100,000 rows being written.
 */
export function sqliteThreadDialect(reader: Sqlite.Database, thread: SqliteThread): Dialect {
  return {
    createDriver: () => new ThreadDriver(reader, thread),
    createQueryCompiler: () => new SteadySqliteCompiler(),
    createAdapter: () => new OneMigrationAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

/**
 * All steps of a migration in one transaction, as on Postgres: a transaction of the thread begins with the write lock
 * of the file, so that a second process waits, then finds that nothing is left to do; a death leaves no half of a step.
 */
class OneMigrationAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true;
  }
}

let lastTransaction = 0;

class ThreadConnection implements DatabaseConnection {
  readonly #prepare: (sql: string) => Sqlite.Statement;
  readonly #thread: SqliteThread;
  #transaction: number | undefined;

  constructor(prepare: (sql: string) => Sqlite.Statement, thread: SqliteThread) {
    this.#prepare = prepare;
    this.#thread = thread;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { sql, parameters } = query;
    if (this.#transaction !== undefined) {
      return this.#thread.call('runIn', [this.#transaction, sql, parameters]);
    }
    if (!onlyReads(query)) return this.#thread.call('run', [sql, parameters]);
    return { rows: this.#prepare(sql).all(parameters) as R[] };
  }

  // biome-ignore lint/correctness/useYield: nothing here streams; the interface wants a generator
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('the embedded database does not stream');
  }

  async begin(): Promise<void> {
    lastTransaction += 1;
    const id = lastTransaction;
    await this.#thread.call('begin', [id]);
    this.#transaction = id;
  }

  async end(how: 'commit' | 'rollback'): Promise<void> {
    const id = this.#transaction;
    this.#transaction = undefined;
    await this.#thread.call(how, [id]);
  }
}

function onlyReads({ query, sql }: CompiledQuery): boolean {
  if (query.kind === 'SelectQueryNode') return true;
  return query.kind === 'RawNode' && /^\s*select\b/i.test(sql);
}

class ThreadDriver implements Driver {
  readonly #prepare: (sql: string) => Sqlite.Statement;
  readonly #thread: SqliteThread;

  constructor(reader: Sqlite.Database, thread: SqliteThread) {
    this.#prepare = rememberStatements(reader);
    this.#thread = thread;
  }

  async init() {}
  async acquireConnection() {
    return new ThreadConnection(this.#prepare, this.#thread);
  }
  async beginTransaction(connection: ThreadConnection) {
    await connection.begin();
  }
  async commitTransaction(connection: ThreadConnection) {
    await connection.end('commit');
  }
  async rollbackTransaction(connection: ThreadConnection) {
    await connection.end('rollback');
  }
  async releaseConnection() {}
  async destroy() {}
}
