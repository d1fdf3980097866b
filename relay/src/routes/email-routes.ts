import {
  type BatchHead,
  type SendRequest,
  sendAnswer,
  sendBatchAnswer,
  sendBatchRequest,
  sendRequest,
} from '@iapostemanager/protocol/email-batch';
import { problem } from '@iapostemanager/protocol/problem';
import { type FastifyPluginAsyncZod, validatorCompiler } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf, unauthorised } from '../accounts/require-access.ts';
import { boundUploads } from '../bound-uploads.ts';
import { HttpProblem } from '../http-problem.ts';
import { BlockedAccountError, IdempotencyConflictError } from '../ledger/accept-batch.ts';
import { ledgerOf } from '../ledger/ledger-operations.ts';
import {
  BatchPacker,
  type NewBatch,
  type NewBatchHead,
  NoRecipientError,
  type PackedBatch,
  packBatch,
} from '../ledger/pack-batch.ts';
import { isKnownKey, listRecipients } from '../ledger/read-batch.ts';
import { TemplateError } from '../mail/template-error.ts';
import { listMailAccounts } from '../mail-accounts/mail-accounts.ts';
import type { RelayServices } from '../relay-services.ts';
import { type BatchBody, openBatchBody } from './read-batch-body.ts';
import { timeProblem } from './time-problem.ts';

/** 100,000 recipients with a handful of fields each. */
const BATCH_BODY_BYTES = 128 * 1024 * 1024;

/** Two texts of 2 MB and 15 MB of files in base64. */
const SINGLE_BODY_BYTES = 26 * 1024 * 1024;

const headers = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('new for each wish to send; the same again gives the first answer, nothing twice'),
});

const SEND_EXAMPLE = {
  to: 'ada@example.org',
  name: 'Ada Lovelace',
  subject: 'Our appointment on Tuesday',
  html: '<p>Dear Ada,</p><p>see you on Tuesday at ten.</p>',
};

const BATCH_EXAMPLE = {
  name: 'Invitation, first wave',
  subject: 'An invitation for {{ prenom | default: "you" }}',
  html: '<p>Dear {{ prenom | default: "friend" }},</p><p>come and see us in {{ city | default: "town" }}.</p>',
  recipients: [
    { address: 'ada@example.org', name: 'Ada Lovelace', fields: { prenom: 'Ada', city: 'London' } },
    { address: 'alan@example.org', fields: { prenom: 'Alan' } },
  ],
  perMinute: 60,
  unsubscribe: true,
};

/** `POST /api/email/send` and `…/send-batch`: a 2xx means that everything accepted is on the disk. */
export function emailRoutes({
  config,
  database,
  wakeSender,
}: RelayServices): FastifyPluginAsyncZod {
  const ledger = ledgerOf(database);
  /** Who asks again for a lost answer gets it, however late, and whatever is not there any more. */
  const isRepeat = async (userId: string, key: string | undefined) =>
    key !== undefined && (await isKnownKey(database, userId, key));
  /** Domain of the address these mails come from: the operator's, or that of the caller's own mail account. */
  const senderDomain = async (userId: string, id: string | undefined, key: string | undefined) => {
    const domain = (address: string) => address.split('@')[1] ?? 'relay.invalid';
    if (id === undefined) return domain(config.smtpFrom);
    const own = (await listMailAccounts(database, userId)).find((account) => account.id === id);
    if (own) return domain(own.from);
    if (await isRepeat(userId, key)) return 'relay.invalid';
    throw new HttpProblem(400, 'unknown-account', 'There is no such mail account.', [
      { path: 'account', message: 'is not one of yours' },
    ]);
  };
  const accept = async (pack: () => PackedBatch) => {
    try {
      const answer = await ledger.writeBatch(pack());
      wakeSender();
      return answer;
    } catch (error) {
      throw asProblem(error);
    }
  };
  /** A batch of any size, read piece by piece. */
  const packBody = async (body: BatchBody, input: Omit<NewBatchHead, 'messageDomain' | 'head'>) => {
    const { head } = body;
    if (head) await checkTemplates(head);
    const { userId, idempotencyKey: key } = input;
    const problem = timeProblem(head?.sendAt, input.nowMs);
    if (problem && !(await isRepeat(userId, key))) throw problem;
    const messageDomain = await senderDomain(userId, head?.account, key);
    const packer = new BatchPacker({ ...input, head, messageDomain });
    for await (const items of body.items()) packer.add(items);
    return packer;
  };
  /** Its body stays bytes: a big one is parsed and checked piece by piece by the route itself. */
  const sendBatchRoute: FastifyPluginAsyncZod = async (app) => {
    const parseJson = app.getDefaultJsonParser('error', 'error');
    app.removeContentTypeParser('application/json');
    app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    app.post(
      '/api/email/send-batch',
      {
        config: { access: 'send' },
        bodyLimit: BATCH_BODY_BYTES,
        schema: {
          tags: ['email'],
          summary: 'Send a batch of up to 100,000 personalised messages',
          headers,
          body: sendBatchRequest.meta({ examples: [BATCH_EXAMPLE] }),
          response: { 201: sendBatchAnswer, 400: problem, 409: problem },
        },
        validatorCompiler: (part) =>
          part.httpPart === 'body'
            ? (value) => ({ value })
            : validatorCompiler({ ...part, schema: headers }),
      },
      async (request, reply) => {
        const parse = (text: string) => {
          let value: unknown;
          parseJson(request, text, (error, parsed) => {
            if (error) throw error;
            value = parsed;
          });
          return value;
        };
        const raw: unknown = request.body;
        const packer = await packBody(
          openBatchBody(raw instanceof Uint8Array ? raw : new Uint8Array(), parse),
          {
            userId: accountOf(request).userId,
            kind: 'batch',
            idempotencyKey: request.headers['idempotency-key'],
            nowMs: Date.now(),
          },
        );
        return reply.code(201).send(await accept(() => packer.finish()));
      },
    );
  };
  return async (app) => {
    boundUploads(app);
    // JSON alone: `curl -d` calls it a form, and a form would be read as a mail without recipient.
    app.removeContentTypeParser(['application/x-www-form-urlencoded', 'text/plain']);
    await app.register(sendBatchRoute);
    app.post(
      '/api/email/send',
      {
        config: { access: 'send' },
        bodyLimit: SINGLE_BODY_BYTES,
        schema: {
          tags: ['email'],
          summary: 'Send one finished message',
          headers,
          body: sendRequest.meta({ examples: [SEND_EXAMPLE] }),
          response: { 201: sendAnswer, 400: problem, 409: problem },
        },
      },
      async (request, reply) => {
        const { userId } = accountOf(request);
        const key = request.headers['idempotency-key'];
        const messageDomain = await senderDomain(userId, request.body.account, key);
        const message = single(request.body);
        await checkContent(request.body);
        const answer = await accept(() =>
          packBatch({
            userId,
            kind: 'single',
            ...message,
            idempotencyKey: key,
            messageDomain,
            nowMs: Date.now(),
          }),
        );
        const { items } = await listRecipients(database, answer.batchId, { limit: 1 });
        const [row] = items;
        if (!row) throw new Error('an accepted message has no row');
        return reply
          .code(201)
          .send({ batchId: answer.batchId, messageId: row.messageId, state: row.state });
      },
    );
  };
}

