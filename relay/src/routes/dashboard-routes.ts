import { recipientState } from '@iapostemanager/protocol/email-batch';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf } from '../accounts/require-access.ts';
import type { RelayServices } from '../relay-services.ts';

const DAY = 86_400_000;

const historyItem = z.object({
  id: z.number().int(),
  batchId: z.string(),
  to: z.string(),
  subject: z.string(),
  state: recipientState,
  messageId: z.string(),
  createdAt: z.string(),
  sentAt: z.string().nullable(),
});

/** What 3.4 showed: the history of mails and the numbers of the dashboard. */
export function dashboardRoutes({ database }: RelayServices): FastifyPluginAsyncZod {
  const recipientsOf = (userId: string) =>
    database.db
      .selectFrom('recipients')
      .innerJoin('batches', 'batches.id', 'recipients.batch_id')
      .where('batches.user_id', '=', userId);

  return async (app) => {
    app.get(
      '/api/email/history',
      {
        config: { access: 'read' },
        schema: {
          tags: ['history'],
          summary: 'Mails of this account, newest first',
          querystring: z.object({
            cursor: z.coerce.number().int().min(0).optional(),
            limit: z.coerce.number().int().min(1).max(200).default(50),
          }),
          response: {
            200: z.object({ items: z.array(historyItem), next: z.string().nullable() }),
          },
        },
      },
      async (request) => {
        const { cursor, limit } = request.query;
        let query = recipientsOf(accountOf(request).userId).select([
          'recipients.id as id',
          'batch_id',
          'address',
          'recipients.subject as own_subject',
          'batches.subject as subject',
          'recipients.state as state',
          'message_id',
          'created_at',
          'sent_at',
        ]);
        if (cursor !== undefined) query = query.where('recipients.id', '<', cursor);
        const rows = await query.orderBy('recipients.id', 'desc').limit(limit).execute();
        const items = rows.map((row) => ({
          id: row.id,
          batchId: row.batch_id,
          to: row.address,
          subject: row.own_subject ?? row.subject,
          state: row.state,
          messageId: row.message_id,
          createdAt: new Date(row.created_at).toISOString(),
          sentAt: row.sent_at === null ? null : new Date(row.sent_at).toISOString(),
        }));
        const last = items.at(-1);
        return { items, next: last && items.length === limit ? String(last.id) : null };
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
              batches: z.number().int(),
            }),
          },
        },
      },
      async (request) => {
        const { userId } = accountOf(request);
        const now = Date.now();
        const states = await recipientsOf(userId)
          .select((eb) => ['recipients.state as state', eb.fn.countAll<number>().as('n')])
          .groupBy('recipients.state')
          .execute();
        const sentSince = async (since: number) => {
          const row = await recipientsOf(userId)
            .select((eb) => eb.fn.countAll<number>().as('n'))
            .where('sent_at', '>', since)
            .executeTakeFirstOrThrow();
          return Number(row.n);
        };
        const batches = await database.db
          .selectFrom('batches')
          .select((eb) => eb.fn.countAll<number>().as('n'))
          .where('user_id', '=', userId)
          .executeTakeFirstOrThrow();
        const count = (state: string) => Number(states.find((row) => row.state === state)?.n ?? 0);
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
          sentLastDay: await sentSince(now - DAY),
          sentLastWeek: await sentSince(now - 7 * DAY),
          batches: Number(batches.n),
        };
      },
    );
  };
}
