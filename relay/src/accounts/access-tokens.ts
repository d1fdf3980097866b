import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type TokenScope, tokenScope } from '@iapostemanager/protocol/device-authorization';
import type { Database } from '../database/open-database.ts';

/** How stale "last used" may be; a write per request would cost an fsync each. */
const USED_RESOLUTION_MS = 60_000;

/** What is stored of a token: it has 256 random bits, so one fast hash is enough. */
export const hashToken = (token: string) => createHash('sha256').update(token).digest('hex');

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

export type TokenOwner = { userId: string; role: string; scopes: TokenScope[] };

/** Who holds this token, or undefined when it is unknown or revoked. */
export async function readToken(
  database: Database,
  token: string,
  nowMs: number,
): Promise<TokenOwner | undefined> {
  const row = await database.db
    .selectFrom('tokens')
    .innerJoin('user', 'user.id', 'tokens.user_id')
    .select(['tokens.id', 'tokens.user_id', 'tokens.scopes', 'tokens.last_used_at', 'user.role'])
    .where('tokens.hash', '=', hashToken(token))
    .where('tokens.revoked_at', 'is', null)
    .where('user.blocked', '=', 0)
    .executeTakeFirst();
  if (!row) return undefined;
  if ((row.last_used_at ?? 0) < nowMs - USED_RESOLUTION_MS) {
    await database.db
      .updateTable('tokens')
      .set({ last_used_at: nowMs })
      .where('id', '=', row.id)
      .execute();
  }
  return { userId: row.user_id, role: row.role ?? 'user', scopes: parseScopes(row.scopes) ?? [] };
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
