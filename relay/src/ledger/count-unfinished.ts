import { sql } from 'kysely';
import type { Database } from '../database/open-database.ts';
import { isOpen } from './is-open.ts';

export type Unfinished = {
  recipients: { pending: number; sending: number };
  batches: { running: number; scheduled: number; paused: number };
};

/** What waits, what is on the wire, and the batches it belongs to, over all accounts. */
export async function countUnfinished({ db }: Database): Promise<Unfinished> {
  const sending = await db
    .selectFrom('recipients')
    .select((eb) => eb.fn.countAll().as('n'))
    // Written out, not bound: only so does SQLite use the index of this state.
    .where('state', '=', sql.lit('sending' as const))
    .executeTakeFirstOrThrow();
  // Paused batches have no index. Those of them that matter have mails that wait, and these do: one way through it
  // counts both. Joined from the left, so that nobody begins at all batches there ever were.
  const waiting = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('recipients')
        .select((of) => ['batch_id', of.fn.countAll().as('n')])
        .where('state', '=', sql.lit('pending' as const))
        .groupBy('batch_id')
        .as('waiting'),
    )
    .leftJoin('batches', 'batches.id', 'waiting.batch_id')
    .select([
      sql`sum(waiting.n)`.as('pending'),
      sql`sum(case when batches.state = 'paused' then 1 else 0 end)`.as('paused'),
    ])
    .executeTakeFirstOrThrow();
  const open = await db
    .selectFrom('batches')
    .select((eb) => ['state', eb.fn.countAll().as('n')])
    .where(isOpen)
    .groupBy('state')
    .execute();
  const openIn = (state: string) => Number(open.find((row) => row.state === state)?.n ?? 0);
  return {
    recipients: { pending: Number(waiting.pending ?? 0), sending: Number(sending.n) },
    batches: {
      running: openIn('running'),
      scheduled: openIn('scheduled'),
      paused: Number(waiting.paused ?? 0),
    },
  };
}
