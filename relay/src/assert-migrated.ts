import { pendingMigrations } from './database/migrate.ts';
import type { Database } from './database/open-database.ts';

/** For a shared database, which only `migrate` brings up to date. @throws with one line for a person. */
export async function assertMigrated(database: Database): Promise<void> {
  const missing = await pendingMigrations(database);
  if (missing.length === 0) return;
  throw new Error(`the database needs "npm run relay -- migrate" first (${missing.join(', ')})`);
}
