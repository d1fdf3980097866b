import { Readable } from 'node:stream';
import { problem } from '@iapostemanager/protocol/problem';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf } from '../accounts/require-access.ts';
import { callProvider, ProviderBusy, type ProviderCall } from '../ai/call-provider.ts';
import { ModelGate } from '../ai/model-gate.ts';
import { returnQuota, takeQuota } from '../ai/take-quota.ts';
import { HttpProblem } from '../http-problem.ts';
import type { RelayServices } from '../relay-services.ts';

/** An hour of speech is about 30 MB; nothing of it is held in memory. */
const AUDIO_BYTES = 200 * 1024 * 1024;

const tokens = z.number().int().min(1).max(1_000_000).optional();
const chatRequest = z.looseObject({
  model: z.string().min(1).max(200),
  messages: z.array(z.looseObject({ role: z.string() })).min(1),
  max_tokens: tokens,
  max_completion_tokens: tokens,
  n: z.number().int().min(1).max(4).optional(),
});
const speechRequest = z.looseObject({
  model: z.string().min(1).max(200),
  input: z.string().min(1).max(20_000),
});

/** The OpenAI-compatible routes: the caller's token comes off, the operator's key goes on, all else passes. */
export function aiRoutes({ config, database }: RelayServices): FastifyPluginAsyncZod {
  const provider = () => {
    if (!config.ai) throw new HttpProblem(503, 'ai-off', 'This relay has no AI provider.');
    return config.ai;
  };
  const checkModel = (model: string) => {
    const { models } = provider();
    if (models.length > 0 && !models.includes(model)) {
      throw new HttpProblem(400, 'model-not-allowed', 'This model is not allowed here.', [
        { path: 'model', message: `allowed: ${models.join(', ')}` },
      ]);
    }
  };

  const forward = async (
    reply: FastifyReply,
    call: Pick<ProviderCall, 'path' | 'method' | 'body' | 'contentType'>,
  ) => {
    const { baseUrl, apiKey } = provider();
    const gone = new AbortController();
    reply.raw.on('close', () => gone.abort());
    try {
      const response = await callProvider({ baseUrl, apiKey, ...call, signal: gone.signal });
      reply
        .code(response.status)
        .header('content-type', response.headers.get('content-type') ?? 'application/octet-stream')
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no');
      return await reply.send(response.body ? Readable.fromWeb(response.body as never) : '');
    } catch (error) {
      if (error instanceof ProviderBusy) reply.header('retry-after', error.retryAfter);
      throw error;
    }
  };

  /** One request of the quota; given back when the provider never answered. An aborted answer stays charged. */
  const metered = async (
    request: FastifyRequest,
    reply: FastifyReply,
    call: Pick<ProviderCall, 'path' | 'method' | 'body' | 'contentType'>,
  ) => {
    const wish = { userId: accountOf(request).userId, kind: 'requests', nowMs: Date.now() };
    if (!(await takeQuota(database, { ...wish, limit: config.aiRequestsPerDay }))) {
      reply.header('retry-after', '3600');
      throw new HttpProblem(429, 'quota-used-up', "Today's AI quota of this account is used up.");
    }
    try {
      return await forward(reply, call);
    } catch (error) {
      await returnQuota(database, wish);
      throw error;
    }
  };

  return async (app) => {
    // The upload stays a stream; the routes below are the only ones that take one.
    app.addContentTypeParser(
      'multipart/form-data',
      { bodyLimit: AUDIO_BYTES },
      (_request, payload, done) => done(null, payload),
    );
    const access = { access: 'ai' as const };

    app.get(
      '/v1/models',
      { config: access, schema: { tags: ['ai'], summary: 'Models this relay offers' } },
      async (_request, reply) => {
        const { models } = provider();
        if (models.length === 0) return forward(reply, { path: '/models', method: 'GET' });
        const data = models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'relay' }));
        return { object: 'list', data };
      },
    );
    app.post(
      '/v1/chat/completions',
      {
        config: access,
        bodyLimit: 4 * 1024 * 1024,
        schema: {
          tags: ['ai'],
          summary: 'Chat, streamed or whole',
          body: chatRequest,
          response: { 400: problem, 429: problem, 502: problem },
        },
      },
      (request, reply) => {
        checkModel(request.body.model);
        return metered(request, reply, {
          path: '/chat/completions',
          method: 'POST',
          contentType: 'application/json',
          body: JSON.stringify(request.body),
        });
      },
    );
    app.post(
      '/v1/audio/speech',
      {
        config: access,
        schema: {
          tags: ['ai'],
          summary: 'Text to speech',
          body: speechRequest,
          response: { 400: problem, 429: problem, 502: problem },
        },
      },
      (request, reply) => {
        checkModel(request.body.model);
        return metered(request, reply, {
          path: '/audio/speech',
          method: 'POST',
          contentType: 'application/json',
          body: JSON.stringify(request.body),
        });
      },
    );
    app.post(
      '/v1/audio/transcriptions',
      {
        config: access,
        bodyLimit: AUDIO_BYTES,
        schema: { tags: ['ai'], summary: 'Speech to text (multipart/form-data)' },
      },
      (request, reply) => {
        const contentType = request.headers['content-type'] ?? '';
        const boundary = /^multipart\/form-data;.*boundary="?([^";]{1,70})"?/i.exec(
          contentType,
        )?.[1];
        if (!boundary || !(request.body instanceof Readable)) {
          throw new HttpProblem(415, 'wrong-media-type', 'Send multipart/form-data.');
        }
        const { models } = provider();
        const upload = request.body;
        const checked = models.length === 0 ? upload : upload.pipe(new ModelGate(boundary, models));
        upload.on('error', (error) => checked.destroy(error));
        return metered(request, reply, {
          path: '/audio/transcriptions',
          method: 'POST',
          contentType,
          body: Readable.toWeb(checked) as never,
        }).catch((error) => {
          // What is left of the upload will never be read: end the connection with the answer.
          if (!reply.sent) reply.header('connection', 'close');
          throw error;
        });
      },
    );
  };
}
