import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '../database/open-database.ts';

/** How long a silent worker keeps its rows, in milliseconds of the database's clock. */
export const LEASE_MS = 30_000;

/** The embedded database has one process for sure, so its worker never runs out; it ends with the process. */
const FOREVER = Number.MAX_SAFE_INTEGER;

/** Registers a new sending life. The id is a fencing token: it is never used twice. */
export async function startWorker(database: Database, leaseMs = LEASE_MS): Promise<string> {
  const id = randomUUID();
  await database.db
    .insertInto('workers')
    .columns(['id', 'lease_until'])
    .expression((eb) =>
      database.db.selectNoFrom([
        eb.val(id).as('id'),
        leaseEnd(database, leaseMs).as('lease_until'),
      ]),
    )
    .execute();
  return id;
}

/**
 * Prolongs the lease.
 * @returns false when it had run out (the process was frozen): this id may never send again.
 */
export async function renewWorker(
  database: Database,
  id: string,
  leaseMs = LEASE_MS,
): Promise<boolean> {
  const result = await database.db
    .updateTable('workers')
    .set({ lease_until: leaseEnd(database, leaseMs) })
    .where('id', '=', id)
    .where('lease_until', '>', database.now)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

/** A worker that holds no row leaves at once, so that nobody waits for its lease. */
export async function endWorker(database: Database, id: string): Promise<void> {
  await database.db
    .deleteFrom('workers')
    .where('id', '=', id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('recipients')
            .select('recipients.id')
            .where('state', '=', sql.lit('sending' as const))
            .where('worker', '=', id),
        ),
      ),
    )
    .execute();
}

function leaseEnd(database: Database, leaseMs: number) {
  return database.kind === 'sqlite'
    ? sqlNumber(FOREVER)
    : sql<number>`${database.now} + ${sql.lit(leaseMs)}`;
}

const sqlNumber = (value: number) => sql<number>`${sql.lit(value)}`;
