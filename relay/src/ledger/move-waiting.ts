import { type SelectQueryBuilder, sql } from 'kysely';
import type { Database } from '../database/open-database.ts';
import type { Tables } from '../database/tables.ts';

type Waiting = SelectQueryBuilder<Tables, 'recipients', { id: number }>;

/**
 * Gives recipients that wait another time, over any number of batches. One that somebody else holds at this moment is
 * claimed, cancelled or moved anyway: to wait for it could mean to wait for each other, since each takes the rows in
 * the order that the planner likes. Only on Postgres do two write at once.
 * @param nextAt when they are due
 * @param among which of them
 * @returns how many
 */
export async function moveWaiting(
  database: Database,
  nextAt: number,
  among: (waiting: Waiting) => Waiting,
): Promise<number> {
  const moved = await database.db
    .updateTable('recipients')
    .set({ next_at: nextAt })
    .where('id', 'in', ({ selectFrom }) => {
      const waiting = among(
        selectFrom('recipients')
          .select('recipients.id')
          .where('recipients.state', '=', sql.lit('pending' as const)),
      );
      return database.kind === 'postgres' ? waiting.forUpdate().skipLocked() : waiting;
    })
    .executeTakeFirst();
  return Number(moved.numUpdatedRows);
}
