import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { blockPerson, listPeople, unblockPerson } from '../../accounts/block-person.ts';
import { AccountRefusedError, createUser } from '../../accounts/create-user.ts';
import type { SessionPerson } from '../../accounts/read-session.ts';
import { HttpProblem } from '../../http-problem.ts';
import { type Html, html } from '../../pages/html-page.ts';
import { fillText, type PageTexts } from '../../pages/page-texts.ts';
import type { RelayServices } from '../../relay-services.ts';
import { alert, notice, pageKit, publicPage, showPage, toSignIn } from './page-kit.ts';

type Person = Awaited<ReturnType<typeof listPeople>>[number];
type Said = {
  done?: keyof PageTexts;
  problem?: keyof PageTexts;
  email?: string;
  count?: number;
  /** What was refused, to be corrected. */
  typed?: Typed;
};
type Typed = { email: string; admin: boolean; about: AccountRefusedError['about'] };

const newPerson = z.object({
  email: z.string().max(254),
  password: z.string().max(200),
  admin: z.literal('yes').optional(),
});
const change = z.object({ id: z.string().max(100), answer: z.enum(['block', 'unblock']) });

/** Administrators see who has an account, make accounts, and block them. */
export function peoplePages(services: RelayServices): FastifyPluginAsyncZod {
  const { auth, database } = services;
  const kit = pageKit(services);
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    person: SessionPerson,
    { done, problem, email = '', count = 0, typed }: Said = {},
  ) => {
    const people = await listPeople(database);
    return showPage(request, reply, {
      title: 'people',
      person,
      section: '/people',
      path: '/people',
      status: problem ? 400 : 200,
      body: (
        t,
      ) => html`<p class="lead">${t.peopleLead}</p>${notice(done && fillText(t[done], { email, count }))}${alert(problem && fillText(t[problem], { email }))}
<section class="card"><ul class="rows">${people.map((one) => personRow(t, one, person.id))}</ul>
<p class="hint">${t.blockLead}</p></section>
${newPersonCard(t, typed)}`,
    });
  };
  /** The signed-in administrator, or an answer that ends the request. */
  const admin = async (request: FastifyRequest, reply: FastifyReply) => {
    const person = await kit.person(request);
    if (!person) {
      toSignIn(reply, '/people');
      return undefined;
    }
    if (person.role !== 'admin') {
      throw new HttpProblem(403, 'forbidden', 'This page is for administrators.');
    }
    return person;
  };

  return async (app) => {
    app.get('/people', publicPage, async (request, reply) => {
      const person = await admin(request, reply);
      return person ? show(request, reply, person) : reply;
    });
    app.post(
      '/people',
      { ...publicPage, schema: { hide: true, body: newPerson } },
      async (request, reply) => {
        kit.assertOwnForm(request);
        const person = await admin(request, reply);
        if (!person) return reply;
        const { email, password } = request.body;
        const isAdmin = request.body.admin === 'yes';
        try {
          await createUser(await auth(), database, { email, password, admin: isAdmin });
        } catch (error) {
          if (!(error instanceof AccountRefusedError)) throw error;
          const { about } = error;
          return show(request, reply, person, {
            problem: about === 'taken' ? 'personTaken' : 'personRefused',
            email,
            typed: { email, admin: isAdmin, about },
          });
        }
        return show(request, reply, person, { done: 'personAdded', email });
      },
    );
    app.post(
      '/people/change',
      { ...publicPage, schema: { hide: true, body: change } },
      async (request, reply) => {
        kit.assertOwnForm(request);
        const person = await admin(request, reply);
        if (!person) return reply;
        const { id, answer } = request.body;
        const target = (await listPeople(database)).find((one) => one.id === id);
        // Nobody locks the door behind themselves.
        if (!target || target.id === person.id) return show(request, reply, person);
        const { email } = target;
        if (answer === 'unblock') {
          await unblockPerson(database, id);
          return show(request, reply, person, { done: 'personUnblocked', email });
        }
        const count = await blockPerson(database, { userId: id, nowMs: Date.now() });
        return show(request, reply, person, { done: 'personBlocked', email, count });
      },
    );
  };
}

function personRow(t: PageTexts, one: Person, ownId: string): Html {
  const answer = one.blocked ? 'unblock' : 'block';
  const label = fillText(one.blocked ? t.unblockPerson : t.blockPerson, { email: one.email });
  const form = html`<form method="post" action="/people/change"><input type="hidden" name="id" value="${one.id}">
<button class="${one.blocked ? 'plain' : 'danger'}" name="answer" value="${answer}" aria-label="${label}">${t[answer]}</button></form>`;
  return html`<li><div><strong>${one.email}</strong>
<p class="meta"><span class="tag">${one.admin ? t.roleAdmin : t.roleUser}</span>${
    one.blocked ? html`<span class="tag bad">${t.blocked}</span>` : undefined
  }<span>${fillText(t.devicesCount, { count: one.devices })}</span>${
    one.going > 0 ? html`<span>${fillText(t.goingCount, { count: one.going })}</span>` : undefined
  }</p></div>${one.id === ownId ? undefined : form}</li>`;
}

const WRONG = html` aria-invalid="true" autofocus`;

const newPersonCard = (
  t: PageTexts,
  typed?: Typed,
) => html`<section class="card"><h2>${t.addPerson}</h2>
<form method="post" action="/people"><label for="email">${t.email}</label>
<input id="email" name="email" type="email" autocomplete="off" value="${typed?.email}" required${typed && typed.about !== 'password' ? WRONG : undefined}>
<label for="password">${t.firstPassword}</label>
<input id="password" name="password" type="password" autocomplete="new-password" minlength="12" maxlength="128" aria-describedby="password-hint" required${typed?.about === 'password' ? WRONG : undefined}>
<p class="hint" id="password-hint">${t.newPasswordHint}</p>
<label class="check"><input type="checkbox" name="admin" value="yes"${typed?.admin ? html` checked` : undefined}>${t.isAdmin}</label>
<div class="actions"><button>${t.addPerson}</button></div></form></section>`;
