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
  /** What waits and what is on the wire, over all accounts; both have an index of their own. */
  const ledgerMetrics = async () => {
    const count = async (name: 'pending' | 'sending') => {
      const row = await database.db
        .selectFrom('recipients')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        // Written out, not bound: only so does SQLite use the index of this state.
        .where('state', '=', sql.lit(name))
        .executeTakeFirstOrThrow();
      return `relay_recipients{state="${name}"} ${Number(row.n)}\n`;
    };
    const healthy = senderHealthy() ? 1 : 0;
    return `\n# HELP relay_recipients Recipients that are not finished.
# TYPE relay_recipients gauge
${await count('pending')}${await count('sending')}# HELP relay_sender_healthy 0 while the sender cannot write to its database.
# TYPE relay_sender_healthy gauge
relay_sender_healthy ${healthy}\n`;
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
        config: {
          access: 'metrics',
          described: { answer: { types: ['text/plain'], description: 'as Prometheus reads them' } },
        },
        schema: { tags: ['operation'], summary: 'Prometheus metrics (this machine or an admin)' },
      },
      async (_request, reply) => {
        const registry = app.metrics.client.register;
        const text = (await registry.metrics()) + (await ledgerMetrics());
        return reply.header('content-type', registry.contentType).send(text);
      },
    );
  };
}
