import { type TokenScope, tokenScope } from '@iapostemanager/protocol/device-authorization';
import { type CompiledQuery, sql } from 'kysely';
import type { Database } from '../database/open-database.ts';
import { hashToken, parseScopes } from './access-tokens.ts';

/** How stale "last used" may be; a write per request would cost an fsync each. */
const USED_RESOLUTION_MS = 60_000;

/** How long a use waits for others to be written down with. */
const GATHER_MS = 1_000;

export type TokenOwner = { userId: string; role: string; scopes: TokenScope[] };

type Row = {
  id: string;
  user_id: string;
  scopes: string;
  last_used_at: number | null;
  role: string | null;
};

/**
 * Says whose a token is. The database is asked for every request, so that a revoked token or a blocked person is
 * refused at once, whichever process did it; only the making of the query is spared. When a token was used is written
 * down for many at once, and no request waits for it.
 */
export class TokenReader {
  readonly #database: Database;
  readonly #query: CompiledQuery;
  readonly #used = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(database: Database) {
    this.#database = database;
    this.#query = database.db
      .selectFrom('tokens')
      .innerJoin('user', 'user.id', 'tokens.user_id')
      .select(['tokens.id', 'tokens.user_id', 'tokens.scopes', 'tokens.last_used_at', 'user.role'])
      .where('tokens.hash', '=', '')
      .where('tokens.revoked_at', 'is', null)
      .where('user.blocked', '=', sql.lit(0))
      .compile();
  }

  /** Who holds this token, or undefined when it is unknown or revoked. */
  async read(token: string, nowMs: number): Promise<TokenOwner | undefined> {
    const asked = { ...this.#query, parameters: [hashToken(token)] };
    const row = (await this.#database.db.executeQuery<Row>(asked)).rows[0];
    if (!row) return undefined;
    // "Never used" is exact: an owner who looks at a new device wants to know.
    if (row.last_used_at === null) await this.#write([row.id], nowMs);
    else if (row.last_used_at < nowMs - USED_RESOLUTION_MS) this.#noteUse(row.id);
    return { userId: row.user_id, role: row.role ?? 'user', scopes: scopesOf(row.scopes) };
  }

  /** Writes down what is still noted. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#flush();
  }

  #noteUse(id: string): void {
    this.#used.add(id);
    this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS).unref();
  }

  async #flush(): Promise<void> {
    this.#timer = undefined;
    const ids = [...this.#used];
    this.#used.clear();
    // A database that cannot write now: the next request notes it again.
    if (ids.length > 0) await this.#write(ids, Date.now()).catch(() => {});
  }

  async #write(ids: string[], nowMs: number): Promise<void> {
    await this.#database.db
      .updateTable('tokens')
      .set({ last_used_at: nowMs })
      .where('id', 'in', ids)
      .execute();
  }
}

const parsed = new Map<string, TokenScope[]>();

/** There are few combinations of scopes, and every request has one. */
function scopesOf(stored: string): TokenScope[] {
  const known = parsed.get(stored);
  if (known) return known;
  const scopes = parseScopes(stored) ?? [];
  if (parsed.size < 2 ** tokenScope.options.length) parsed.set(stored, scopes);
  return scopes;
}