function single(body: SendRequest): Pick<NewBatch, 'request' | 'text' | 'replyTo' | 'isTemplate'> {
  const html = body.html ?? body.body;
  if (html === undefined && body.text === undefined) {
    throw new HttpProblem(400, 'invalid-request', 'The message is empty.', [
      { path: 'html', message: 'html or text is needed' },
    ]);
  }
  return {
    isTemplate: false,
    text: body.text,
    replyTo: body.replyTo,
    request: {
      name: body.subject.slice(0, 200),
      subject: body.subject,
      html: html ?? '',
      recipients: [{ address: body.to, name: body.name, fields: {} }],
      attachments: body.attachments,
      account: body.account,
    },
  };
}

/** A finished message with nothing in it would be accepted and then fail: it is told now. */
async function checkContent({ subject, html, body, text, attachments = [] }: SendRequest) {
  // Nearly every subject has a plain letter: only for others the mail maker looks, and is loaded.
  if (attachments.length > 0 || /\w/.test(subject)) return;
  const { isEmptyMessage } = await import('../mail/compose-message.ts');
  const shown = html ?? body;
  if (!isEmptyMessage({ subject, html: shown, text })) return;
  const path = html !== undefined ? 'html' : body !== undefined ? 'body' : 'text';
  throw new HttpProblem(400, 'invalid-request', 'The message is empty.', [
    { path: 'subject', message: 'is empty, and so is the text' },
    { path, message: 'is empty, and so is the subject' },
  ]);
}

/** A template nobody's mail can be made from is the sender's mistake, to be told now. */
async function checkTemplates(body: BatchHead): Promise<void> {
  const { parseTemplate } = await import('../mail/template-engine.ts');
  for (const path of ['subject', 'html', 'text'] as const) {
    const source = body[path];
    if (source === undefined) continue;
    try {
      parseTemplate(source, path === 'html' ? 'html' : 'text');
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      throw new HttpProblem(400, 'invalid-template', 'A template cannot be read.', [
        { path, message: error.message },
      ]);
    }
  }
}

function asProblem(error: unknown): unknown {
  if (error instanceof BlockedAccountError) return unauthorised();
  if (error instanceof IdempotencyConflictError) {
    return new HttpProblem(409, 'idempotency-conflict', 'This Idempotency-Key was used before.');
  }
  if (error instanceof NoRecipientError) {
    return new HttpProblem(
      400,
      'no-recipient',
      'No recipient has a usable address.',
      error.detail
        .slice(0, 100)
        .map((row) => ({ path: `recipients.${row.index}.address`, message: row.reason })),
    );
  }
  return error;
}
