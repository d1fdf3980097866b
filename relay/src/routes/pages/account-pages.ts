import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { listTokens, revokeTokens } from '../../accounts/access-tokens.ts';
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

type Device = Awaited<ReturnType<typeof listTokens>>[number];

/** What a device may do, each right in words. */
export function rightNames(t: PageTexts, scopes: string): string[] {
  const names: Record<string, string> = { send: t.scopeSend, ai: t.scopeAi, read: t.scopeRead };
  return scopes.split(' ').map((scope) => names[scope] ?? scope);
}

/** The state of the second step, in a word and a colour. */
export const secondFactorTag = (t: PageTexts, on: boolean): Html =>
  on
    ? html`<span class="tag on">${t.secondFactorOn}</span>`
    : html`<span class="tag off">${t.secondFactorOff}</span>`;

/** Overview of the account, and the devices that may use it. */
export function accountPages(services: RelayServices): FastifyPluginAsyncZod {
  const { database } = services;
  const kit = pageKit(services);
  return async (app) => {
    app.get('/account', publicPage, async (request, reply) => {
      const person = await kit.person(request);
      if (!person) return toSignIn(reply, '/account');
      const devices = await listTokens(database, person.id);
      const role = person.role === 'admin' ? 'roleAdmin' : 'roleUser';
      return showPage(request, reply, {
        title: 'account',
        person,
        section: '/account',
        body: (
          t,
        ) => html`<p class="lead">${t.signedInAs} <strong>${person.email}</strong> <span class="tag">${t[role]}</span></p>
<section class="card"><div class="split"><div><h2>${t.devices}</h2>
<p class="quiet">${devices.length === 0 ? t.noDevices : fillText(t.devicesCount, { count: devices.length })}</p></div>
<a class="button" href="/device">${t.connect}</a></div></section>
<section class="card"><div class="split"><div><h2>${t.secondFactor} ${secondFactorTag(t, person.twoFactorEnabled)}</h2>
<p class="quiet">${person.twoFactorEnabled ? t.secondFactorActive : t.secondFactorWhy}</p></div>
<a class="button plain" href="/account/security">${t.manage}<span class="skip"> ${t.navSecurity}</span></a></div></section>
<section class="card"><div class="split"><div><h2>${t.suppressed}</h2>
<p class="quiet">${t.suppressedWhy}</p></div>
<a class="button plain" href="/account/unsubscribed">${t.manage}<span class="skip"> ${t.suppressed}</span></a></div></section>`,
      });
    });

    app.get(
      '/account/devices',
      {
        ...publicPage,
        schema: { hide: true, querystring: z.object({ done: z.literal('revoked').optional() }) },
      },
      async (request, reply) => {
        const person = await kit.person(request);
        if (!person) return toSignIn(reply, '/account/devices');
        const devices = await listTokens(database, person.id);
        const language = pageLanguage(request.headers);
        return showPage(request, reply, {
          title: 'devices',
          person,
          section: '/account/devices',
          path: '/account/devices',
          body: (t) => html`<p class="lead">${t.devicesLead}</p>
${notice(request.query.done && t.revoked)}
<section class="card">${devices.length === 0 ? html`<p>${t.noDevices}</p>` : deviceList(t, language, devices)}
<div class="actions"><a class="button" href="/device">${t.connect}</a></div></section>`,
        });
      },
    );
    app.post(
      '/account/devices/revoke',
      { ...publicPage, schema: { hide: true, body: z.object({ id: z.string().max(100) }) } },
      async (request, reply) => {
        kit.assertOwnForm(request);
        const person = await kit.person(request);
        if (!person) return toSignIn(reply, '/account/devices');
        const { id } = request.body;
        await revokeTokens(database, { userId: person.id, id, nowMs: Date.now() });
        return reply.redirect('/account/devices?done=revoked', 303);
      },
    );
  };
}

function deviceList(t: PageTexts, language: PageLanguage, devices: Device[]): Html {
  const now = Date.now();
  const when = (ms: number | null) => (ms === null ? t.never : timeAgo(language, ms, now));
  return html`<ul class="rows">${devices.map(
    (device) => html`<li><div><strong>${device.name}</strong>
<p class="meta"><span>${t.lastUsed}${language === 'fr' ? '\u00a0' : ''}: ${when(device.last_used_at)}</span>
<span>${t.connectedOn} ${when(device.created_at)}</span></p>
<p class="meta">${rightNames(t, device.scopes).map((name) => html`<span class="tag">${name}</span>`)}</p></div>
<form method="post" action="/account/devices/revoke"><input type="hidden" name="id" value="${device.id}">
<button class="danger" aria-label="${fillText(t.revokeDevice, { name: device.name })}">${t.revoke}</button></form></li>`,
  )}</ul>`;
}
