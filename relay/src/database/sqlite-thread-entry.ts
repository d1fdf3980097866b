import { workerData } from 'node:worker_threads';
import {
  CompiledQuery,
  type ControlledTransaction,
  Kysely,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
} from 'kysely';
import { ledgerOperations } from '../ledger/ledger-operations.ts';
import { answerCalls } from '../thread-calls.ts';
import { openSqliteFile, rememberStatements } from './open-sqlite-file.ts';
import { SQLITE_NOW } from './sqlite-clock.ts';
import { SteadySqliteCompiler } from './steady-sqlite-compiler.ts';
import type { Tables } from './tables.ts';

/** Takes the write lock at once: a transaction that reads first and writes later could find it gone. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: Parameters<SqliteDriver['beginTransaction']>[0]) {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** A full or broken disk has rolled back already; a second time would hide why. */
  override async rollbackTransaction(connection: Parameters<SqliteDriver['beginTransaction']>[0]) {
    if (sqlite.inTransaction) await super.rollbackTransaction(connection);
  }
}

const { file } = workerData as { file: string };
const sqlite = openSqliteFile(file);
const remembered = rememberStatements(sqlite);
const db = new Kysely<Tables>({
  dialect: {
    createDriver: () =>
      new ImmediateDriver({ database: { prepare: remembered, close: () => sqlite.close() } }),
    createQueryCompiler: () => new SteadySqliteCompiler(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (of) => new SqliteIntrospector(of),
  },
});
const database = { kind: 'sqlite' as const, db, now: SQLITE_NOW, close: async () => {} };
const transactions = new Map<number, ControlledTransaction<Tables>>();

function transaction(id: number): ControlledTransaction<Tables> {
  const found = transactions.get(id);
  if (!found) throw new Error('the transaction is over');
  return found;
}

function end(id: number): ControlledTransaction<Tables> {
  const found = transaction(id);
  transactions.delete(id);
  return found;
}

const query = (sql: string, parameters: readonly unknown[]) =>
  CompiledQuery.raw(sql, [...parameters]);

/** What the other side may ask for, beside the ledger's own operations. */
const functions: Record<string, (...args: never[]) => Promise<unknown>> = {
  run: (sql: string, parameters: unknown[]) => db.executeQuery(query(sql, parameters)),
  begin: async (id: number) => {
    transactions.set(id, await db.startTransaction().execute());
  },
  runIn: (id: number, sql: string, parameters: unknown[]) =>
    transaction(id).executeQuery(query(sql, parameters)),
  commit: (id: number) => end(id).commit().execute(),
  rollback: (id: number) => end(id).rollback().execute(),
  backup: async (to: string) => {
    await sqlite.backup(to);
  },
  close: async () => {
    await db.destroy();
    sqlite.close();
  },
};

answerCalls<never[]>(async (name, args) => {
  const operation = ledgerOperations[name];
  if (operation) return operation(database, ...args);
  const run = functions[name];
  if (!run) throw new Error(`the database thread knows no ${name}`);
  return run(...args);
});
