import { problem } from '@iapostemanager/protocol/problem';
import { newSuppression, suppression, suppressionPage } from '@iapostemanager/protocol/suppression';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf } from '../accounts/require-access.ts';
import { notFound } from '../http-problem.ts';
import { listSuppressed } from '../ledger/list-suppressed.ts';
import { allowAddress, suppressAddress } from '../ledger/suppress-address.ts';
import type { RelayServices } from '../relay-services.ts';

/** Addresses this account writes to no more: those who unsubscribed, and those put here by hand. */
export function suppressionRoutes({ database }: RelayServices): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/email/suppressions',
      {
        config: { access: 'read' },
        schema: {
          tags: ['unsubscribe'],
          summary: 'Addresses this account writes to no more, by alphabet',
          querystring: z.object({
            cursor: z.string().max(254).optional(),
            limit: z.coerce.number().int().min(1).max(1_000).default(100),
          }),
          response: { 200: suppressionPage },
        },
      },
      async (request) => {
        const { cursor, limit } = request.query;
        const { userId } = accountOf(request);
        const rows = await listSuppressed(database, { userId, after: cursor, limit });
        const items = rows.map((row) => ({
          address: row.address,
          reason: row.reason,
          createdAt: new Date(row.created_at).toISOString(),
        }));
        return { items, next: rows.length === limit ? (rows.at(-1)?.address ?? null) : null };
      },
    );
    app.post(
      '/api/email/suppressions',
      {
        config: { access: 'send' },
        schema: {
          tags: ['unsubscribe'],
          summary: 'Write to this address no more; what waits for it stops',
          body: newSuppression,
          response: { 201: suppression, 400: problem },
        },
      },
      async (request, reply) => {
        const { address, reason } = request.body;
        const nowMs = Date.now();
        await suppressAddress(database, {
          userId: accountOf(request).userId,
          address,
          reason,
          nowMs,
        });
        const createdAt = new Date(nowMs).toISOString();
        return reply.code(201).send({ address: address.toLowerCase(), reason, createdAt });
      },
    );
    app.delete(
      '/api/email/suppressions/:address',
      {
        config: { access: 'send' },
        schema: {
          tags: ['unsubscribe'],
          summary: 'Allow mail to this address again; who unsubscribed must have asked for it',
          params: z.object({ address: z.string().max(254) }),
          response: { 204: z.undefined(), 404: problem },
        },
      },
      async (request, reply) => {
        const { userId } = accountOf(request);
        const { address } = request.params;
        if (!(await allowAddress(database, { userId, address }))) throw notFound();
        return reply.code(204).send();
      },
    );
  };
}
