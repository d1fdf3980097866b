import { historyPage, historyQuery, recipientState } from '@iapostemanager/protocol/email-batch';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { z } from 'zod';
import { accountOf } from '../accounts/require-access.ts';
import { readHistory } from '../ledger/read-history.ts';
import type { RelayServices } from '../relay-services.ts';

const DAY = 86_400_000;

/** What 3.4 showed: the history of mails and the numbers of the dashboard. */
export function dashboardRoutes({ database }: RelayServices): FastifyPluginAsyncZod {
  const ofUser = (userId: string) =>
    database.db
      .selectFrom('recipients')
      .where('batch_id', 'in', (eb) =>
        eb.selectFrom('batches').select('batches.id').where('user_id', '=', userId),
      );

  return async (app) => {
    app.get(
      '/api/email/history',
      {
        config: { access: 'read' },
        schema: {
          tags: ['history'],
          summary: 'Mails of this account, newest first',
          querystring: historyQuery,
          response: { 200: historyPage },
        },
      },
      (request) => {
        const { cursor: before, ...wish } = request.query;
        return readHistory(database, accountOf(request).userId, { before, ...wish });
      },
    );

    app.get(
      '/api/dashboard/stats',
      {
        config: { access: 'read' },
        schema: {
          tags: ['history'],
          summary: 'Numbers of this account',
          response: {
            200: z.object({
              recipients: z.record(recipientState, z.number().int()),
              sentLastDay: z.number().int(),
              sentLastWeek: z.number().int(),
              /** Of the `sent` ones, those that lie in the relay's outbox and have reached nobody. */
              kept: z.number().int(),
              keptLastDay: z.number().int(),
              keptLastWeek: z.number().int(),
              batches: z.number().int(),
            }),
          },
        },
      },
      async (request) => {
        const { userId } = accountOf(request);
        const now = Date.now();
        const states = await ofUser(userId)
          .select((eb) => ['state', eb.fn.countAll<number>().as('n')])
          // By batch as well: so the index gives the groups in order, and nothing is sorted.
          .groupBy(['batch_id', 'state'])
          .execute();
        const sentSince = (since: number) =>
          sql<number>`count(case when sent_at > ${since} then 1 end)`;
        const keptSince = (since: number) =>
          sql<number>`count(case when kept = 1 and sent_at > ${since} then 1 end)`;
        const sent = await ofUser(userId)
          .select([
            sentSince(now - DAY).as('day'),
            sentSince(now - 7 * DAY).as('week'),
            keptSince(now - DAY).as('keptDay'),
            keptSince(now - 7 * DAY).as('keptWeek'),
          ])
          // The index finds these, whatever else a batch holds.
          .where('state', '=', 'sent')
          .where('sent_at', '>', now - 7 * DAY)
          .executeTakeFirstOrThrow();
        const batches = await database.db
          .selectFrom('batches')
          .select((eb) => [
            eb.fn.countAll<number>().as('n'),
            eb.fn.coalesce(eb.fn.sum<number>('kept'), sql.lit(0)).as('kept'),
          ])
          .where('user_id', '=', userId)
          .executeTakeFirstOrThrow();
        const count = (state: string) =>
          states.reduce((sum, row) => sum + (row.state === state ? Number(row.n) : 0), 0);
        return {
          recipients: {
            pending: count('pending'),
            sending: count('sending'),
            sent: count('sent'),
            failed: count('failed'),
            uncertain: count('uncertain'),
            suppressed: count('suppressed'),
            cancelled: count('cancelled'),
          },
          sentLastDay: Number(sent.day),
          sentLastWeek: Number(sent.week),
          kept: Number(batches.kept),
          keptLastDay: Number(sent.keptDay),
          keptLastWeek: Number(sent.keptWeek),
          batches: Number(batches.n),
        };
      },
    );
  };
}
