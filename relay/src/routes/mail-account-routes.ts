import {
  changedMailAccount,
  mailAccount,
  newMailAccount,
  sendingLimits,
} from '@iapostemanager/protocol/mail-account';
import { problem } from '@iapostemanager/protocol/problem';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf } from '../accounts/require-access.ts';
import { HttpProblem, notFound } from '../http-problem.ts';
import { changeMailAccount } from '../mail-accounts/change-mail-account.ts';
import { checkMailAccount, MailAccountRefusedError } from '../mail-accounts/check-mail-account.ts';
import {
  addMailAccount,
  limitMailAccount,
  listMailAccounts,
  removeMailAccount,
} from '../mail-accounts/mail-accounts.ts';
import type { RelayServices } from '../relay-services.ts';

/** Mail accounts of one's own to send from. A token may list them; only the person adds, corrects or removes one. */
export function mailAccountRoutes({
  config,
  database,
  mailAccountKey,
  wakeSender,
}: RelayServices): FastifyPluginAsyncZod {
  const refused = async <T>(tried: Promise<T>): Promise<T> => {
    try {
      return await tried;
    } catch (error) {
      if (!(error instanceof MailAccountRefusedError)) throw error;
      throw new HttpProblem(400, error.code, error.message);
    }
  };
  return async (app) => {
    app.get(
      '/api/email/accounts',
      {
        config: { access: 'read' },
        schema: {
          tags: ['mail accounts'],
          summary: 'Mail accounts one may send from, without their secrets',
          response: { 200: z.object({ items: z.array(mailAccount) }) },
        },
      },
      async (request) => ({ items: await listMailAccounts(database, accountOf(request).userId) }),
    );
    app.post(
      '/api/email/accounts',
      {
        config: { access: 'session', rateLimit: { max: 20, timeWindow: 60_000 } },
        schema: {
          tags: ['mail accounts'],
          summary: 'Add a mail account; the server is asked to let us in first',
          body: newMailAccount,
          response: { 201: mailAccount, 400: problem },
        },
      },
      async (request, reply) => {
        const { userId } = accountOf(request);
        const account = await refused(checkMailAccount(request.body, config.hostGuard));
        const added = await addMailAccount(database, mailAccountKey, {
          userId,
          account,
          nowMs: Date.now(),
        });
        if (!added) throw new HttpProblem(400, 'too-many-accounts', 'There are too many accounts.');
        return reply.code(201).send(added);
      },
    );
    app.put(
      '/api/email/accounts/:id',
      {
        config: { access: 'session', rateLimit: { max: 20, timeWindow: 60_000 } },
        schema: {
          tags: ['mail accounts'],
          summary:
            'Correct a mail account; the server is asked first, and what it refuses changes nothing. Without auth the secret stays, on the same host',
          params: z.object({ id: z.string().max(100) }),
          body: changedMailAccount,
          response: { 200: mailAccount, 400: problem, 404: problem },
        },
      },
      async (request) => {
        const place = { database, key: mailAccountKey, guard: config.hostGuard };
        const { userId } = accountOf(request);
        const change = { userId, id: request.params.id, account: request.body };
        const changed = await refused(changeMailAccount(place, change));
        if (!changed) throw notFound();
        wakeSender();
        return changed;
      },
    );
    app.post(
      '/api/email/accounts/:id/limits',
      {
        config: { access: 'session' },
        schema: {
          tags: ['mail accounts'],
          summary: 'What the account may send; null is no limit',
          params: z.object({ id: z.string().max(100) }),
          body: sendingLimits,
          response: { 204: z.undefined(), 404: problem },
        },
      },
      async (request, reply) => {
        const { userId } = accountOf(request);
        const change = { userId, id: request.params.id, limits: request.body };
        if (!(await limitMailAccount(database, change))) throw notFound();
        wakeSender();
        return reply.code(204).send();
      },
    );
    app.delete(
      '/api/email/accounts/:id',
      {
        config: { access: 'session' },
        schema: {
          tags: ['mail accounts'],
          summary: 'Forget a mail account; what waits for it is paused',
          params: z.object({ id: z.string().max(100) }),
          response: { 204: z.undefined(), 404: problem },
        },
      },
      async (request, reply) => {
        const { userId } = accountOf(request);
        if (!(await removeMailAccount(database, { userId, id: request.params.id })))
          throw notFound();
        return reply.code(204).send();
      },
    );
  };
}
