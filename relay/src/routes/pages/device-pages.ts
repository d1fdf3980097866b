import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { answerDeviceRequest, findDeviceRequest } from '../../accounts/device-authorization.ts';
import { type Html, html } from '../../pages/html-page.ts';
import { fillText, type PageTexts } from '../../pages/page-texts.ts';
import type { RelayServices } from '../../relay-services.ts';
import { rightNames } from './account-pages.ts';
import { alert, pageKit, publicPage, showPage, toSignIn } from './page-kit.ts';

const userCode = z.string().max(40);
const SECTION = '/account/devices';

/** A person looks at the code a device shows, and lets the device in or not (RFC 8628). */
export function devicePages(services: RelayServices): FastifyPluginAsyncZod {
  const { database } = services;
  const kit = pageKit(services);
  return async (app) => {
    app.get(
      '/device',
      {
        ...publicPage,
        schema: { hide: true, querystring: z.object({ user_code: userCode.optional() }) },
      },
      async (request, reply) => {
        const { user_code: code } = request.query;
        const person = await kit.person(request);
        if (!person) {
          return toSignIn(
            reply,
            code ? `/device?user_code=${encodeURIComponent(code)}` : '/device',
          );
        }
        const waiting = code ? await findDeviceRequest(database, code, Date.now()) : undefined;
        return showPage(request, reply, {
          title: 'connect',
          person,
          section: SECTION,
          body: (t) =>
            waiting ? approval(t, waiting) : codeEntry(t, code ? t.unknownCode : undefined),
        });
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
        kit.assertOwnForm(request);
        const person = await kit.person(request);
        if (!person) return toSignIn(reply, '/device');
        const approve = request.body.answer === 'approve';
        const known = await answerDeviceRequest(database, {
          userCode: request.body.user_code,
          userId: person.id,
          approve,
          nowMs: Date.now(),
        });
        const shown = { person, section: SECTION, path: '/device' };
        if (!known) {
          return showPage(request, reply, {
            ...shown,
            title: 'connect',
            body: (t) => codeEntry(t, t.unknownCode),
            status: 404,
          });
        }
        return showPage(request, reply, {
          ...shown,
          title: approve ? 'approvedTitle' : 'deniedTitle',
          body: (t) => html`<section class="card"><p>${approve ? t.approved : t.denied}</p>
<div class="actions"><a class="button plain" href="${SECTION}">${t.devices}</a></div></section>`,
        });
      },
    );
  };
}

const codeEntry = (
  t: PageTexts,
  problem?: string,
) => html`<p class="lead">${t.connectLead}</p>${alert(problem)}
<div class="card"><form method="get" action="/device"><label for="user_code">${t.userCode}</label>
<input id="user_code" name="user_code" class="code-input" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20" required>
<div class="actions"><button>${t.continue}</button></div></form></div>`;

function approval(
  t: PageTexts,
  waiting: { user_code: string; client_id: string; scopes: string },
): Html {
  const shown = `${waiting.user_code.slice(0, 4)}-${waiting.user_code.slice(4)}`;
  return html`<section class="card"><p><strong>${fillText(t.deviceAsks, { name: waiting.client_id })}</strong></p>
<p>${t.deviceMay}</p>
<ul class="rights">${rightNames(t, waiting.scopes).map((name) => html`<li>${name}</li>`)}</ul>
<p>${t.checkCode}</p><p class="big-code">${shown}</p>
<form method="post" action="/device"><input type="hidden" name="user_code" value="${waiting.user_code}">
<div class="actions"><button name="answer" value="approve">${t.approve}</button>
<button name="answer" value="deny" class="plain">${t.deny}</button></div></form></section>`;
}
