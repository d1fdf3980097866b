import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { listSuppressed, type Suppressed } from '../../ledger/list-suppressed.ts';
import { allowAddress } from '../../ledger/suppress-address.ts';
import { type Html, html } from '../../pages/html-page.ts';
import {
  fillText,
  type PageLanguage,
  type PageTexts,
  pageLanguage,
  timeAgo,
} from '../../pages/page-texts.ts';
import type { RelayServices } from '../../relay-services.ts';
import { notice, pageKit, publicPage, showPage, toSignIn } from './page-kit.ts';

const PATH = '/account/unsubscribed';
const PAGE_SIZE = 50;

/** The longest address, RFC 5321. */
const address = z.string().max(254);
const query = z.object({
  q: address.trim().default(''),
  after: address.optional(),
  done: z.literal('allowed').optional(),
});

/** Who gets no more mail from this account, and the way back for who unsubscribed by mistake. */
export function suppressionPages(services: RelayServices): FastifyPluginAsyncZod {
  const { database } = services;
  const kit = pageKit(services);
  return async (app) => {
    app.get(
      PATH,
      { ...publicPage, schema: { hide: true, querystring: query } },
      async (request, reply) => {
        const person = await kit.person(request);
        if (!person) return toSignIn(reply, PATH);
        const { q, after, done } = request.query;
        const wish = { userId: person.id, search: q, after, limit: PAGE_SIZE + 1 };
        const found = await listSuppressed(database, wish);
        const rows = found.slice(0, PAGE_SIZE);
        const next = found.length > PAGE_SIZE ? rows.at(-1)?.address : undefined;
        const language = pageLanguage(request.headers);
        const none = (t: PageTexts) =>
          q ? fillText(t.suppressedNotFound, { q }) : t.suppressedNone;
        return showPage(request, reply, {
          title: 'suppressed',
          person,
          section: PATH,
          path: PATH,
          body: (
            t,
          ) => html`<p class="lead">${t.suppressedLead}</p>${notice(done && t.suppressedLifted)}
${rows.length > 0 || q ? searchCard(t, q) : undefined}
<section class="card">${
            rows.length === 0
              ? html`<p>${none(t)}</p>`
              : html`<ul class="rows">${rows.map((row) => rowOf(t, language, row))}</ul>`
          }</section>${pager(t, q, after, next)}`,
        });
      },
    );
    app.post(
      `${PATH}/allow`,
      { ...publicPage, schema: { hide: true, body: z.object({ address }) } },
      async (request, reply) =>
        kit.answerForm(request, reply, PATH, async ({ id: userId }) => {
          const lifted = await allowAddress(database, { userId, address: request.body.address });
          return reply.redirect(lifted ? `${PATH}?done=allowed` : PATH, 303);
        }),
    );
  };
}

const searchCard = (t: PageTexts, q: string) =>
  html`<section class="card"><form action="${PATH}" role="search"><label for="q">${t.suppressedSearch}</label>
<input id="q" name="q" type="search" value="${q}" maxlength="254" autocomplete="off" spellcheck="false">
<div class="actions"><button class="plain">${t.search}</button></div></form></section>`;

function rowOf(t: PageTexts, language: PageLanguage, { address, reason, created_at }: Suppressed) {
  const reasons: Record<string, string> = {
    unsubscribed: t.suppressedBySelf,
    'by hand': t.suppressedByHand,
  };
  return html`<li><div><strong>${address}</strong>
<p class="meta"><span>${reasons[reason] ?? reason}</span><span>${timeAgo(language, created_at, Date.now())}</span></p></div>
<details class="wide"><summary aria-label="${fillText(t.suppressedLiftOf, { address })}">${t.suppressedLift}</summary>
<p>${t.suppressedLiftAsk}</p>
<form method="post" action="${PATH}/allow"><input type="hidden" name="address" value="${address}">
<div class="actions"><button class="plain">${t.suppressedLiftYes}</button></div></form></details></li>`;
}

/** Links to the first and the next page; nothing where one page holds all. */
function pager(t: PageTexts, q: string, after?: string, next?: string): Html | undefined {
  if (after === undefined && next === undefined) return undefined;
  const to = (place: Record<string, string>) =>
    `${PATH}?${new URLSearchParams({ ...(q ? { q } : {}), ...place })}`;
  return html`<p class="actions">${after === undefined ? undefined : html`<a href="${to({})}">${t.firstPage}</a>`}
${next === undefined ? undefined : html`<a href="${to({ after: next })}">${t.nextPage}</a>`}</p>`;
}
