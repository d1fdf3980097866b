import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { z } from 'zod';
import { type RelayServices, VERSION } from '../relay-services.ts';

const state = z.enum(['ok', 'failing', 'off']);
const health = z.object({
  status: z.enum(['ok', 'failing']),
  live: z.boolean(),
  ready: z.boolean(),
  version: z.string(),
  dependencies: z.object({ database: state, sender: state, smtp: z.string(), ai: z.string() }),
});

/** `GET /api/health` for load balancers and people, `GET /metrics` for Prometheus. */
export function healthRoutes({
  config,
  database,
  senderHealthy,
}: RelayServices): FastifyPluginAsyncZod {
  const databaseState = async () => {
    try {
      await sql`select 1`.execute(database.db);
      return 'ok' as const;
    } catch {
      return 'failing' as const;
    }
  };
  return async (app) => {
    app.get(
      '/api/health',
      {
        config: { access: 'public' },
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
          smtp: config.smtp ? 'configured' : 'embedded outbox',
          ai: config.ai ? 'configured' : 'off',
        };
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
        config: { access: 'metrics' },
        schema: { tags: ['operation'], summary: 'Prometheus metrics (this machine or an admin)' },
      },
      async (_request, reply) => {
        const registry = app.metrics.client.register;
        return reply.header('content-type', registry.contentType).send(await registry.metrics());
      },
    );
  };
}
