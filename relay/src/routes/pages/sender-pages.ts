import { type NewMailAccount, newMailAccount } from '@iapostemanager/protocol/mail-account';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { SessionPerson } from '../../accounts/read-session.ts';
import { changeMailAccount } from '../../mail-accounts/change-mail-account.ts';
import { checkMailAccount } from '../../mail-accounts/check-mail-account.ts';
import {
  addMailAccount,
  limitMailAccount,
  listMailAccounts,
  removeMailAccount,
} from '../../mail-accounts/mail-accounts.ts';
import { html } from '../../pages/html-page.ts';
import { fillText, type PageTexts } from '../../pages/page-texts.ts';
import type { RelayServices } from '../../relay-services.ts';
import { alert, notice, pageKit, publicPage, showPage, toSignIn } from './page-kit.ts';
import type { TypedSender } from './sender-fields.ts';
import { changeForm, changeOf, fieldsOf, type SenderForm, senderForm } from './sender-form.ts';
import { limitsForm, limitsOf, type TypedLimits } from './sender-limits.ts';
import { problemsOf, problemsOfServer, SENDER_LABELS } from './sender-problems.ts';
import { accountRow, newAccountCard } from './sender-rows.ts';

const PATH = '/account/senders';
type Said = TypedSender & {
  done?: keyof PageTexts;
  /** Where nothing else is said: what is wrong in which field. */
  problem?: keyof PageTexts;
  limits?: TypedLimits;
  /** Which account the form was for; absent: a new one. */
  id?: string;
};

/** Mail accounts of one's own to send from. */
export function senderPages(services: RelayServices): FastifyPluginAsyncZod {
  const { config, database, mailAccountKey: key, wakeSender } = services;
  const kit = pageKit(services);
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    person: SessionPerson,
    said: Said = {},
  ) => {
    const { done, problem, given, problems, limits, id } = said;
    const accounts = await listMailAccounts(database, person.id);
    return showPage(request, reply, {
      title: 'senders',
      person,
      section: PATH,
      path: PATH,
      status: problem ? 400 : 200,
      body: (
        t,
      ) => html`<p class="lead">${t.sendersLead}</p>${notice(done && t[done])}${alert(problem && refusal(t, problem, said))}
<section class="card">${
        accounts.length === 0
          ? html`<p>${config.smtp ? fillText(t.noSenders, { from: config.smtpFrom }) : t.noSendersKept}</p>`
          : html`<ul class="rows">${accounts.map((account) => accountRow(t, PATH, account, account.id === id ? { given, problems, limits } : {}))}</ul>`
      }</section>${newAccountCard(t, PATH, id === undefined ? { given, problems } : {})}`,
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
      async (request, reply) =>
        kit.answerForm(request, reply, PATH, async (person) => {
          const given = request.body;
          const account = newMailAccount.safeParse(fieldsOf(given));
          if (!account.success) {
            const problems = problemsOf(given, account.error.issues);
            return show(request, reply, person, { problem: 'senderIncomplete', problems, given });
          }
          let checked: NewMailAccount;
          try {
            checked = await checkMailAccount(account.data, config.hostGuard);
          } catch (error) {
            const refused = problemsOfServer(given, error);
            return show(request, reply, person, { ...refused, given });
          }
          const wish = { userId: person.id, account: checked, nowMs: Date.now() };
          const added = await addMailAccount(database, key, wish);
          if (!added) return show(request, reply, person, { problem: 'senderTooMany', given });
          return show(request, reply, person, { done: 'senderAdded' });
        }),
    );
    // The address a page is left at by a correction, or by limits.
    for (const left of ['change', 'limits']) {
      app.get(`${PATH}/${left}`, publicPage, (_request, reply) => reply.redirect(PATH));
    }
    app.post(
      `${PATH}/change`,
      { ...publicPage, schema: { hide: true, body: changeForm } },
      async (request, reply) =>
        kit.answerForm(request, reply, PATH, async (person) => {
          const { id, ...given } = request.body;
          const kept = (await listMailAccounts(database, person.id)).find((one) => one.id === id);
          // Its fields stand in the form of one more then.
          if (!kept) return show(request, reply, person, { problem: 'senderGone', given });
          const account = changeOf(given, kept);
          if (!account.success) {
            const problems = problemsOf(given, account.error.issues);
            return show(request, reply, person, {
              problem: 'senderIncomplete',
              problems,
              given,
              id,
            });
          }
          const place = { database, key, guard: config.hostGuard };
          const wish = { userId: person.id, id, account: account.data };
          try {
            if (!(await changeMailAccount(place, wish))) {
              return show(request, reply, person, { problem: 'senderGone', given, id });
            }
          } catch (error) {
            const refused = problemsOfServer(given, error);
            return show(request, reply, person, { ...refused, given, id });
          }
          wakeSender();
          return show(request, reply, person, { done: 'senderChanged' });
        }),
    );
    app.post(
      `${PATH}/limits`,
      { ...publicPage, schema: { hide: true, body: limitsForm } },
      async (request, reply) =>
        kit.answerForm(request, reply, PATH, async (person) => {
          const { id, ...given } = request.body;
          const wish = limitsOf(given);
          if ('problems' in wish) {
            const { problems } = wish;
            const limits = { given, problems };
            return show(request, reply, person, { problem: 'senderLimitsRefused', limits, id });
          }
          const change = { userId: person.id, id, limits: wish.limits };
          if (!(await limitMailAccount(database, change))) {
            return show(request, reply, person, { problem: 'senderGone' });
          }
          wakeSender();
          return show(request, reply, person, { done: 'senderLimited' });
        }),
    );
    app.post(
      `${PATH}/remove`,
      { ...publicPage, schema: { hide: true, body: z.object({ id: z.string().max(100) }) } },
      async (request, reply) =>
        kit.answerForm(request, reply, PATH, async (person) => {
          await removeMailAccount(database, { userId: person.id, id: request.body.id });
          return show(request, reply, person, { done: 'senderRemoved' });
        }),
    );
  };
}

/** What became of the wish, and why; where it is a matter of fields, which. */
function refusal(t: PageTexts, problem: keyof PageTexts, { problems = {}, id }: Said): string {
  if (problem === 'senderLimitsRefused' || problem === 'senderGone') return t[problem];
  const names = Object.keys(problems) as (keyof SenderForm)[];
  const fields = names.map((name) => t[SENDER_LABELS[name]]).join(', ');
  return `${id === undefined ? t.senderRefused : t.senderUnchanged} ${fillText(t[problem], { fields })}`;
}
