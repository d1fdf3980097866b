import { sql } from 'kysely';
import type { Database } from '../database/open-database.ts';

const PENDING = sql.lit('pending' as const);

/** Batches mended at one start; more than any relay has. */
const AT_ONCE = 1_000;

/**
 * Ends recipients that wait in a cancelled batch. On Postgres an older relay left such rows: a mail that it gave back
 * while its batch was being cancelled stayed `pending`, nobody sends it, and nobody sees it end.
 * @returns how many
 */
export async function cancelLeftOver(database: Database): Promise<number> {
  let ended = 0;
  for (const id of await cancelledWithWaiting(database)) ended += await endWaiting(database, id);
  return ended;
}

/**
 * From one batch to the next along the index of what waits: as many looks as batches wait, and not one a recipient, of
 * whom a million may stand there.
 */
async function cancelledWithWaiting({ db }: Database): Promise<string[]> {
  const rows = await db
    .withRecursive('waiting', (query) =>
      query
        .selectFrom('recipients')
        .select((eb) => eb.fn.min<string | null>('batch_id').as('batch_id'))
        .where('state', '=', PENDING)
        .unionAll(
          query
            .selectFrom('waiting')
            .select(({ selectFrom }) =>
              selectFrom('recipients')
                .select((eb) => eb.fn.min('recipients.batch_id').as('next'))
                .where('recipients.state', '=', PENDING)
                .whereRef('recipients.batch_id', '>', 'waiting.batch_id')
                .as('batch_id'),
            )
            .where('waiting.batch_id', 'is not', null),
        ),
    )
    .selectFrom('waiting')
    .select('waiting.batch_id')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('batches')
          .select('id')
          .whereRef('id', '=', 'waiting.batch_id')
          .where('state', '=', 'cancelled'),
      ),
    )
    .limit(AT_ONCE)
    .execute();
  return rows.flatMap((row) => row.batch_id ?? []);
}

/** As a cancellation does it: the batch first. */
function endWaiting(database: Database, id: string): Promise<number> {
  return database.db.transaction().execute(async (trx) => {
    const held = trx.selectFrom('batches').select('id').where('id', '=', id);
    if (database.kind === 'postgres') await held.forUpdate().execute();
    const ended = await trx
      .updateTable('recipients')
      .set({ state: 'cancelled' })
      .where('batch_id', '=', id)
      .where('state', '=', PENDING)
      .executeTakeFirst();
    return Number(ended.numUpdatedRows);
  });
}
