import {
  type SendBatchRequest,
  type SendRequest,
  sendAnswer,
  sendBatchAnswer,
  sendBatchRequest,
  sendRequest,
} from '@iapostemanager/protocol/email-batch';
import { problem } from '@iapostemanager/protocol/problem';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf } from '../accounts/require-access.ts';
import { HttpProblem } from '../http-problem.ts';
import {
  IdempotencyConflictError,
  type NewBatch,
  NoRecipientError,
} from '../ledger/accept-batch.ts';
import { ledgerOf } from '../ledger/ledger-operations.ts';
import { listRecipients } from '../ledger/read-batch.ts';
import { TemplateError } from '../mail/template-error.ts';
import { listMailAccounts } from '../mail-accounts/mail-accounts.ts';
import type { RelayServices } from '../relay-services.ts';

/** 100,000 recipients with a handful of fields each. */
const BATCH_BODY_BYTES = 128 * 1024 * 1024;

/** Two texts of 2 MB and 15 MB of files in base64. */
const SINGLE_BODY_BYTES = 26 * 1024 * 1024;

const headers = z.object({ 'idempotency-key': z.string().min(1).max(200).optional() });

/** `POST /api/email/send` and `…/send-batch`: a 2xx means that everything accepted is on the disk. */
export function emailRoutes({
  config,
  database,
  wakeSender,
}: RelayServices): FastifyPluginAsyncZod {
  const ledger = ledgerOf(database);
  /** The address these mails come from: the operator's, or that of the caller's own mail account. */
  const senderAddress = async ({ userId, request }: Pick<NewBatch, 'userId' | 'request'>) => {
    const id = 'emails' in request ? undefined : request.account;
    if (id === undefined) return config.smtpFrom;
    const own = (await listMailAccounts(database, userId)).find((account) => account.id === id);
    if (own) return own.from;
    throw new HttpProblem(400, 'unknown-account', 'There is no such mail account.', [
      { path: 'account', message: 'is not one of yours' },
    ]);
  };
  const accept = async (input: Omit<NewBatch, 'messageDomain' | 'nowMs'>) => {
    const from = await senderAddress(input);
    const messageDomain = from.split('@')[1] ?? 'relay.invalid';
    try {
      const answer = await ledger.acceptBatch({ ...input, messageDomain, nowMs: Date.now() });
      wakeSender();
      return answer;
    } catch (error) {
      throw asProblem(error);
    }
  };
  return async (app) => {
    app.post(
      '/api/email/send-batch',
      {
        config: { access: 'send' },
        bodyLimit: BATCH_BODY_BYTES,
        schema: {
          tags: ['email'],
          summary: 'Send a batch of up to 100,000 personalised messages',
          headers,
          body: sendBatchRequest,
          response: { 201: sendBatchAnswer, 400: problem, 409: problem },
        },
      },
      async (request, reply) => {
        await checkTemplates(request.body);
        const answer = await accept({
          userId: accountOf(request).userId,
          kind: 'batch',
          request: request.body,
          idempotencyKey: request.headers['idempotency-key'],
        });
        return reply.code(201).send(answer);
      },
    );

    app.post(
      '/api/email/send',
      {
        config: { access: 'send' },
        bodyLimit: SINGLE_BODY_BYTES,
        schema: {
          tags: ['email'],
          summary: 'Send one finished message',
          headers,
          body: sendRequest,
          response: { 201: sendAnswer, 400: problem, 409: problem },
        },
      },
      async (request, reply) => {
        const answer = await accept({
          userId: accountOf(request).userId,
          kind: 'single',
          ...single(request.body),
          idempotencyKey: request.headers['idempotency-key'],
        });
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

/** A template nobody's mail can be made from is the sender's mistake, to be told now. */
async function checkTemplates(body: SendBatchRequest): Promise<void> {
  if ('emails' in body) return;
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
