import { newSuppression } from '@iapostemanager/protocol/suppression';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { SessionPerson } from '../../accounts/read-session.ts';
import { listSuppressed, type Suppressed } from '../../ledger/list-suppressed.ts';
import { allowAddress, suppressAddress } from '../../ledger/suppress-address.ts';
import { type Html, html } from '../../pages/html-page.ts';
import {
  fillText,
  type PageLanguage,
  type PageTexts,
  pageLanguage,
  timeAgo,
} from '../../pages/page-texts.ts';
import type { RelayServices } from '../../relay-services.ts';
import { alert, notice, pageKit, publicPage, showPage, toSignIn } from './page-kit.ts';

const PATH = '/account/unsubscribed';
const PAGE_SIZE = 50;

/** The longest address, RFC 5321. */
const address = z.string().max(254);
const query = z.object({
  q: address.trim().default(''),
  after: address.optional(),
  done: z.enum(['allowed', 'added']).optional(),
});
type Asked = Partial<z.infer<typeof query>> & {
  /** An address that cannot be one, to be corrected. */
  refused?: string;
};
const DONE = { allowed: 'suppressedLifted', added: 'suppressedAdded' } as const;

/** Who gets no more mail from this account, who is to get none, and the way back for who unsubscribed by mistake. */
export function suppressionPages(services: RelayServices): FastifyPluginAsyncZod {
  const { database } = services;
  const kit = pageKit(services);
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    person: SessionPerson,
    { q = '', after, done, refused }: Asked,
  ) => {
    const wish = { userId: person.id, search: q, after, limit: PAGE_SIZE + 1 };
    const found = await listSuppressed(database, wish);
    const rows = found.slice(0, PAGE_SIZE);
    const next = found.length > PAGE_SIZE ? rows.at(-1)?.address : undefined;
    const language = pageLanguage(request.headers);
    const none = (t: PageTexts) => (q ? fillText(t.suppressedNotFound, { q }) : t.suppressedNone);
    return showPage(request, reply, {
      title: 'suppressed',
      person,
      section: PATH,
      path: PATH,
      status: refused === undefined ? 200 : 400,
      body: (
        t,
      ) => html`<p class="lead">${t.suppressedLead}</p>${notice(done && t[DONE[done]])}${alert(refused === undefined ? undefined : t.fieldAddress)}
${rows.length > 0 || q ? searchCard(t, q) : undefined}
<section class="card">${
        rows.length === 0
          ? html`<p>${none(t)}</p>`
          : html`<ul class="rows">${rows.map((row) => rowOf(t, language, row))}</ul>`
      }</section>${pager(t, q, after, next)}${addCard(t, refused)}`,
    });
  };
  return async (app) => {
    app.get(
      PATH,
      { ...publicPage, schema: { hide: true, querystring: query } },
      async (request, reply) => {
        const person = await kit.person(request);
        return person ? show(request, reply, person, request.query) : toSignIn(reply, PATH);
      },
    );
    app.post(
      `${PATH}/add`,
      { ...publicPage, schema: { hide: true, body: z.object({ address: z.string().max(500) }) } },
      async (request, reply) =>
        kit.answerForm(request, reply, PATH, async (person) => {
          const typed = request.body.address.trim();
          const wish = newSuppression.safeParse({ address: typed });
          if (!wish.success) return show(request, reply, person, { refused: typed });
          const { address, reason } = wish.data;
          const nowMs = Date.now();
          await suppressAddress(database, { userId: person.id, address, reason, nowMs });
          return reply.redirect(`${PATH}?done=added`, 303);
        }),
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

const addCard = (t: PageTexts, refused?: string) =>
  html`<section class="card"><h2>${t.suppressedAdd}</h2>
<form method="post" action="${PATH}/add"><label for="address">${t.email}</label>
<input id="address" name="address" type="email" value="${refused}" maxlength="254" autocomplete="off" spellcheck="false" aria-describedby="address-hint" required${
    refused === undefined ? undefined : html` aria-invalid="true" autofocus`
  }>
<p class="hint" id="address-hint">${t.suppressedAddHint}</p>
<div class="actions"><button>${t.suppressedAddYes}</button></div></form></section>`;

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
