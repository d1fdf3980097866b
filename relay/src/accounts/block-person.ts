import type { Database } from '../database/open-database.ts';
import { isOpen } from '../ledger/is-open.ts';
import { revokeTokens } from './access-tokens.ts';

/** Everybody with an account, and how many devices and unfinished batches each has. */
export async function listPeople(database: Database) {
  const rows = await database.db
    .selectFrom('user')
    .select(['id', 'email', 'role', 'blocked'])
    .select((eb) =>
      eb
        .selectFrom('tokens')
        .select((count) => count.fn.countAll<number>().as('n'))
        .whereRef('tokens.user_id', '=', 'user.id')
        .where('revoked_at', 'is', null)
        .as('devices'),
    )
    .orderBy('email')
    .execute();
  const going = await goingBatches(database);
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    admin: row.role === 'admin',
    blocked: row.blocked === 1,
    devices: Number(row.devices),
    /** Batches that are running or scheduled. */
    going: going.get(row.id) ?? 0,
  }));
}

/** Batches that are running or scheduled, by person; from all that are open, which are few, not from all of a person. */
async function goingBatches(database: Database): Promise<Map<string, number>> {
  const rows = await database.db
    .selectFrom('batches')
    .select((eb) => ['user_id', eb.fn.countAll<number>().as('n')])
    .where(isOpen)
    .groupBy('user_id')
    .execute();
  return new Map(rows.map((row) => [row.user_id, Number(row.n)]));
}

/**
 * Ends every session and token of the account at once, lets it sign in no more, and pauses what it has running or
 * scheduled: nobody else could. Mails on the wire end as they end.
 * @returns how many batches were paused.
 */
export async function blockPerson(
  database: Database,
  { userId, nowMs }: { userId: string; nowMs: number },
): Promise<number> {
  await database.db.updateTable('user').set({ blocked: 1 }).where('id', '=', userId).execute();
  await database.db.deleteFrom('session').where('userId', '=', userId).execute();
  await revokeTokens(database, { userId, nowMs });
  const paused = await database.db
    .updateTable('batches')
    .set({ state: 'paused', pause_reason: 'blocked' })
    .where('user_id', '=', userId)
    .where(isOpen)
    .executeTakeFirst();
  return Number(paused.numUpdatedRows);
}

/** Whether the account is blocked; false for one that is not there. */
export async function isBlocked(database: Database, userId: string): Promise<boolean> {
  const row = await database.db
    .selectFrom('user')
    .select('blocked')
    .where('id', '=', userId)
    .executeTakeFirst();
  return row?.blocked === 1;
}

/** Lets the account sign in again; its devices have to be connected anew, and it resumes its batches itself. */
export async function unblockPerson(database: Database, userId: string): Promise<void> {
  await database.db.updateTable('user').set({ blocked: 0 }).where('id', '=', userId).execute();
}
