import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { SessionPerson } from '../../accounts/read-session.ts';
import { type Html, html, qrImage } from '../../pages/html-page.ts';
import type { PageTexts } from '../../pages/page-texts.ts';
import { qrCode } from '../../pages/qr-code.ts';
import type { RelayServices } from '../../relay-services.ts';
import { secondFactorTag } from './account-pages.ts';
import { alert, notice, pageKit, publicPage, type Shown, showPage, toSignIn } from './page-kit.ts';

const PATH = '/account/security';
const password = z.string().max(200);
const enabled = z.object({ totpURI: z.string() });
const newCodes = z.object({ backupCodes: z.array(z.string()) });
const otpauth = z.string().max(600).startsWith('otpauth://totp/');

type Said = Pick<Shown, 'status' | 'refusal'> & {
  done?: keyof PageTexts;
  problem?: keyof PageTexts;
};
type Handler = (
  request: FastifyRequest,
  reply: FastifyReply,
  person: SessionPerson,
) => Promise<FastifyReply>;

/** The second step at sign-in, its recovery codes, and the password. */
export function securityPages(services: RelayServices): FastifyPluginAsyncZod {
  const kit = pageKit(services);
  const { auth } = services;

  const overview = (
    request: FastifyRequest,
    reply: FastifyReply,
    person: SessionPerson,
    { done, problem, ...answer }: Said = {},
  ) =>
    showPage(request, reply, {
      title: 'security',
      person,
      section: PATH,
      path: PATH,
      ...answer,
      body: (t) => html`${notice(done && t[done])}${alert(problem && t[problem])}
${person.twoFactorEnabled ? factorOn(t) : factorOff(t)}${passwordCard(t, person.email)}`,
    });
  const enrolment = (
    request: FastifyRequest,
    reply: FastifyReply,
    person: SessionPerson,
    { uri, problem, refusal }: { uri: string } & Pick<Said, 'problem' | 'refusal'>,
  ) =>
    showPage(request, reply, {
      title: 'enrolTitle',
      person,
      section: PATH,
      path: PATH,
      refusal,
      body: (t) => enrolBody(t, uri, problem && t[problem]),
    });
  const recovery = (
    request: FastifyRequest,
    reply: FastifyReply,
    person: SessionPerson,
    codes: string[],
  ) =>
    showPage(request, reply, {
      title: 'recoveryTitle',
      person,
      section: PATH,
      path: PATH,
      body: (
        t,
      ) => html`<p class="lead">${t.recoveryLead}</p><section class="card"><p>${t.recoveryKeep}</p>
<ul class="codes">${codes.map((code) => html`<li>${code}</li>`)}</ul>
<div class="actions"><a class="button" href="${PATH}">${t.recoveryDone}</a></div></section>`,
    });
  /** A form of a signed-in person on this site. */
  const own =
    (handle: Handler) =>
    (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
      kit.answerForm(request, reply, PATH, (person) => handle(request, reply, person));
  const refused = (response: Response): Said => ({
    problem: response.status === 429 ? 'tooMany' : 'wrongPassword',
    refusal: response,
  });

  return async (app) => {
    app.get(PATH, publicPage, async (request, reply) => {
      const person = await kit.person(request);
      return person ? overview(request, reply, person) : toSignIn(reply, PATH);
    });
    const withPassword = z.object({ password });
    const passwordForm = { ...publicPage, schema: { hide: true, body: withPassword } };

    app.post(
      `${PATH}/turn-on`,
      passwordForm,
      own(async (request, reply, person) => {
        const body = withPassword.parse(request.body);
        const response = await kit.callAuth(request, '/two-factor/enable', body);
        if (!response.ok) return overview(request, reply, person, refused(response));
        kit.passCookies(reply, response);
        const { totpURI: uri } = enabled.parse(await response.json());
        return enrolment(request, reply, person, { uri });
      }),
    );
    const confirmation = z.object({ code: z.string().max(40), uri: otpauth });
    app.post(
      `${PATH}/confirm`,
      { ...publicPage, schema: { hide: true, body: confirmation } },
      own(async (request, reply, person) => {
        const { code, uri } = confirmation.parse(request.body);
        const response = await kit.callAuth(request, '/two-factor/verify-totp', {
          code: code.replace(/\s/g, ''),
        });
        if (!response.ok) {
          const problem = response.status === 429 ? 'tooMany' : 'wrongCode';
          return enrolment(request, reply, person, { uri, problem, refusal: response });
        }
        kit.passCookies(reply, response);
        const { backupCodes } = await (await auth()).api.viewBackupCodes({
          body: { userId: person.id },
        });
        return recovery(request, reply, { ...person, twoFactorEnabled: true }, backupCodes);
      }),
    );
    app.post(
      `${PATH}/turn-off`,
      passwordForm,
      own(async (request, reply, person) => {
        const body = withPassword.parse(request.body);
        const response = await kit.callAuth(request, '/two-factor/disable', body);
        if (!response.ok) return overview(request, reply, person, refused(response));
        kit.passCookies(reply, response);
        return overview(
          request,
          reply,
          { ...person, twoFactorEnabled: false },
          { done: 'turnedOff' },
        );
      }),
    );
    app.post(
      `${PATH}/recovery-codes`,
      passwordForm,
      own(async (request, reply, person) => {
        const body = withPassword.parse(request.body);
        const response = await kit.callAuth(request, '/two-factor/generate-backup-codes', body);
        if (!response.ok) return overview(request, reply, person, refused(response));
        return recovery(request, reply, person, newCodes.parse(await response.json()).backupCodes);
      }),
    );
    const change = z.object({ current: password, new: password });
    app.post(
      `${PATH}/password`,
      { ...publicPage, schema: { hide: true, body: change } },
      own(async (request, reply, person) => {
        const { current, new: newPassword } = change.parse(request.body);
        if (newPassword.length < 12 || newPassword.length > 128) {
          return overview(request, reply, person, { problem: 'passwordShort', status: 400 });
        }
        const response = await kit.callAuth(request, '/change-password', {
          currentPassword: current,
          newPassword,
        });
        if (!response.ok) return overview(request, reply, person, refused(response));
        kit.passCookies(reply, response);
        return overview(request, reply, person, { done: 'passwordChanged' });
      }),
    );
  };
}

const passwordField = (
  t: PageTexts,
  id: string,
) => html`<label for="${id}">${t.confirmPassword}</label>
<input id="${id}" name="password" type="password" autocomplete="current-password" required>`;

const factorOff = (
  t: PageTexts,
) => html`<section class="card"><h2>${t.secondFactor} ${secondFactorTag(t, false)}</h2>
<p class="quiet">${t.secondFactorWhy}</p><p class="quiet">${t.turnOnLead}</p>
<form method="post" action="${PATH}/turn-on">${passwordField(t, 'on-password')}
<div class="actions"><button>${t.turnOn}</button></div></form></section>`;

const factorOn = (
  t: PageTexts,
) => html`<section class="card"><h2>${t.secondFactor} ${secondFactorTag(t, true)}</h2>
<p class="quiet">${t.secondFactorActive}</p>
<details><summary>${t.recoveryNew}</summary><p class="quiet">${t.recoveryNewLead}</p>
<form method="post" action="${PATH}/recovery-codes">${passwordField(t, 'codes-password')}
<div class="actions"><button class="plain">${t.recoveryNew}</button></div></form></details>
<details><summary>${t.turnOff}</summary><p class="quiet">${t.changePasswordLead}</p>
<form method="post" action="${PATH}/turn-off">${passwordField(t, 'off-password')}
<div class="actions"><button class="danger">${t.turnOff}</button></div></form></details></section>`;

const passwordCard = (
  t: PageTexts,
  email: string,
) => html`<section class="card"><h2>${t.changePassword}</h2>
<p class="quiet">${t.changePasswordLead}</p>
<form method="post" action="${PATH}/password">
<input type="text" name="email" value="${email}" autocomplete="username" hidden>
<label for="current">${t.currentPassword}</label>
<input id="current" name="current" type="password" autocomplete="current-password" required>
<label for="new">${t.newPassword}</label>
<input id="new" name="new" type="password" autocomplete="new-password" minlength="12" maxlength="128" aria-describedby="new-hint" required>
<p class="hint" id="new-hint">${t.newPasswordHint}</p>
<div class="actions"><button class="plain">${t.changePassword}</button></div></form></section>`;

function enrolBody(t: PageTexts, uri: string, problem: string | undefined): Html {
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  const key = (secret.match(/.{1,4}/g) ?? []).join(' ');
  return html`${alert(problem)}<section class="card"><p>${t.enrolScan}</p>
${qrImage(qrCode(uri), t.enrolQr)}
<p>${t.enrolKey}</p><p class="key">${key}</p>
<form method="post" action="${PATH}/confirm"><input type="hidden" name="uri" value="${uri}">
<label for="code">${t.enrolCode}</label>
<input id="code" name="code" class="code-input" inputmode="numeric" autocomplete="one-time-code" maxlength="8" aria-describedby="code-hint" required>
<p class="hint" id="code-hint">${t.turnOnLead}</p>
<div class="actions"><button>${t.enrolConfirm}</button><a class="button plain" href="${PATH}">${t.cancel}</a></div></form></section>`;
}
