import { hash, randomBytes, randomUUID } from 'node:crypto';
import { type TokenScope, tokenScope } from '@iapostemanager/protocol/device-authorization';
import type { Database } from '../database/open-database.ts';

/** What is stored of a token: it has 256 random bits, so one fast hash is enough. */
export const hashToken = (token: string) => hash('sha256', token);

export function parseScopes(text: string): TokenScope[] | undefined {
  const scopes = text.split(/[\s,]+/).filter(Boolean);
  const parsed = tokenScope
    .array()
    .min(1)
    .safeParse([...new Set(scopes)]);
  return parsed.success ? parsed.data : undefined;
}

/** Makes a token and returns it for the only time; the database keeps its hash. */
export async function createToken(
  database: Database,
  wish: { userId: string; name: string; scopes: TokenScope[]; nowMs: number },
): Promise<string> {
  const token = `iapr_${randomBytes(32).toString('base64url')}`;
  await database.db
    .insertInto('tokens')
    .values({
      id: randomUUID(),
      user_id: wish.userId,
      name: wish.name,
      hash: hashToken(token),
      scopes: wish.scopes.join(' '),
      created_at: wish.nowMs,
    })
    .execute();
  return token;
}

/** Name and scopes of a token that works; a signed-in person has no token and every scope. */
export async function readTokenName(
  database: Database,
  token: string,
): Promise<{ name: string | null; scopes: TokenScope[] }> {
  if (token === '') return { name: null, scopes: [...tokenScope.options] };
  const row = await database.db
    .selectFrom('tokens')
    .select(['name', 'scopes'])
    .where('hash', '=', hashToken(token))
    .executeTakeFirstOrThrow();
  return { name: row.name, scopes: parseScopes(row.scopes) ?? [] };
}

/** Ends the token itself, if there is such a one. */
export async function revokeToken(database: Database, token: string, nowMs: number): Promise<void> {
  await database.db
    .updateTable('tokens')
    .set({ revoked_at: nowMs })
    .where('hash', '=', hashToken(token))
    .where('revoked_at', 'is', null)
    .execute();
}

export async function listTokens(database: Database, userId: string) {
  return database.db
    .selectFrom('tokens')
    .select(['id', 'name', 'scopes', 'created_at', 'last_used_at'])
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .orderBy('created_at', 'desc')
    .execute();
}

/** @returns how many stopped working: all of the user, or the one with this id. */
export async function revokeTokens(
  database: Database,
  { userId, id, nowMs }: { userId: string; id?: string; nowMs: number },
): Promise<number> {
  let query = database.db
    .updateTable('tokens')
    .set({ revoked_at: nowMs })
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null);
  if (id !== undefined) query = query.where('id', '=', id);
  return Number((await query.executeTakeFirst()).numUpdatedRows);
}
