import { sql } from 'kysely';
import type { Database } from '../database/open-database.ts';
import { revokeTokens } from './access-tokens.ts';
import type { Auth } from './create-auth.ts';
import { AccountRefusedError, assertPassword, findUserId } from './create-user.ts';

/**
 * A new password for somebody who forgot theirs, given by whoever runs the relay. Every session and device of the
 * account ends, as after a change by its owner.
 * @throws {AccountRefusedError}
 */
export async function setPassword(
  auth: Auth,
  database: Database,
  wish: { email: string; password: string; withoutSecondStep: boolean; nowMs: number },
): Promise<void> {
  assertPassword(wish.password);
  const userId = await findUserId(database, wish.email);
  if (!userId) throw new AccountRefusedError(`${wish.email} has no account`, 'address');
  const { internalAdapter, password } = await auth.$context;
  await internalAdapter.updatePassword(userId, await password.hash(wish.password));
  if (wish.withoutSecondStep) await removeSecondStep(database, userId);
  await database.db.deleteFrom('session').where('userId', '=', userId).execute();
  await revokeTokens(database, { userId, nowMs: wish.nowMs });
}

/** For somebody who lost both phone and recovery codes. */
async function removeSecondStep(database: Database, userId: string): Promise<void> {
  const off = sql.raw(database.kind === 'sqlite' ? '0' : 'false');
  await sql`update "user" set "twoFactorEnabled" = ${off} where id = ${userId}`.execute(
    database.db,
  );
  await sql`delete from "twoFactor" where "userId" = ${userId}`.execute(database.db);
}
