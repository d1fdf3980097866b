import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { z } from 'zod';
import { notFound } from '../http-problem.ts';
import { html } from '../pages/html-page.ts';
import {
  fillText,
  type PageTexts,
  pageLanguage,
  sizeInWords,
  timeAgo,
} from '../pages/page-texts.ts';
import type { RelayServices } from '../relay-services.ts';
import { pageKit, showPage } from './pages/page-kit.ts';

/** Mails on one page for a person. */
const PAGE_SIZE = 50;

/** Of the base64 of a mail: its head, and a good piece of what comes below. */
const HEAD_CHARACTERS = 65_536;

/** Mails with files may have 30 MB each. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

const item = z.object({
  id: z.number().int(),
  receivedAt: z.string(),
  from: z.string(),
  to: z.string(),
  raw: z.string(),
});

/** What the embedded outbox kept, for administrators: other people's mail is in it. */
export function outboxRoutes(services: RelayServices): FastifyPluginAsyncZod {
  const { config, database } = services;
  const kit = pageKit(services);
  /** The newest, without more of each mail than its head: files may hang below. */
  const heads = async (limit: number, before?: number) =>
    database.db
      .selectFrom('outbox')
      .select(['id', 'received_at', 'rcpt_to'])
      .select(sql<string>`substr(raw, 1, ${sql.lit(HEAD_CHARACTERS)})`.as('head'))
      .orderBy('id', 'desc')
      .limit(limit)
      .$if(before !== undefined, (query) => query.where('id', '<', before ?? 0))
      .execute();
  /** The newest, whole, as many as may be in memory at once. */
  const latest = async (limit: number) => {
    const items: z.infer<typeof item>[] = [];
    let characters = 0;
    while (items.length < limit && characters < MAX_CHARACTERS) {
      const before = items.at(-1)?.id;
      const row = await database.db
        .selectFrom('outbox')
        .selectAll()
        .orderBy('id', 'desc')
        .$if(before !== undefined, (query) => query.where('id', '<', before ?? 0))
        .limit(1)
        .executeTakeFirst();
      if (!row) break;
      characters += row.raw.length;
      items.push({
        id: row.id,
        receivedAt: new Date(row.received_at).toISOString(),
        from: row.mail_from,
        to: row.rcpt_to,
        raw: Buffer.from(row.raw, 'base64').toString('utf8'),
      });
    }
    return items;
  };
  return async (app) => {
    app.get(
      '/api/outbox',
      {
        config: { access: 'admin' },
        schema: {
          tags: ['operation'],
          summary:
            'Mails the embedded outbox kept instead of sending (admin), the newest first, fewer where they are big',
          querystring: z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(100) }),
          response: { 200: z.object({ items: z.array(item) }) },
        },
      },
      async (request) => ({ items: await latest(request.query.limit) }),
    );
    app.get(
      '/outbox',
      {
        config: { access: 'admin' },
        schema: {
          hide: true,
          querystring: z.object({ before: z.coerce.number().int().positive().optional() }),
        },
      },
      async (request, reply) => {
        const language = pageLanguage(request.headers);
        const { before } = request.query;
        const found = await heads(PAGE_SIZE + 1, before);
        const mails = found.slice(0, PAGE_SIZE);
        const older = found.length > PAGE_SIZE ? mails.at(-1)?.id : undefined;
        const now = Date.now();
        const subjects = await Promise.all(mails.map(({ head }) => readSubject(head)));
        const rows = mails.map(
          (
            mail,
            at,
          ) => html`<li><div><a href="/outbox/${mail.id}"><strong>${subjects[at] || mail.rcpt_to}</strong></a>
<p class="meta"><span>${mail.rcpt_to}</span><span>${timeAgo(language, mail.received_at, now)}</span></p></div></li>`,
        );
        return showPage(request, reply, {
          title: 'outbox',
          person: await kit.person(request),
          section: '/outbox',
          body: (t) =>
            html`<p class="lead">${config.smtp ? t.outboxBefore : t.outboxExplained}</p><section class="card">${
              rows.length === 0
                ? html`<p>${t.outboxEmpty}</p>`
                : html`<ul class="rows">${rows}</ul>`
            }</section>${pager(t, before, older)}`,
        });
      },
    );
    app.get(
      '/outbox/:id',
      {
        config: { access: 'admin' },
        schema: { hide: true, params: z.object({ id: z.coerce.number().int().positive() }) },
      },
      async (request, reply) => {
        const row = await database.db
          .selectFrom('outbox')
          .selectAll()
          .where('id', '=', request.params.id)
          .executeTakeFirst();
        if (!row) throw notFound();
        const language = pageLanguage(request.headers);
        const mail = await parseMail(Buffer.from(row.raw, 'base64'));
        const files = mail.attachments
          .map(({ filename, size }) => `${filename ?? '?'} (${sizeInWords(language, size)})`)
          .join(', ');
        const answersTo = mail.replyTo?.value.map(({ address }) => address).join(', ');
        return showPage(request, reply, {
          title: 'outboxMail',
          person: await kit.person(request),
          section: '/outbox',
          body: (t) => html`<section class="card"><h2>${mail.subject || '–'}</h2>
<p class="meta"><span>${row.mail_from} → ${row.rcpt_to}</span><span>${timeAgo(language, row.received_at, Date.now())}</span></p>
${answersTo && html`<p class="meta">${fillText(t.outboxReplyTo, { address: answersTo })}</p>`}
<p class="mail-text">${mail.text ?? ''}</p>
${files && html`<p class="meta">${fillText(t.outboxFiles, { files })}</p>`}</section>
<p><a href="/outbox">${t.outboxBack}</a></p>`,
        });
      },
    );
  };
}

/** Links to the newest and the next older page; nothing where one page holds all. */
const pager = (t: PageTexts, before: number | undefined, older: number | undefined) =>
  before || older
    ? html`<p class="actions">${before ? html`<a href="/outbox">${t.outboxNewest}</a>` : undefined}
${older ? html`<a href="/outbox?before=${older}">${t.outboxOlder}</a>` : undefined}</p>`
    : undefined;

/** A mail in its parts. The parser is loaded with the first mail that somebody reads. */
async function parseMail(raw: Buffer | string) {
  const { simpleParser } = await import('mailparser');
  // The text part is what is shown: an HTML part is not turned into one that the mail does not have.
  return simpleParser(raw, { skipTextToHtml: true, skipTextLinks: true });
}

/** The subject in its letters, from the head alone: files may hang below. */
async function readSubject(base64: string): Promise<string> {
  const raw = Buffer.from(base64, 'base64').toString('utf8');
  const end = raw.search(/\r?\n\r?\n/);
  return (await parseMail(`${end < 0 ? raw : raw.slice(0, end)}\r\n\r\n`)).subject ?? '';
}
