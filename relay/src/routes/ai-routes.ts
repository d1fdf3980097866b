import { pipeline, Readable } from 'node:stream';
import { problem } from '@iapostemanager/protocol/problem';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf } from '../accounts/require-access.ts';
import { estimateSeconds, estimateTokens, SpeechMeter } from '../ai/meter-use.ts';
import { type AiCall, MeteredCalls } from '../ai/metered-call.ts';
import { ModelGate } from '../ai/model-gate.ts';
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

/** For the documentation alone: the upload is never read into an object. */
const recording = z.looseObject({
  file: z.string().describe('the recording, at most 200 MB'),
  model: z.string(),
});

const MODELS = {
  types: ['application/json'],
  description: 'a list as OpenAI answers it: `{ object: "list", data: [{ id, object, … }] }`',
};
const CHAT = {
  types: ['application/json', 'text/event-stream'],
  description:
    'the answer of the provider as it is: a `chat.completion`, or with `stream: true` its chunks as server-sent events',
};
const SPEECH = {
  types: ['audio/*'],
  description: 'the sound, in the type that the provider names',
};
const TRANSCRIPT = {
  types: ['application/json', 'text/plain'],
  description:
    'the answer of the provider as it is: `{ text }`, or what `response_format` asks for',
};

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

  const calls = new MeteredCalls(config, database);

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
      {
        config: { ...access, described: { answer: MODELS } },
        schema: { tags: ['ai'], summary: 'Models this relay offers' },
      },
      async (_request, reply) => {
        const { models } = provider();
        if (models.length === 0) return calls.forward(reply, { path: '/models', method: 'GET' });
        const data = models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'relay' }));
        return { object: 'list', data };
      },
    );
    app.post(
      '/v1/chat/completions',
      {
        config: { ...access, described: { answer: CHAT } },
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
        const { max_tokens, max_completion_tokens, n = 1, messages } = request.body;
        const answer = (max_completion_tokens ?? max_tokens ?? 0) * n;
        const asked = estimateTokens(JSON.stringify(messages));
        const call = jsonCall('/chat/completions', request.body);
        return calls.charge(reply, accountOf(request).userId, call, {
          guess: { tokens: asked + answer },
          asked,
        });
      },
    );
    app.post(
      '/v1/audio/speech',
      {
        config: { ...access, described: { answer: SPEECH } },
        schema: {
          tags: ['ai'],
          summary: 'Text to speech',
          body: speechRequest,
          response: { 400: problem, 429: problem, 502: problem },
        },
      },
      (request, reply) => {
        checkModel(request.body.model);
        const call = jsonCall('/audio/speech', request.body);
        return calls.charge(reply, accountOf(request).userId, call, {
          guess: { tokens: estimateTokens(request.body.input) },
        });
      },
    );
    app.post(
      '/v1/audio/transcriptions',
      {
        config: { ...access, described: { answer: TRANSCRIPT, form: recording } },
        bodyLimit: AUDIO_BYTES,
        schema: {
          tags: ['ai'],
          summary: 'Speech to text (multipart/form-data)',
          response: { 400: problem, 429: problem, 502: problem },
        },
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
        const meter = new SpeechMeter();
        const gates = models.length === 0 ? [meter] : [new ModelGate(boundary, models), meter];
        const checked = pipeline([upload, ...gates], () => {}) as SpeechMeter;
        const call: AiCall = {
          path: '/audio/transcriptions',
          method: 'POST',
          contentType,
          body: Readable.toWeb(checked) as never,
          tellPieces: (moved) => {
            meter.onPiece = moved;
          },
        };
        const length = Number(request.headers['content-length']) || undefined;
        return calls
          .charge(reply, accountOf(request).userId, call, {
            guess: { 'audio-seconds': estimateSeconds(length) },
            counted: () => ({ audioSeconds: meter.seconds }),
          })
          .catch((error) => {
            // What is left of the upload will never be read: end the connection with the answer.
            if (!reply.sent) reply.header('connection', 'close');
            throw error;
          });
      },
    );
  };
}

const jsonCall = (path: string, body: unknown): AiCall => ({
  path,
  method: 'POST',
  contentType: 'application/json',
  body: JSON.stringify(body),
});
