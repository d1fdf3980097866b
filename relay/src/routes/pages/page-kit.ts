import type { FastifyReply, FastifyRequest } from 'fastify';
import { handleAuth } from '../../accounts/handle-auth.ts';
import { readSession, type SessionPerson } from '../../accounts/read-session.ts';
import { HttpProblem } from '../../http-problem.ts';
import { type Html, html, page } from '../../pages/html-page.ts';
import { PAGE_TEXTS, type PageTexts, pageLanguage, textsWithWait } from '../../pages/page-texts.ts';
import type { RelayServices } from '../../relay-services.ts';

/** Headers with one value each, as better-auth reads them. */
export function plainHeaders(
  headers: Record<string, string | string[] | undefined>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
}

/** Options of a route that anybody may open; who is not signed in is led to the sign-in page. */
export const publicPage = { config: { access: 'public' as const }, schema: { hide: true } };

/** A path of ours, never another site: browsers leave tabs and line breaks out before they read an address. */
export const ownPath = (path: string) => (/^\/(?![/\\])\P{Cc}*$/u.test(path) ? path : '/account');

export const alert = (text: string | undefined): Html | undefined =>
  text ? html`<div class="notice" role="alert"><p>${text}</p></div>` : undefined;

export const notice = (text: string | undefined): Html | undefined =>
  text ? html`<div class="notice" role="status"><p>${text}</p></div>` : undefined;

export type Shown = {
  title: keyof PageTexts;
  body: (texts: PageTexts) => Html;
  status?: number;
  /** better-auth's, in the place of `status`: a 429 also says when to try again, to browser and person. */
  refusal?: Response;
  /** A signed-in person: the page gets its sections. */
  person?: SessionPerson;
  section?: string;
  /** Where the choice of language leads, for an answer to a form. Default: this address. */
  path?: string;
};

const SECTIONS: { path: string; name: keyof PageTexts; admin?: true }[] = [
  { path: '/account', name: 'navOverview' },
  { path: '/account/devices', name: 'navDevices' },
  { path: '/account/security', name: 'navSecurity' },
  { path: '/account/senders', name: 'navSenders' },
  { path: '/account/unsubscribed', name: 'navUnsubscribed' },
  { path: '/people', name: 'navPeople', admin: true },
  { path: '/outbox', name: 'navOutbox', admin: true },
];

/** Answers with a page in the language of whoever asks; it is never cached. */
export function showPage(request: FastifyRequest, reply: FastifyReply, shown: Shown) {
  const { title, body, refusal, person, section } = shown;
  const language = pageLanguage(request.headers);
  const seconds = refusal?.headers.get('retry-after');
  const texts = seconds ? textsWithWait(language, Number(seconds)) : PAGE_TEXTS[language];
  if (seconds) reply.header('retry-after', seconds);
  const sections =
    person &&
    SECTIONS.filter((one) => !one.admin || person.role === 'admin').map((one) => ({
      path: one.path,
      name: texts[one.name],
      current: one.path === section,
    }));
  return reply
    .code(refusal?.status ?? shown.status ?? 200)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(
      page({
        language,
        title: texts[title],
        body: body(texts),
        path: shown.path ?? request.url,
        sections,
      }),
    );
}

/** Answers by leading a person to the sign-in page and back. */
export const toSignIn = (reply: FastifyReply, path: string) =>
  reply.redirect(`/sign-in?next=${encodeURIComponent(path)}`, 303);

const showRefusal = (
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  said: {
    title: keyof PageTexts;
    lead: keyof PageTexts;
    link?: keyof PageTexts;
    to: string | undefined;
  },
) =>
  showPage(request, reply, {
    title: said.title,
    status,
    path: '/account',
    body: (t) =>
      html`<p class="lead">${t[said.lead]}</p>${
        said.to && html`<p><a href="${said.to}">${said.link ? t[said.link] : said.to}</a></p>`
      }`,
  });

/** A problem in a person's language with the way on, or undefined for one that has no page. */
export function problemPages(publicUrl: string) {
  const account = `${publicUrl}/account`;
  return (request: FastifyRequest, reply: FastifyReply, problem: HttpProblem) => {
    const { status, code } = problem;
    if (code === 'wrong-origin') {
      return showRefusal(request, reply, status, {
        title: 'wrongOrigin',
        lead: 'wrongOriginLead',
        to: account,
      });
    }
    if (status === 503) {
      return showRefusal(request, reply, status, {
        title: 'unavailable',
        lead: 'unavailableLead',
        link: 'unavailableAgain',
        // What was sent with a form is not sent again by a link: only the browser still has it.
        to: request.method === 'GET' ? ownPath(request.url) : undefined,
      });
    }
    if (request.method !== 'GET') return undefined;
    if (status === 401) return toSignIn(reply, request.url);
    if (status === 403) {
      return showRefusal(request, reply, status, {
        title: 'adminsOnly',
        lead: 'adminsOnlyLead',
        link: 'missingBack',
        to: '/account',
      });
    }
    if (status !== 404 && code !== 'invalid-request') return undefined;
    // An address whose parts make no sense leads nowhere either.
    return showRefusal(request, reply, 404, {
      title: 'missing',
      lead: 'missingLead',
      link: 'missingBack',
      to: '/account',
    });
  };
}

/** What the pages share: who is there, whose form it is, and calls to better-auth with this person's cookies. */
export function pageKit({ auth, config, database }: RelayServices) {
  const origin = new URL(config.publicUrl).origin;
  const person = (request: FastifyRequest) => readSession(auth, database, request.headers.cookie);
  /** A form of another site must not act with this person's cookie. */
  const assertOwnForm = (request: FastifyRequest) => {
    if (request.headers.origin !== origin) {
      throw new HttpProblem(403, 'wrong-origin', 'This form was not sent from this site.');
    }
  };
  return {
    person,
    assertOwnForm,
    /** Answers to a form of ours as the person who is signed in; anybody else is led to sign in, and to `path`. */
    async answerForm(
      request: FastifyRequest,
      reply: FastifyReply,
      path: string,
      answer: (person: SessionPerson) => Promise<FastifyReply>,
    ): Promise<FastifyReply> {
      assertOwnForm(request);
      const signedIn = await person(request);
      return signedIn ? answer(signedIn) : toSignIn(reply, path);
    },
    async callAuth(request: FastifyRequest, path: string, body: unknown): Promise<Response> {
      const response = await handleAuth(auth, database, config.publicUrl, {
        method: 'POST',
        path,
        headers: plainHeaders(request.headers),
        body,
        clientIp: request.ip,
      });
      if (!response) throw new Error(`better-auth has no ${path}`);
      return response;
    },
    passCookies(reply: FastifyReply, response: Response) {
      for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie);
    },
  };
}
