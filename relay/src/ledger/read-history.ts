import type { HistoryItem } from '@iapostemanager/protocol/email-batch';
import type { Database } from '../database/open-database.ts';

type Place = { batch_id: string; idx: number; created_at: number };
type Kind = 'single' | 'batch';
type Head = { id: string; subject: string; total: number; created_at: number };

/**
 * Mails of this user, of one kind or all, the newest batch first and in it the last of the list; `before` is the id that
 * ended the page before. Reads about as many rows as it answers, however many the user has: a sort of all of them would hold up every
 * other request.
 */
export async function readHistory(
  database: Database,
  userId: string,
  { before, limit, kind }: { before?: number; limit: number; kind?: Kind },
): Promise<{ items: HistoryItem[]; next: string | null }> {
  const place = before === undefined ? undefined : await placeOf(database, userId, before);
  if (before !== undefined && !place) return { items: [], next: null };
  const heads = await newestBatches(database, userId, { limit: limit + 1, kind, from: place });
  const rest = enough(place ? heads.filter(({ id }) => id !== place.batch_id) : heads, limit);
  // The last may be a big one; all before it have fewer than a page together.
  const groups = [rest.slice(0, -1), rest.slice(-1)].map((group) => group.map(({ id }) => id));
  const pages = await Promise.all([
    place ? lastRows(database, [place.batch_id], limit, place.idx) : [],
    ...groups.map((ids) => (ids.length > 0 ? lastRows(database, ids, limit) : [])),
  ]);
  const rows = pages.flat();
  const items = heads
    .flatMap((head) => rows.filter((row) => row.batch_id === head.id).map(itemOf(head)))
    .slice(0, limit);
  const last = items.at(-1);
  return { items, next: last && items.length === limit ? String(last.id) : null };
}

function placeOf(database: Database, userId: string, id: number): Promise<Place | undefined> {
  return database.db
    .selectFrom('recipients')
    .innerJoin('batches', 'batches.id', 'recipients.batch_id')
    .select(['batch_id', 'idx', 'created_at'])
    .where('recipients.id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst();
}

/** From the batch of `from` on, which is the first then. */
function newestBatches(
  database: Database,
  userId: string,
  { limit, kind, from }: { limit: number; kind?: Kind; from?: Place },
): Promise<Head[]> {
  let query = database.db
    .selectFrom('batches')
    .select(['id', 'subject', 'total', 'created_at'])
    .where('user_id', '=', userId);
  if (kind) query = query.where('kind', '=', kind);
  if (from) {
    const { created_at: at, batch_id: id } = from;
    query = query
      .where('created_at', '<=', at)
      .where((eb) => eb.or([eb('created_at', '<', at), eb('id', '<=', id)]));
  }
  return query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
}

/** The first batches that have `limit` rows together, or all. */
function enough(heads: Head[], limit: number): Head[] {
  let rows = 0;
  const end = heads.findIndex(({ total }) => {
    rows += total;
    return rows >= limit;
  });
  return end === -1 ? heads : heads.slice(0, end + 1);
}

function lastRows(database: Database, batchIds: string[], limit: number, below?: number) {
  let query = database.db
    .selectFrom('recipients')
    .select(['id', 'batch_id', 'address', 'subject', 'state', 'message_id', 'sent_at'])
    .select(['last_error', 'kept'])
    .where('batch_id', 'in', batchIds);
  if (below !== undefined) query = query.where('idx', '<', below);
  return query.orderBy('idx', 'desc').limit(limit).execute();
}

const itemOf =
  (head: Head) =>
  (row: Awaited<ReturnType<typeof lastRows>>[number]): HistoryItem => ({
    id: row.id,
    batchId: row.batch_id,
    to: row.address,
    subject: row.subject ?? head.subject,
    state: row.state,
    messageId: row.message_id,
    createdAt: new Date(head.created_at).toISOString(),
    sentAt: row.sent_at === null ? null : new Date(row.sent_at).toISOString(),
    lastError: row.last_error,
    kept: row.kept === 1,
  });
