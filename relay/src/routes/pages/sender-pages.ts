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

const PATH = '/account/senders';
const blank = (value: unknown) => (value === '' ? undefined : value);
const text = z.preprocess(blank, z.string().max(5_000).optional());

/** The form as it comes: fields of the way of signing in that was not chosen are empty. */
const form = z.object({
  name: text,
  from: text,
  fromName: text,
  host: text,
  port: text,
  user: text,
  auth: z.enum(['password', 'oauth2']).default('password'),
  password: text,
  provider: text,
  tokenUrl: text,
  clientId: text,
  clientSecret: text,
  refreshToken: text,
});
type Form = z.infer<typeof form>;
type Said = { done?: keyof PageTexts; problem?: keyof PageTexts; given?: Form };

function accountOf(given: Form) {
  const { name, from, fromName, host, port, user, password, provider, tokenUrl } = given;
  const { clientId, clientSecret, refreshToken } = given;
  const auth =
    given.auth === 'password'
      ? { type: 'password', password }
      : { type: 'oauth2', provider, tokenUrl, clientId, clientSecret, refreshToken };
  return newMailAccount.safeParse({
    name,
    from,
    fromName,
    host,
    port: Number(port ?? 587),
    user,
    auth,
  });
}

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
};

/** Mail accounts of one's own to send from. */
export function senderPages(services: RelayServices): FastifyPluginAsyncZod {
  const { config, database, mailAccountKey: key, wakeSender } = services;
  const kit = pageKit(services);
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    person: SessionPerson,
    { done, problem, given }: Said = {},
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
      ) => html`<p class="lead">${t.sendersLead}</p>${notice(done && t[done])}${alert(problem && refusal(t, problem))}
<section class="card">${
        accounts.length === 0
          ? html`<p>${config.smtp ? fillText(t.noSenders, { from: config.smtpFrom }) : t.noSendersKept}</p>`
          : html`<ul class="rows">${accounts.map((account) => accountRow(t, account))}</ul>`
      }</section>${newAccountCard(t, given)}`,
    });
  };

  return async (app) => {
    app.get(PATH, publicPage, async (request, reply) => {
      const person = await kit.person(request);
      return person ? show(request, reply, person) : toSignIn(reply, PATH);
    });
    app.post(
      PATH,
      { ...publicPage, schema: { hide: true, body: form } },
      async (request, reply) => {
        kit.assertOwnForm(request);
        const person = await kit.person(request);
        if (!person) return toSignIn(reply, PATH);
        const given = request.body;
        const account = accountOf(given);
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
) => html`<li><div><strong>${account.name}</strong>
<p class="meta"><span>${account.fromName === null ? account.from : `${account.fromName} <${account.from}>`}</span><span>${account.host}:${account.port}</span></p>
<p class="meta">${limitsInWords(t, account.limits).map((one) => html`<span>${one}</span>`)}</p></div>
<form method="post" action="${PATH}/remove"><input type="hidden" name="id" value="${account.id}">
<button class="danger" aria-label="${fillText(t.removeSender, { name: account.name })}">${t.remove}</button></form>
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

const refusal = (t: PageTexts, problem: keyof PageTexts) =>
  problem === 'senderLimitsRefused' ? t[problem] : `${t.senderRefused} ${t[problem]}`;

const field = (id: string, label: string, value: string | undefined, required = true) =>
  html`<label for="${id}">${label}</label><input id="${id}" name="${id}" value="${value ?? ''}" autocomplete="off"${required ? REQUIRED : undefined}>`;
const REQUIRED = html` required`;

/** A secret never comes back to a page, not even to the form it came from. */
const secretField = (id: string, label: string) =>
  html`<label for="${id}">${label}</label><input id="${id}" name="${id}" type="password" autocomplete="off">`;

const option = (value: string, name: string, chosen: boolean): Html =>
  chosen
    ? html`<option value="${value}" selected>${name}</option>`
    : html`<option value="${value}">${name}</option>`;

function newAccountCard(t: PageTexts, given: Form | undefined): Html {
  const oauth = given?.auth === 'oauth2';
  const body = html`<form method="post" action="${PATH}">
${field('name', t.senderName, given?.name)}
<label for="from">${t.senderFrom}</label><input id="from" name="from" type="email" value="${given?.from ?? ''}" autocomplete="off" required>
<label for="fromName">${t.senderFromName}</label><input id="fromName" name="fromName" maxlength="100" value="${given?.fromName ?? ''}" autocomplete="off" aria-describedby="fromName-hint">
<p class="hint" id="fromName-hint">${t.senderFromNameHint}</p>
<div class="pair"><div>${field('host', t.senderHost, given?.host)}</div>
<div><label for="port">${t.senderPort}</label><input id="port" name="port" type="number" min="1" max="65535" value="${given?.port ?? '587'}" required></div></div>
${field('user', t.senderUser, given?.user)}
<label for="auth">${t.senderAuth}</label><select id="auth" name="auth">${option('password', t.authPassword, !oauth)}${option('oauth2', t.authOauth, oauth)}</select>
${secretField('password', t.senderPassword)}
<p class="hint">${t.senderSecrets}</p>
<details${oauth ? OPEN : undefined}><summary>${t.senderOauthPart}</summary>
<label for="provider">${t.senderProvider}</label><select id="provider" name="provider">${[
    ['google', 'Google'],
    ['microsoft', 'Microsoft'],
    ['other', '…'],
  ].map(([value = '', name = '']) => option(value, name, given?.provider === value))}</select>
${field('tokenUrl', t.senderTokenUrl, given?.tokenUrl, false)}
${field('clientId', t.senderClientId, given?.clientId, false)}
${secretField('clientSecret', t.senderClientSecret)}
${secretField('refreshToken', t.senderRefreshToken)}</details>
<div class="actions"><button>${t.addSender}</button></div></form>`;
  return html`<section class="card"><h2>${t.addSender}</h2>${body}</section>`;
}
const OPEN = html` open`;
