import {
  batch,
  batchContent,
  batchList,
  changed,
  recipientPage,
  recipientQuery,
  rescheduleRequest,
  resolveRequest,
  resumeRequest,
} from '@iapostemanager/protocol/email-batch';
import { problem } from '@iapostemanager/protocol/problem';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf, unauthorised } from '../accounts/require-access.ts';
import { HttpProblem, notFound } from '../http-problem.ts';
import { BlockedAccountError } from '../ledger/accept-batch.ts';
import {
  BatchStateError,
  cancelBatch,
  pauseBatch,
  rescheduleBatch,
  resolveUncertain,
  resumeBatch,
  retryFailed,
} from '../ledger/change-batch.ts';
import {
  isBatchPlace,
  listBatches,
  listRecipients,
  ownsBatch,
  readBatch,
} from '../ledger/read-batch.ts';
import { readContent } from '../ledger/read-content.ts';
import type { RelayServices } from '../relay-services.ts';
import { timeProblem } from './time-problem.ts';

const params = z.object({ id: z.string().max(100) });
type WithId = FastifyRequest & { params: { id: string } };

/** Batches of the caller: status, recipients, and the six things one can do to them. */
export function batchRoutes({
  config,
  database,
  wakeSender,
}: RelayServices): FastifyPluginAsyncZod {
  const own = async (request: WithId) => {
    const found = await readBatch(database, accountOf(request).userId, request.params.id);
    if (!found) throw notFound();
    return found;
  };
  const change = async (
    request: WithId,
    apply: (change: {
      userId: string;
      batchId: string;
      nowMs: number;
    }) => Promise<number | undefined>,
  ) => {
    const { userId } = accountOf(request);
    try {
      const rows = await apply({ userId, batchId: request.params.id, nowMs: Date.now() });
      if (rows === undefined) throw notFound();
      wakeSender();
      return { batch: await own(request), changed: rows };
    } catch (error) {
      if (error instanceof BlockedAccountError) throw unauthorised();
      if (!(error instanceof BatchStateError)) throw error;
      throw new HttpProblem(409, error.code, error.message);
    }
  };

  return async (app) => {
    app.get(
      '/api/email/batches',
      {
        config: { access: 'read' },
        schema: {
          tags: ['batches'],
          summary: 'Batches, newest first',
          querystring: z.object({
            cursor: z.string().refine(isBatchPlace, 'is not the `next` of a page').optional(),
            limit: z.coerce.number().int().min(1).max(100).default(50),
          }),
          response: { 200: batchList },
        },
      },
      (request) =>
        listBatches(database, accountOf(request).userId, {
          kind: 'batch',
          before: request.query.cursor,
          limit: request.query.limit,
        }),
    );
    app.get(
      '/api/email/batches/:id',
      {
        config: { access: 'read' },
        schema: {
          tags: ['batches'],
          summary: 'One batch',
          params,
          response: { 200: batch, 404: problem },
        },
      },
      (request) => own(request),
    );
    app.get(
      '/api/email/batches/:id/content',
      {
        config: { access: 'read' },
        schema: {
          tags: ['batches'],
          summary: 'What a batch says, as it was written',
          params,
          response: { 200: batchContent, 404: problem },
        },
      },
      async (request) => {
        const operator = { address: config.smtpFrom, name: config.smtpFromName ?? null };
        const { userId } = accountOf(request);
        const found = await readContent(database, userId, request.params.id, operator);
        if (!found) throw notFound();
        return found;
      },
    );
    app.get(
      '/api/email/batches/:id/recipients',
      {
        config: { access: 'read' },
        schema: {
          tags: ['batches'],
          summary: 'Recipients with their state, in the order of the list',
          params,
          querystring: recipientQuery,
          response: { 200: recipientPage, 404: problem },
        },
      },
      async (request) => {
        const { id } = request.params;
        if (!(await ownsBatch(database, accountOf(request).userId, id))) throw notFound();
        const { cursor: after, values, ...wish } = request.query;
        return listRecipients(database, id, { ...wish, after, values: values === 'true' });
      },
    );

    const action = {
      config: { access: 'send' as const },
      schema: { tags: ['batches'], params, response: { 200: changed, 404: problem, 409: problem } },
    };
    const described = (summary: string) => ({
      ...action,
      schema: { ...action.schema, summary },
    });
    app.post('/api/email/batches/:id/pause', described('Stop claiming recipients'), (request) =>
      change(request, (wish) => pauseBatch(database, wish)),
    );
    app.post(
      '/api/email/batches/:id/resume',
      {
        ...action,
        schema: { ...action.schema, body: resumeRequest, summary: 'Go on with what is pending' },
      },
      (request) =>
        change(request, (wish) =>
          resumeBatch(database, { ...wish, overdue: request.body?.overdue }),
        ),
    );
    app.post(
      '/api/email/batches/:id/reschedule',
      {
        ...action,
        schema: {
          ...action.schema,
          body: rescheduleRequest,
          summary: 'Another time for a batch that waits for its own, or now',
          response: { ...action.schema.response, 400: problem },
        },
      },
      (request) => {
        const { sendAt } = request.body;
        const wrong = timeProblem(sendAt, Date.now());
        if (wrong) throw wrong;
        const at = sendAt === null ? null : Date.parse(sendAt);
        return change(request, (wish) => rescheduleBatch(database, { ...wish, sendAt: at }));
      },
    );
    app.post('/api/email/batches/:id/cancel', described('Never send what is pending'), (request) =>
      change(request, (wish) => cancelBatch(database, wish)),
    );
    app.post(
      '/api/email/batches/:id/retry-failed',
      described('Try the failed recipients again, only those'),
      (request) => change(request, (wish) => retryFailed(database, wish)),
    );
    app.post(
      '/api/email/batches/:id/resolve',
      {
        ...action,
        schema: {
          ...action.schema,
          body: resolveRequest,
          summary: 'Say what became of uncertain recipients',
        },
      },
      (request) =>
        change(request, (wish) => resolveUncertain(database, { ...wish, ...request.body })),
    );
  };
}
