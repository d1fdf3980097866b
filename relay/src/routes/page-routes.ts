import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { listTokens, revokeTokens } from '../accounts/access-tokens.ts';
import { answerDeviceRequest, findDeviceRequest } from '../accounts/device-authorization.ts';
import { handleAuth } from '../accounts/handle-auth.ts';
import { HttpProblem } from '../http-problem.ts';
import { type Html, html, page, STYLESHEET } from '../pages/html-page.ts';
import { PAGE_TEXTS, type PageTexts, pageLanguage } from '../pages/page-texts.ts';
import type { RelayServices } from '../relay-services.ts';
import { plainHeaders } from './auth-routes.ts';

type Title = keyof PageTexts;
const next = z.string().max(500).default('/account');
const userCode = z.string().max(40);

/** Where to go after signing in: a path of ours, never another site. */
const safeNext = (path: string) => (/^\/(?![/\\])/.test(path) ? path : '/account');

/** Small pages for people: sign in, approve a device, see and revoke devices. They work without script. */
export function pageRoutes({ auth, config, database }: RelayServices): FastifyPluginAsyncZod {
  const origin = new URL(config.publicUrl).origin;
  const publicPage = { config: { access: 'public' as const }, schema: { hide: true } };

  const show = (
    request: FastifyRequest,
    reply: FastifyReply,
    title: Title,
    body: (texts: PageTexts) => Html,
    status = 200,
  ) => {
    const language = pageLanguage(request.headers['accept-language']);
    const texts = PAGE_TEXTS[language];
    return reply
      .code(status)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page(language, texts[title], body(texts)));
  };
  const person = async (request: FastifyRequest) => {
    const { cookie } = request.headers;
    if (!cookie) return undefined;
    const session = await auth.api.getSession({ headers: new Headers({ cookie }) });
    return session?.user;
  };
  /** A form of another site must not act with this person's cookie. */
  const assertOwnForm = (request: FastifyRequest) => {
    if (request.headers.origin !== origin) {
      throw new HttpProblem(403, 'wrong-origin', 'This form was not sent from this site.');
    }
  };
  const callAuth = async (request: FastifyRequest, path: string, body: unknown) => {
    const response = await handleAuth(auth, database, config.publicUrl, {
      method: 'POST',
      path,
      headers: plainHeaders(request.headers),
      body,
      clientIp: request.ip,
    });
    if (!response) throw new Error(`better-auth has no ${path}`);
    return response;
  };
  const passCookies = (reply: FastifyReply, response: Response) => {
    for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie);
  };
  const toSignIn = (reply: FastifyReply, path: string) =>
    reply.redirect(`/sign-in?next=${encodeURIComponent(path)}`, 303);

  const signInForm = (t: PageTexts, path: string, problem?: string) => html`${alert(problem)}
<form method="post" action="/sign-in"><input type="hidden" name="next" value="${path}">
<label for="email">${t.email}</label>
<input id="email" name="email" type="email" autocomplete="username" required>
<label for="password">${t.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button>${t.continue}</button></form>`;
  const codeForm = (t: PageTexts, path: string, problem?: string) => html`${alert(problem)}
<form method="post" action="/sign-in/code"><input type="hidden" name="next" value="${path}">
<label for="code">${t.code}</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required>
<button>${t.continue}</button></form>`;

  return async (app) => {
    app.get('/assets/relay.css', publicPage, (_request, reply) =>
      reply.header('cache-control', 'public, max-age=3600').type('text/css').send(STYLESHEET),
    );
    app.get('/', publicPage, (_request, reply) => reply.redirect('/account', 303));

    app.get(
      '/sign-in',
      { ...publicPage, schema: { hide: true, querystring: z.object({ next }) } },
      (request, reply) => show(request, reply, 'signIn', (t) => signInForm(t, request.query.next)),
    );
    app.post(
      '/sign-in',
      {
        ...publicPage,
        schema: {
          hide: true,
          body: z.object({ email: z.string().max(254), password: z.string().max(200), next }),
        },
      },
      async (request, reply) => {
        assertOwnForm(request);
        const { email, password, next: path } = request.body;
        const response = await callAuth(request, '/sign-in/email', { email, password });
        if (!response.ok) {
          const text = response.status === 429 ? 'tooMany' : 'wrong';
          return show(
            request,
            reply,
            'signIn',
            (t) => signInForm(t, path, t[text]),
            response.status,
          );
        }
        passCookies(reply, response);
        const answer = z.looseObject({ twoFactorRedirect: z.boolean().optional() });
        const { twoFactorRedirect } = answer.parse(await response.json());
        if (twoFactorRedirect) return show(request, reply, 'codeTitle', (t) => codeForm(t, path));
        return reply.redirect(safeNext(path), 303);
      },
    );
    app.post(
      '/sign-in/code',
      { ...publicPage, schema: { hide: true, body: z.object({ code: z.string().max(40), next }) } },
      async (request, reply) => {
        assertOwnForm(request);
        const { code, next: path } = request.body;
        const recovery = /[^\d\s]/.test(code);
        const step = recovery ? '/two-factor/verify-backup-code' : '/two-factor/verify-totp';
        const response = await callAuth(request, step, { code: code.replace(/\s/g, '') });
        if (!response.ok) {
          return show(request, reply, 'codeTitle', (t) => codeForm(t, path, t.wrongCode), 401);
        }
        passCookies(reply, response);
        return reply.redirect(safeNext(path), 303);
      },
    );

    app.get('/account', publicPage, async (request, reply) => {
      const user = await person(request);
      if (!user) return toSignIn(reply, '/account');
      const tokens = await listTokens(database, user.id);
      return show(request, reply, 'account', (t) => accountBody(t, user.email, tokens));
    });
    app.post(
      '/account/revoke',
      { ...publicPage, schema: { hide: true, body: z.object({ id: z.string().max(100) }) } },
      async (request, reply) => {
        assertOwnForm(request);
        const user = await person(request);
        if (!user) return toSignIn(reply, '/account');
        await revokeTokens(database, { userId: user.id, id: request.body.id, nowMs: Date.now() });
        return reply.redirect('/account', 303);
      },
    );
    app.post('/account/sign-out', publicPage, async (request, reply) => {
      assertOwnForm(request);
      passCookies(reply, await callAuth(request, '/sign-out', {}));
      return reply.redirect('/sign-in', 303);
    });

    app.get(
      '/device',
      {
        ...publicPage,
        schema: { hide: true, querystring: z.object({ user_code: userCode.optional() }) },
      },
      async (request, reply) => {
        const { user_code: code } = request.query;
        const user = await person(request);
        if (!user)
          return toSignIn(
            reply,
            code ? `/device?user_code=${encodeURIComponent(code)}` : '/device',
          );
        const waiting = code ? await findDeviceRequest(database, code, Date.now()) : undefined;
        return show(request, reply, 'connect', (t) =>
          waiting ? approvalBody(t, waiting) : codeEntryBody(t, code ? t.unknownCode : undefined),
        );
      },
    );
    app.post(
      '/device',
      {
        ...publicPage,
        schema: {
          hide: true,
          body: z.object({ user_code: userCode, answer: z.enum(['approve', 'deny']) }),
        },
      },
      async (request, reply) => {
        assertOwnForm(request);
        const user = await person(request);
        if (!user) return toSignIn(reply, '/device');
        const approve = request.body.answer === 'approve';
        const known = await answerDeviceRequest(database, {
          userCode: request.body.user_code,
          userId: user.id,
          approve,
          nowMs: Date.now(),
        });
        if (!known)
          return show(request, reply, 'connect', (t) => codeEntryBody(t, t.unknownCode), 404);
        return show(
          request,
          reply,
          'connect',
          (t) => html`<p>${approve ? t.approved : t.denied}</p>`,
        );
      },
    );
  };
}

