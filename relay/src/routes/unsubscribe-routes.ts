import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { suppressAddress } from '../ledger/suppress-address.ts';
import { readUnsubscribe } from '../mail/unsubscribe-token.ts';
import { html } from '../pages/html-page.ts';
import type { RelayServices } from '../relay-services.ts';
import { showPage } from './pages/page-kit.ts';

const params = z.object({ token: z.string().max(1_000) });

/** Stop mails. A GET only asks (link scanners follow links); the POST, also RFC 8058's one-click, does it. */
export function unsubscribeRoutes({
  database,
  unsubscribeKey,
}: RelayServices): FastifyPluginAsyncZod {
  const badLink = (request: FastifyRequest, reply: FastifyReply) =>
    showPage(request, reply, {
      title: 'badLinkTitle',
      status: 404,
      body: (t) => html`<section class="card"><p>${t.badLink}</p></section>`,
    });
  const schema = { tags: ['unsubscribe'], params };
  return async (app) => {
    // RFC 8058 lets the mail program send its one field as multipart too; the token says everything.
    app.addContentTypeParser(
      'multipart/form-data',
      { parseAs: 'buffer', bodyLimit: 4_096 },
      (_request, _body, done) => done(null, undefined),
    );
    app.get(
      '/u/:token',
      { config: { access: 'public' }, schema: { ...schema, summary: 'Ask before stopping mails' } },
      (request, reply) => {
        const { token } = request.params;
        const claim = readUnsubscribe(unsubscribeKey, token);
        if (!claim) return badLink(request, reply);
        return showPage(request, reply, {
          title: 'unsubscribe',
          body: (
            t,
          ) => html`<section class="card"><p>${t.unsubscribeAsk}</p><p><strong>${claim.address}</strong></p>
<form method="post" action="/u/${token}"><div class="actions"><button>${t.unsubscribeYes}</button></div></form></section>`,
        });
      },
    );
    app.post(
      '/u/:token',
      {
        config: { access: 'public' },
        schema: { ...schema, summary: 'Stop mails (RFC 8058 one-click)' },
      },
      async (request, reply) => {
        const claim = readUnsubscribe(unsubscribeKey, request.params.token);
        if (!claim) return badLink(request, reply);
        await suppressAddress(database, { ...claim, reason: 'unsubscribed', nowMs: Date.now() });
        return showPage(request, reply, {
          title: 'unsubscribedTitle',
          body: (t) => html`<section class="card"><p>${t.unsubscribed}</p>
<p><strong>${claim.address}</strong></p></section>`,
        });
      },
    );
  };
}
