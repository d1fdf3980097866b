import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { html } from '../pages/html-page.ts';
import { pageLanguage, timeAgo } from '../pages/page-texts.ts';
import type { RelayServices } from '../relay-services.ts';
import { pageKit, showPage } from './pages/page-kit.ts';

const item = z.object({
  id: z.number().int(),
  receivedAt: z.string(),
  from: z.string(),
  to: z.string(),
  raw: z.string(),
});

/** What the embedded outbox kept, for administrators: other people's mail is in it. */
export function outboxRoutes(services: RelayServices): FastifyPluginAsyncZod {
  const { database } = services;
  const kit = pageKit(services);
  const latest = async (limit: number) => {
    const rows = await database.db
      .selectFrom('outbox')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      id: row.id,
      receivedAt: new Date(row.received_at).toISOString(),
      from: row.mail_from,
      to: row.rcpt_to,
      raw: Buffer.from(row.raw, 'base64').toString('utf8'),
    }));
  };
  return async (app) => {
    app.get(
      '/api/outbox',
      {
        config: { access: 'admin' },
        schema: {
          tags: ['operation'],
          summary: 'Mails the embedded outbox kept instead of sending (admin)',
          querystring: z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(100) }),
          response: { 200: z.object({ items: z.array(item) }) },
        },
      },
      async (request) => ({ items: await latest(request.query.limit) }),
    );
    app.get(
      '/outbox',
      { config: { access: 'admin' }, schema: { hide: true } },
      async (request, reply) => {
        const language = pageLanguage(request.headers);
        const mails = await latest(100);
        const now = Date.now();
        const rows = mails.map(
          (mail) => html`<li><div><strong>${subjectOf(mail.raw)}</strong>
<p class="meta"><span>${mail.to}</span><span>${timeAgo(language, Date.parse(mail.receivedAt), now)}</span></p></div></li>`,
        );
        return showPage(request, reply, {
          title: 'outbox',
          person: await kit.person(request),
          section: '/outbox',
          body: (t) =>
            html`<p class="lead">${t.outboxExplained}</p><section class="card">${
              rows.length === 0
                ? html`<p>${t.outboxEmpty}</p>`
                : html`<ul class="rows">${rows}</ul>`
            }</section>`,
        });
      },
    );
  };
}

/** As it stands in the mail: encoded words are for mail programs. */
const subjectOf = (raw: string) => /^subject:\s*(.*)$/im.exec(raw)?.[1] ?? '';