const alert = (text: string | undefined) => (text ? html`<p role="alert">${text}</p>` : undefined);

function scopeNames(t: PageTexts, scopes: string): string {
  const names: Record<string, string> = { send: t.scopeSend, ai: t.scopeAi, read: t.scopeRead };
  return scopes
    .split(' ')
    .map((scope) => names[scope] ?? scope)
    .join(', ');
}

function accountBody(
  t: PageTexts,
  email: string,
  tokens: { id: string; name: string; scopes: string; last_used_at: number | null }[],
): Html {
  const rows = tokens.map(
    (token) => html`<tr><td>${token.name}</td><td>${scopeNames(t, token.scopes)}</td>
<td>${token.last_used_at === null ? t.never : new Date(token.last_used_at).toISOString()}</td>
<td><form method="post" action="/account/revoke"><input type="hidden" name="id" value="${token.id}">
<button class="quiet" aria-label="${t.revoke} ${token.name}">${t.revoke}</button></form></td></tr>`,
  );
  const table = html`<table><thead><tr><th scope="col">${t.device}</th><th scope="col">${t.rights}</th>
<th scope="col">${t.lastUsed}</th><th scope="col">${t.revoke}</th></tr></thead><tbody>${rows}</tbody></table>`;
  return html`<p>${t.signedInAs} <strong>${email}</strong></p>
<h2>${t.devices}</h2>${rows.length === 0 ? html`<p>${t.noDevices}</p>` : table}
<p><a href="/device">${t.connect}</a></p>
<form method="post" action="/account/sign-out"><button class="quiet">${t.signOut}</button></form>`;
}

const codeEntryBody = (t: PageTexts, problem?: string) => html`${alert(problem)}
<form method="get" action="/device"><label for="user_code">${t.userCode}</label>
<input id="user_code" name="user_code" autocomplete="off" autocapitalize="characters" required>
<button>${t.continue}</button></form>`;

function approvalBody(
  t: PageTexts,
  waiting: { user_code: string; client_id: string; scopes: string },
): Html {
  const shown = `${waiting.user_code.slice(0, 4)}-${waiting.user_code.slice(4)}`;
  return html`<p>${t.deviceAsks} <strong>${waiting.client_id}</strong></p>
<p>${t.rights}: ${scopeNames(t, waiting.scopes)}</p>
<p>${t.checkCode}</p><p class="code">${shown}</p>
<form method="post" action="/device"><input type="hidden" name="user_code" value="${waiting.user_code}">
<button name="answer" value="approve">${t.approve}</button>
<button name="answer" value="deny" class="quiet">${t.deny}</button></form>`;
}
