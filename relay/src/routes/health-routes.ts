import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { z } from 'zod';
import { type RelayServices, VERSION } from '../relay-services.ts';
import { relayMetrics } from './relay-metrics.ts';

const state = z.enum(['ok', 'failing', 'off']);
const health = z.object({
  status: z.enum(['ok', 'failing']),
  live: z.boolean(),
  ready: z.boolean(),
  version: z.string(),
  dependencies: z.object({
    database: state,
    sender: state,
    smtp: z.enum(['configured', 'failing', 'embedded outbox']),
    ai: z.string(),
  }),
});

/** `GET /api/health` for load balancers and people, `GET /metrics` for Prometheus. */
export function healthRoutes(services: RelayServices): FastifyPluginAsyncZod {
  const { config, database, senderHealthy, mailServerFailing } = services;
  const databaseState = async () => {
    try {
      await sql`select 1`.execute(database.db);
      return 'ok' as const;
    } catch {
      return 'failing' as const;
    }
  };
  const mailServer = () => {
    if (!config.smtp) return 'embedded outbox' as const;
    return mailServerFailing() ? ('failing' as const) : ('configured' as const);
  };
  return async (app) => {
    app.get(
      '/api/health',
      {
        // Whoever watches shares an address with those who overload us: the answer must not depend on them.
        config: { access: 'public', rateLimit: false },
        schema: {
          tags: ['operation'],
          summary: 'Is the relay alive, ready, and what does it depend on',
          response: { 200: health, 503: health },
        },
      },
      async (_request, reply) => {
        const dependencies = {
          database: await databaseState(),
          sender: senderHealthy() ? ('ok' as const) : ('failing' as const),
          smtp: mailServer(),
          ai: config.ai ? 'configured' : 'off',
        };
        // A mail server that fails is no reason to send nobody here: mails wait safely until it is back.
        const ready = dependencies.database === 'ok' && dependencies.sender === 'ok';
        return reply.code(ready ? 200 : 503).send({
          status: ready ? 'ok' : 'failing',
          live: true,
          ready,
          version: VERSION,
          dependencies,
        });
      },
    );
    app.get(
      '/metrics',
      {
        config: {
          access: 'metrics',
          described: { answer: { types: ['text/plain'], description: 'as Prometheus reads them' } },
        },
        schema: { tags: ['operation'], summary: 'Prometheus metrics (this machine or an admin)' },
      },
      async (_request, reply) => {
        const registry = app.metrics.client.register;
        const text = `${await registry.metrics()}\n${await relayMetrics(services)}`;
        return reply.header('content-type', registry.contentType).send(text);
      },
    );
  };
}
