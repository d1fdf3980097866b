import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { recoveryCodeOf } from '../../accounts/recovery-codes.ts';
import { html } from '../../pages/html-page.ts';
import type { PageTexts } from '../../pages/page-texts.ts';
import type { RelayServices } from '../../relay-services.ts';
import { alert, ownPath, pageKit, publicPage, showPage } from './page-kit.ts';

const next = z.string().max(500).default('/account');
const twoFactorAnswer = z.looseObject({ twoFactorRedirect: z.boolean().optional() });

/** What went wrong at a sign-in, as the person is told it. */
const problemOf = (status: number, otherwise: 'wrong' | 'wrongCode'): keyof PageTexts => {
  if (status === 429) return 'tooMany';
  return status === 403 ? 'isBlocked' : otherwise;
};

/** What is to be typed next. */
const FOCUS = html` autofocus`;

const signInForm = (
  t: PageTexts,
  path: string,
  problem?: string,
  email = '',
) => html`<p class="lead">${t.signInLead}</p>
${alert(problem)}
<div class="card"><form method="post" action="/sign-in"><input type="hidden" name="next" value="${path}">
<label for="email">${t.email}</label>
<input id="email" name="email" type="email" autocomplete="username" value="${email}" required${email ? undefined : FOCUS}>
<label for="password">${t.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${email ? FOCUS : undefined}>
<div class="actions"><button>${t.continue}</button></div></form></div>
<p class="quiet">${t.noAccount}</p>`;

const codeForm = (t: PageTexts, path: string, problem?: string) => html`${alert(problem)}
<div class="card"><form method="post" action="/sign-in/code"><input type="hidden" name="next" value="${path}">
<label for="code">${t.code}</label>
<input id="code" name="code" class="code-input" autocomplete="one-time-code" autocapitalize="off" spellcheck="false" aria-describedby="code-hint" required>
<p class="hint" id="code-hint">${t.codeLead}</p>
<div class="actions"><button>${t.continue}</button><a class="button plain" href="/sign-in">${t.cancel}</a></div></form></div>`;

/** Signing in: address and password, then the second step when the account has one. */
export function signInPages(services: RelayServices): FastifyPluginAsyncZod {
  const kit = pageKit(services);
  return async (app) => {
    app.get(
      '/sign-in',
      { ...publicPage, schema: { hide: true, querystring: z.object({ next }) } },
      (request, reply) =>
        showPage(request, reply, {
          title: 'signIn',
          body: (t) => signInForm(t, request.query.next),
        }),
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
        kit.assertOwnForm(request);
        const { email, password, next: path } = request.body;
        const response = await kit.callAuth(request, '/sign-in/email', { email, password });
        if (!response.ok) {
          const text = problemOf(response.status, 'wrong');
          return showPage(request, reply, {
            title: 'signIn',
            body: (t) => signInForm(t, path, t[text], email),
            refusal: response,
          });
        }
        kit.passCookies(reply, response);
        const { twoFactorRedirect } = twoFactorAnswer.parse(await response.json());
        const to = twoFactorRedirect
          ? `/sign-in/code?next=${encodeURIComponent(path)}`
          : ownPath(path);
        return reply.redirect(to, 303);
      },
    );
    app.get(
      '/sign-in/code',
      { ...publicPage, schema: { hide: true, querystring: z.object({ next }) } },
      (request, reply) =>
        showPage(request, reply, {
          title: 'codeTitle',
          body: (t) => codeForm(t, request.query.next),
        }),
    );
    app.post(
      '/sign-in/code',
      { ...publicPage, schema: { hide: true, body: z.object({ code: z.string().max(40), next }) } },
      async (request, reply) => {
        kit.assertOwnForm(request);
        const { code, next: path } = request.body;
        const digits = code.replace(/[\s-]/g, '');
        const recovery = !/^\d{6,8}$/.test(digits);
        const step = recovery ? '/two-factor/verify-backup-code' : '/two-factor/verify-totp';
        const response = await kit.callAuth(request, step, {
          code: recovery ? recoveryCodeOf(code) : digits,
        });
        if (!response.ok) {
          const text = problemOf(response.status, 'wrongCode');
          return showPage(request, reply, {
            title: 'codeTitle',
            body: (t) => codeForm(t, path, t[text]),
            refusal: response,
          });
        }
        kit.passCookies(reply, response);
        return reply.redirect(ownPath(path), 303);
      },
    );
    app.post('/account/sign-out', publicPage, async (request, reply) => {
      kit.assertOwnForm(request);
      kit.passCookies(reply, await kit.callAuth(request, '/sign-out', {}));
      return reply.redirect('/sign-in', 303);
    });
  };
}
