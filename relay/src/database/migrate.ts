import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';
import { mailLedger } from './migrations/001-mail-ledger.ts';
import { accounts } from './migrations/002-accounts.ts';
import { people } from './migrations/010-people.ts';
import { mailAccounts } from './migrations/011-mail-accounts.ts';
import { sendingLimits } from './migrations/012-sending-limits.ts';
import { keptMails } from './migrations/013-kept-mails.ts';
import { batchesOfAKind } from './migrations/014-batches-of-a-kind.ts';
import { senderNames } from './migrations/015-sender-names.ts';
import { changedAccounts } from './migrations/016-changed-accounts.ts';
import type { Database, DatabaseKind } from './open-database.ts';

/** Every schema step ever released, in order. Forward only: a released step is never edited, a new one is added. */
export const MIGRATIONS: Record<string, (kind: DatabaseKind) => Migration> = {
  '001-mail-ledger': mailLedger,
  '002-accounts': accounts,
  '010-people': people,
  '011-mail-accounts': mailAccounts,
  '012-sending-limits': sendingLimits,
  '013-kept-mails': keptMails,
  '014-batches-of-a-kind': batchesOfAKind,
  '015-sender-names': senderNames,
  '016-changed-accounts': changedAccounts,
};

function migratorFor(database: Database): Migrator {
  const provider: MigrationProvider = {
    getMigrations: async () =>
      Object.fromEntries(
        Object.entries(MIGRATIONS).map(([name, make]) => [name, make(database.kind)]),
      ),
  };
  return new Migrator({ db: database.db, provider });
}

/**
 * Brings the schema up to date; several processes may call it at once.
 * @returns the names of the steps applied now.
 * @throws when a step fails, or when the database is newer than this program.
 */
export async function migrate(database: Database): Promise<string[]> {
  const { error, results } = await migratorFor(database).migrateToLatest();
  if (error) throw error;
  return (results ?? []).filter((step) => step.status === 'Success').map((s) => s.migrationName);
}

/** Brings an older or empty schema up to one named step: how a test makes the database of an earlier release. */
export async function migrateTo(database: Database, step: string): Promise<void> {
  const { error } = await migratorFor(database).migrateTo(step);
  if (error) throw error;
}

/** Names of the steps not applied yet. @throws when the database is newer than this program. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  const all = await migratorFor(database).getMigrations();
  const applied = all.filter((step) => step.executedAt);
  if (applied.length > 0) await refuseNewer(database);
  return all.filter((step) => !step.executedAt).map((step) => step.name);
}

async function refuseNewer({ db }: Database): Promise<void> {
  const rows = await db
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .orderBy('name')
    .execute();
  const unknown = rows.map(({ name }) => name).filter((name) => !(name in MIGRATIONS));
  if (unknown.length > 0) {
    throw new Error(`the database is newer than this program (${unknown.join(', ')})`);
  }
}
