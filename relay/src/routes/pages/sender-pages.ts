import {
  type MailAccount,
  type NewMailAccount,
  newMailAccount,
  type SendingLimits,
  sendingLimits,
} from '@iapostemanager/protocol/mail-account';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { SessionPerson } from '../../accounts/read-session.ts';
import { changeMailAccount } from '../../mail-accounts/change-mail-account.ts';
import {
  checkMailAccount,
  MailAccountRefusedError,
} from '../../mail-accounts/check-mail-account.ts';
import {
  addMailAccount,
  limitMailAccount,
  listMailAccounts,
  removeMailAccount,
} from '../../mail-accounts/mail-accounts.ts';
import { type Html, html } from '../../pages/html-page.ts';
import { fillText, type PageTexts } from '../../pages/page-texts.ts';
import type { RelayServices } from '../../relay-services.ts';
import { alert, notice, pageKit, publicPage, showPage, toSignIn } from './page-kit.ts';
import {
  accountFields,
  changeForm,
  changeOf,
  fieldsOf,
  formOf,
  OPEN,
  type SenderForm,
  senderForm,
  text,
} from './sender-form.ts';

const PATH = '/account/senders';
type Said = {
  done?: keyof PageTexts;
  problem?: keyof PageTexts;
  given?: SenderForm;
  /** Which account the form was for; absent: a new one. */
  id?: string;
};

const limitsForm = z.object({
  id: z.string().max(100),
  perMinute: text,
  perDay: text,
  perDomainMinute: text,
});

function limitsOf({ perMinute, perDay, perDomainMinute }: z.infer<typeof limitsForm>) {
  const ceiling = (given: string | undefined) => (given === undefined ? null : Number(given));
  return sendingLimits.safeParse({
    perMinute: ceiling(perMinute),
    perDay: ceiling(perDay),
    perDomainMinute: ceiling(perDomainMinute),
  });
}

const PROBLEMS: Record<MailAccountRefusedError['code'], keyof PageTexts> = {
  'host-not-found': 'senderHostNotFound',
  'host-refused': 'senderHostRefused',
  'sign-in-refused': 'senderSignInRefused',
  'server-unreachable': 'senderUnreachable',
  'secret-needed': 'senderSecretNeeded',
};

/** Mail accounts of one's own to send from. */
export function senderPages(services: RelayServices): FastifyPluginAsyncZod {
  const { config, database, mailAccountKey: key, wakeSender } = services;
  const kit = pageKit(services);
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    person: SessionPerson,
    { done, problem, given, id }: Said = {},
  ) => {
    const accounts = await listMailAccounts(database, person.id);
    return showPage(request, reply, {
      title: 'senders',
      person,
      section: PATH,
      path: PATH,
      status: problem ? 400 : 200,
      body: (
        t,
      ) => html`<p class="lead">${t.sendersLead}</p>${notice(done && t[done])}${alert(problem && refusal(t, problem, id))}
<section class="card">${
        accounts.length === 0
          ? html`<p>${config.smtp ? fillText(t.noSenders, { from: config.smtpFrom }) : t.noSendersKept}</p>`
          : html`<ul class="rows">${accounts.map((account) => accountRow(t, account, account.id === id ? given : undefined))}</ul>`
      }</section>${newAccountCard(t, id === undefined ? given : undefined)}`,
    });
  };

  return async (app) => {
    app.get(PATH, publicPage, async (request, reply) => {
      const person = await kit.person(request);
      return person ? show(request, reply, person) : toSignIn(reply, PATH);
    });
    app.post(
      PATH,
      { ...publicPage, schema: { hide: true, body: senderForm } },
      async (request, reply) => {
        kit.assertOwnForm(request);
        const person = await kit.person(request);
        if (!person) return toSignIn(reply, PATH);
        const given = request.body;
        const account = newMailAccount.safeParse(fieldsOf(given));
        if (!account.success) {
          return show(request, reply, person, { problem: 'senderIncomplete', given });
        }
        let checked: NewMailAccount;
        try {
          checked = await checkMailAccount(account.data, config.hostGuard);
        } catch (error) {
          if (!(error instanceof MailAccountRefusedError)) throw error;
          return show(request, reply, person, { problem: PROBLEMS[error.code], given });
        }
        const wish = { userId: person.id, account: checked, nowMs: Date.now() };
        const added = await addMailAccount(database, key, wish);
        if (!added) return show(request, reply, person, { problem: 'senderTooMany', given });
        return show(request, reply, person, { done: 'senderAdded' });
      },
    );
    // The address a page is left at by a correction.
    app.get(`${PATH}/change`, publicPage, (_request, reply) => reply.redirect(PATH));
    app.post(
      `${PATH}/change`,
      { ...publicPage, schema: { hide: true, body: changeForm } },
      async (request, reply) => {
        kit.assertOwnForm(request);
        const person = await kit.person(request);
        if (!person) return toSignIn(reply, PATH);
        const { id, ...given } = request.body;
        const kept = (await listMailAccounts(database, person.id)).find((one) => one.id === id);
        if (!kept) return show(request, reply, person);
        const account = changeOf(given, kept);
        if (!account.success) {
          return show(request, reply, person, { problem: 'senderIncomplete', given, id });
        }
        const place = { database, key, guard: config.hostGuard };
        const wish = { userId: person.id, id, account: account.data };
        try {
          if (!(await changeMailAccount(place, wish))) return show(request, reply, person);
        } catch (error) {
          if (!(error instanceof MailAccountRefusedError)) throw error;
          return show(request, reply, person, { problem: PROBLEMS[error.code], given, id });
        }
        wakeSender();
        return show(request, reply, person, { done: 'senderChanged' });
      },
    );
    app.post(
      `${PATH}/limits`,
      { ...publicPage, schema: { hide: true, body: limitsForm } },
      async (request, reply) => {
        kit.assertOwnForm(request);
        const person = await kit.person(request);
        if (!person) return toSignIn(reply, PATH);
        const limits = limitsOf(request.body);
        if (!limits.success) {
          return show(request, reply, person, { problem: 'senderLimitsRefused' });
        }
        const change = { userId: person.id, id: request.body.id, limits: limits.data };
        if (!(await limitMailAccount(database, change))) return show(request, reply, person);
        wakeSender();
        return show(request, reply, person, { done: 'senderLimited' });
      },
    );
    app.post(
      `${PATH}/remove`,
      { ...publicPage, schema: { hide: true, body: z.object({ id: z.string().max(100) }) } },
      async (request, reply) => {
        kit.assertOwnForm(request);
        const person = await kit.person(request);
        if (!person) return toSignIn(reply, PATH);
        await removeMailAccount(database, { userId: person.id, id: request.body.id });
        return show(request, reply, person, { done: 'senderRemoved' });
      },
    );
  };
}

