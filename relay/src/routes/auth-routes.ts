import {
  deviceCodeAnswer,
  deviceCodeRequest,
  deviceTokenAnswer,
  deviceTokenError,
  deviceTokenRequest,
} from '@iapostemanager/protocol/device-authorization';
import { problem } from '@iapostemanager/protocol/problem';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { listTokens, parseScopes, revokeTokens } from '../accounts/access-tokens.ts';
import {
  DEVICE_CODE_SECONDS,
  POLL_SECONDS,
  pollDeviceRequest,
  startDeviceRequest,
} from '../accounts/device-authorization.ts';
import { handleAuth } from '../accounts/handle-auth.ts';
import { accountOf } from '../accounts/require-access.ts';
import { HttpProblem, notFound } from '../http-problem.ts';
import type { RelayServices } from '../relay-services.ts';
import { plainHeaders } from './pages/page-kit.ts';

const token = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
});

const POLL_ERRORS = {
  authorization_pending: 'nobody has answered yet',
  slow_down: 'wait longer between polls',
  access_denied: 'the person said no',
  expired_token: 'this code is no longer valid',
};

/** `/api/auth/*`: device authorization (RFC 8628), tokens of the account, and what better-auth offers. */
export function authRoutes({ auth, config, database }: RelayServices): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/auth/device/code',
      {
        config: { access: 'public', rateLimit: { max: 30, timeWindow: 60_000 } },
        schema: {
          tags: ['accounts'],
          summary: 'RFC 8628: ask for a device code',
          body: deviceCodeRequest,
          response: { 200: deviceCodeAnswer, 400: problem },
        },
      },
      async (request, reply) => {
        const scopes = parseScopes(request.body.scope);
        if (!scopes) throw new HttpProblem(400, 'invalid-scope', 'Scopes: send, ai, read.');
        const { deviceCode, userCode } = await startDeviceRequest(database, {
          clientId: request.body.client_id,
          scopes,
          nowMs: Date.now(),
        });
        const shown = `${userCode.slice(0, 4)}-${userCode.slice(4)}`;
        return reply.header('cache-control', 'no-store').send({
          device_code: deviceCode,
          user_code: shown,
          verification_uri: `${config.publicUrl}/device`,
          verification_uri_complete: `${config.publicUrl}/device?user_code=${shown}`,
          expires_in: DEVICE_CODE_SECONDS,
          interval: POLL_SECONDS,
        });
      },
    );
    app.post(
      '/api/auth/device/token',
      {
        config: { access: 'public' },
        schema: {
          tags: ['accounts'],
          summary: 'RFC 8628: poll for the token',
          body: deviceTokenRequest,
          response: { 200: deviceTokenAnswer, 400: deviceTokenError },
        },
      },
      async (request, reply) => {
        reply.header('cache-control', 'no-store');
        const answer = await pollDeviceRequest(database, {
          deviceCode: request.body.device_code,
          clientId: request.body.client_id,
          nowMs: Date.now(),
        });
        if ('error' in answer) {
          return reply
            .code(400)
            .send({ error: answer.error, error_description: POLL_ERRORS[answer.error] });
        }
        return reply.send({
          access_token: answer.token,
          token_type: 'Bearer',
          scope: answer.scopes,
        });
      },
    );

    app.get(
      '/api/auth/tokens',
      {
        config: { access: 'session' },
        schema: {
          tags: ['accounts'],
          summary: 'Devices and tokens of this account',
          response: { 200: z.object({ items: z.array(token) }) },
        },
      },
      async (request) => {
        const rows = await listTokens(database, accountOf(request).userId);
        return {
          items: rows.map((row) => ({
            id: row.id,
            name: row.name,
            scopes: row.scopes,
            createdAt: new Date(row.created_at).toISOString(),
            lastUsedAt: row.last_used_at === null ? null : new Date(row.last_used_at).toISOString(),
          })),
        };
      },
    );
    app.delete(
      '/api/auth/tokens/:id',
      {
        config: { access: 'session' },
        schema: {
          tags: ['accounts'],
          summary: 'Revoke one token',
          params: z.object({ id: z.string().max(100) }),
          response: { 204: z.undefined(), 404: problem },
        },
      },
      async (request, reply) => {
        const { userId } = accountOf(request);
        const { id } = request.params;
        const revoked = await revokeTokens(database, { userId, id, nowMs: Date.now() });
        if (revoked === 0) throw notFound();
        return reply.code(204).send();
      },
    );

    app.route({
      method: ['GET', 'POST'],
      url: '/api/auth/*',
      config: { access: 'auth' },
      schema: {
        tags: ['accounts'],
        summary: 'better-auth: sign-in, sign-out, sessions, TOTP, recovery codes, password',
      },
      handler: async (request, reply) => {
        const response = await handleAuth(auth, database, config.publicUrl, {
          method: request.method,
          path: request.url.slice('/api/auth'.length),
          headers: plainHeaders(request.headers),
          body: request.body,
          clientIp: request.ip,
        });
        if (!response) throw notFound();
        reply.code(response.status).header('cache-control', 'no-store');
        for (const [name, value] of response.headers) {
          if (name !== 'set-cookie' && name !== 'content-length') reply.header(name, value);
        }
        for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie);
        return reply.send(Buffer.from(await response.arrayBuffer()));
      },
    });
  };
}
