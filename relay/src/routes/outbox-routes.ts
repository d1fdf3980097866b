import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { html, page } from '../pages/html-page.ts';
import { PAGE_TEXTS, pageLanguage } from '../pages/page-texts.ts';
import type { RelayServices } from '../relay-services.ts';

const item = z.object({
  id: z.number().int(),
  receivedAt: z.string(),
  from: z.string(),
  to: z.string(),
  raw: z.string(),
});

/** What the embedded outbox kept, for administrators: other people's mail is in it. */
export function outboxRoutes({ database }: RelayServices): FastifyPluginAsyncZod {
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
        const language = pageLanguage(request.headers['accept-language']);
        const t = PAGE_TEXTS[language];
        const rows = (await latest(100)).map(
          (mail) => html`<tr><td>${mail.receivedAt}</td><td>${mail.to}</td>
<td>${/^subject:\s*(.*)$/im.exec(mail.raw)?.[1] ?? ''}</td></tr>`,
        );
        const body = html`<p>${t.outboxExplained}</p>${
          rows.length === 0
            ? html`<p>${t.outboxEmpty}</p>`
            : html`<table><thead><tr><th scope="col">${t.date}</th><th scope="col">${t.to}</th>
<th scope="col">${t.subject}</th></tr></thead><tbody>${rows}</tbody></table>`
        }`;
        return reply
          .header('cache-control', 'no-store')
          .type('text/html; charset=utf-8')
          .send(page(language, t.outbox, body));
      },
    );
  };
}
