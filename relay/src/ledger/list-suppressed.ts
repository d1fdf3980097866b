import { sql } from 'kysely';
import type { Database } from '../database/open-database.ts';

export type Suppressed = { address: string; reason: string; created_at: number };

/** What stands for itself in a pattern of `like … escape '!'`. */
const literally = (text: string) => text.replace(/[!%_]/g, '!$&');

/** Addresses this account writes to no more, by alphabet: `limit` of them behind `after`, with `search` those that contain it. */
export async function listSuppressed(
  database: Database,
  {
    userId,
    after,
    search,
    limit,
  }: { userId: string; after?: string; search?: string; limit: number },
): Promise<Suppressed[]> {
  let query = database.db
    .selectFrom('suppressions')
    .select(['address', 'reason', 'created_at'])
    .where('user_id', '=', userId);
  if (after !== undefined) query = query.where('address', '>', after);
  if (search) {
    const pattern = `%${literally(search.toLowerCase())}%`;
    query = query.where(sql<boolean>`address like ${pattern} escape '!'`);
  }
  return query.orderBy('address').limit(limit).execute();
}
