import { createHash } from 'node:crypto';
import type { Database } from '../database/open-database.ts';

/** Longer than a code can be valid with the usual drift of one step each way. */
const REMEMBERED_MS = 5 * 60_000;

const hashOf = (code: string) => createHash('sha256').update(code.trim()).digest('hex');

/** Whether this code was accepted already, as far as anybody has written down yet. */
export async function wasTotpUsed(
  database: Database,
  { userId, code }: { userId: string; code: string },
): Promise<boolean> {
  const row = await database.db
    .selectFrom('used_codes')
    .select('used_at')
    .where('user_id', '=', userId)
    .where('code_hash', '=', hashOf(code))
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Writes down that a code was accepted. better-auth 1.7 takes the same TOTP code again and again; RFC 6238 §5.2 forbids
 * it. The primary key decides among any number of processes.
 * @returns false when this code had been accepted already.
 */
export async function useTotpOnce(
  database: Database,
  { userId, code, nowMs }: { userId: string; code: string; nowMs: number },
): Promise<boolean> {
  await database.db
    .deleteFrom('used_codes')
    .where('used_at', '<', nowMs - REMEMBERED_MS)
    .execute();
  const result = await database.db
    .insertInto('used_codes')
    .values({
      user_id: userId,
      code_hash: hashOf(code),
      used_at: nowMs,
    })
    .onConflict((conflict) => conflict.columns(['user_id', 'code_hash']).doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows) === 1;
}
