import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { suppressAddress } from '../ledger/suppress-address.ts';
import { readUnsubscribe } from '../mail/unsubscribe-token.ts';
import { type Html, html, page } from '../pages/html-page.ts';
import { PAGE_TEXTS, pageLanguage } from '../pages/page-texts.ts';
import type { RelayServices } from '../relay-services.ts';

const params = z.object({ token: z.string().max(1_000) });

/** Stop mails. A GET only asks (link scanners follow links); the POST, also RFC 8058's one-click, does it. */
export function unsubscribeRoutes({
  database,
  unsubscribeKey,
}: RelayServices): FastifyPluginAsyncZod {
  const answer = (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    body: (texts: (typeof PAGE_TEXTS)['en']) => Html,
  ) => {
    const language = pageLanguage(request.headers['accept-language']);
    const texts = PAGE_TEXTS[language];
    return reply
      .code(status)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page(language, texts.unsubscribe, body(texts)));
  };
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
        if (!claim) return answer(request, reply, 404, (t) => html`<p>${t.badLink}</p>`);
        return answer(
          request,
          reply,
          200,
          (t) => html`<p>${t.unsubscribeAsk}</p><p><strong>${claim.address}</strong></p>
<form method="post" action="/u/${token}"><button>${t.unsubscribeYes}</button></form>`,
        );
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
        if (!claim) return answer(request, reply, 404, (t) => html`<p>${t.badLink}</p>`);
        await suppressAddress(database, { ...claim, reason: 'unsubscribed', nowMs: Date.now() });
        return answer(request, reply, 200, (t) => html`<p>${t.unsubscribed}</p>`);
      },
    );
  };
}
