import { relayAccount, revokeRequest } from '@iapostemanager/protocol/relay-account';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { readTokenName, revokeToken } from '../accounts/access-tokens.ts';
import { accountOf } from '../accounts/require-access.ts';
import { type RelayServices, VERSION } from '../relay-services.ts';

/** What a device may know of itself, and its way out. */
export function accountRoutes({ config, database }: RelayServices): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/account',
      {
        config: { access: 'read' },
        schema: {
          tags: ['accounts'],
          summary: 'Who the caller is, and how this relay sends',
          response: { 200: relayAccount },
        },
      },
      async (request) => {
        const { userId, via } = accountOf(request);
        const { email } = await database.db
          .selectFrom('user')
          .select('email')
          .where('id', '=', userId)
          .executeTakeFirstOrThrow();
        const token = via === 'token' ? bearerOf(request.headers.authorization) : '';
        const { name, scopes } = await readTokenName(database, token);
        return {
          email,
          scopes,
          device: name,
          sender: {
            address: config.smtpFrom,
            name: config.smtpFromName ?? null,
            delivers: config.smtp !== undefined,
            perMinute: config.limits.perMinute ?? null,
            perDay: config.limits.perDay ?? null,
          },
          ai: config.ai !== undefined,
          publicUrl: config.publicUrl,
          version: VERSION,
        };
      },
    );

    app.post(
      '/api/auth/revoke',
      {
        config: { access: 'public', rateLimit: { max: 30, timeWindow: 60_000 } },
        schema: {
          tags: ['accounts'],
          summary: 'RFC 7009: the holder of a token ends it; unknown tokens get the same answer',
          body: revokeRequest,
          response: { 200: z.object({}) },
        },
      },
      async (request, reply) => {
        await revokeToken(database, request.body.token, Date.now());
        return reply.header('cache-control', 'no-store').send({});
      },
    );
  };
}

const bearerOf = (header: string | undefined) => (header ?? '').replace(/^Bearer /, '');
