import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { migrate } from '../src/database/migrate.ts';
import { type Database, type DatabaseKind, openDatabase } from '../src/database/open-database.ts';
import { type Postgres, startPostgres } from './start-postgres.ts';

export type TestPlace = { databaseUrl?: string; dataDir: string };

export type TestDatabases = {
  kind: DatabaseKind;
  /** An empty place for a database, without schema. */
  newPlace(): Promise<TestPlace>;
  /** A fresh database with the whole schema. */
  fresh(): Promise<Database & { place: TestPlace }>;
};

/** Runs the same suite on SQLite and on a private Postgres. Everything is closed and removed at the end. */
export function eachDatabase(title: string, suite: (databases: TestDatabases) => void): void {
  for (const kind of ['sqlite', 'postgres'] as const) {
    describe(`${title} (${kind})`, () => {
      const dirs: string[] = [];
      const opened: Database[] = [];
      let postgres: Postgres | undefined;
      beforeAll(async () => {
        if (kind === 'postgres') postgres = await startPostgres();
      });
      afterAll(async () => {
        for (const database of opened) await database.close();
        await postgres?.stop();
        for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
      });
      const newPlace = async (): Promise<TestPlace> => {
        const dataDir = mkdtempSync(join(tmpdir(), 'relay-test-'));
        dirs.push(dataDir);
        return { dataDir, databaseUrl: await postgres?.newDatabase() };
      };
      suite({
        kind,
        newPlace,
        fresh: async () => {
          const place = await newPlace();
          const database = openDatabase(place);
          opened.push(database);
          await migrate(database);
          return { ...database, place };
        },
      });
    });
  }
}
