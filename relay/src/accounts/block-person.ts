import type { Database } from '../database/open-database.ts';
import { revokeTokens } from './access-tokens.ts';

/** Everybody with an account, and how many devices each has. */
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
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    admin: row.role === 'admin',
    blocked: row.blocked === 1,
    devices: Number(row.devices),
  }));
}

/** Ends every session and token of the account at once, and lets it sign in no more. Batches already accepted go on. */
export async function blockPerson(
  database: Database,
  { userId, nowMs }: { userId: string; nowMs: number },
): Promise<void> {
  await database.db.updateTable('user').set({ blocked: 1 }).where('id', '=', userId).execute();
  await database.db.deleteFrom('session').where('userId', '=', userId).execute();
  await revokeTokens(database, { userId, nowMs });
}

/** Lets the account sign in again; its devices have to be connected anew. */
export async function unblockPerson(database: Database, userId: string): Promise<void> {
  await database.db.updateTable('user').set({ blocked: 0 }).where('id', '=', userId).execute();
}