const accountRow = (
  t: PageTexts,
  account: MailAccount,
  given: SenderForm | undefined,
) => html`<li><div><strong>${account.name}</strong>
<p class="meta"><span>${account.fromName === null ? account.from : `${account.fromName} <${account.from}>`}</span><span>${account.host}:${account.port}</span></p>
<p class="meta">${limitsInWords(t, account.limits).map((one) => html`<span>${one}</span>`)}</p></div>
<form method="post" action="${PATH}/remove"><input type="hidden" name="id" value="${account.id}">
<button class="danger" aria-label="${fillText(t.removeSender, { name: account.name })}">${t.remove}</button></form>
<details class="wide"${given ? OPEN : undefined}><summary aria-label="${fillText(t.changeSenderOf, { name: account.name })}">${t.changeSender}</summary>
<form method="post" action="${PATH}/change"><input type="hidden" name="id" value="${account.id}">
<p class="hint">${t.changeSenderHint}</p>
${accountFields(t, given ?? formOf(account), account.id)}
<div class="actions"><button class="plain">${t.saveSender}</button></div></form></details>
<details class="wide"><summary aria-label="${fillText(t.limitsOf, { name: account.name })}">${t.senderLimits}</summary>
<form method="post" action="${PATH}/limits"><input type="hidden" name="id" value="${account.id}">
<div class="triple">${LIMITS.map((name) => limitField(t, account, name))}</div>
<p class="hint">${t.senderLimitsHint}</p>
<div class="actions"><button class="plain">${t.saveLimits}</button></div></form></details></li>`;

const LIMITS = ['perMinute', 'perDay', 'perDomainMinute'] as const;

const limitField = (t: PageTexts, { id, limits }: MailAccount, name: (typeof LIMITS)[number]) =>
  html`<div><label for="${name}-${id}">${t[name]}</label><input id="${name}-${id}" name="${name}" type="number" min="1" value="${limits[name] ?? ''}" autocomplete="off"></div>`;

function limitsInWords(t: PageTexts, limits: SendingLimits): string[] {
  const words = [
    [limits.perMinute, t.limitsMinute],
    [limits.perDay, t.limitsDay],
    [limits.perDomainMinute, t.limitsDomain],
  ] as const;
  const said = words.flatMap(([count, pattern]) =>
    count === null ? [] : [fillText(pattern, { count: String(count) })],
  );
  return said.length > 0 ? said : [t.noLimits];
}

function refusal(t: PageTexts, problem: keyof PageTexts, id: string | undefined): string {
  if (problem === 'senderLimitsRefused') return t[problem];
  return `${id === undefined ? t.senderRefused : t.senderUnchanged} ${t[problem]}`;
}

const newAccountCard = (t: PageTexts, given: SenderForm | undefined): Html =>
  html`<section class="card"><h2>${t.addSender}</h2><form method="post" action="${PATH}">
${accountFields(t, given)}
<div class="actions"><button>${t.addSender}</button></div></form></section>`;
