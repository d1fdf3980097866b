import { problem } from '@iapostemanager/protocol/problem';
import type { FastifySchema } from 'fastify';
import { z } from 'zod';
import type { Access } from '../accounts/require-access.ts';

/** What a route answers that is no object of ours, and what it takes that is no JSON: for the documentation alone. */
export type DescribedRoute = {
  answer: { types: string[]; description: string };
  refusals?: Record<number, z.ZodType>;
  /** Parts of a form. */
  form?: z.ZodType;
};

declare module 'fastify' {
  interface FastifyContextConfig {
    described?: DescribedRoute;
  }
}

/** What holds for every route: the top of `/api/docs` and of `docs/API_ENDPOINTS.md`. Markdown. */
export const API_DESCRIPTION = `Errors are \`application/problem+json\` (RFC 9457) with a stable \`code\`; \`errors\` names what is wrong, with its path.
Send a token as \`Authorization: Bearer …\`; it is printed by \`create-token\`,
or handed to a device that its owner approves at \`/device\` (RFC 8628, below).

| answer | when |
|---|---|
| 400 | the request is not valid; \`errors\` says which field and what it must be, of a body that is no JSON by line and column |
| 401 | no valid token and no sign-in (\`WWW-Authenticate: Bearer\`) |
| 403 | the token lacks the scope (\`missing-scope\`), or this account may not do that |
| 409 | the state of the thing does not allow it, or the \`Idempotency-Key\` came before with another body |
| 413 | the body is too large: 128 MB for \`send-batch\`, 26 MB for \`send\`, 1 MB elsewhere but for the AI |
| 415 | the \`Content-Type\` is not \`application/json\` (of a recording: \`multipart/form-data\`) |
| 429 | too many requests; \`Retry-After\` says for how many seconds to wait |
| 503 | the database cannot write right now, too much is being sent at once (\`too-busy\`), or the relay is stopping (\`stopping\`; a new connection is refused by then); nothing was accepted, come back after \`Retry-After\` |

**\`Idempotency-Key\`** (\`send\` and \`send-batch\`): any text of 1 to 200 characters, new for each wish to send. The same
key with the same body gives the answer of the first time and sends nothing again, however late; with another body it is
a 409. Give one always: without it an answer that was lost cannot be asked for again without sending twice.

**Templates** (\`subject\`, \`html\` and \`text\` of \`send-batch\`) are [Liquid](https://liquidjs.com): \`{{ prenom }}\`,
\`{% if vip %}…{% endif %}\`, and its filters without \`raw\`; \`include\`, \`render\`, \`layout\` and \`block\` do not exist.
What a template shows is escaped in \`html\` and left as it is in \`subject\` and \`text\`. It knows the recipient's
\`fields\`, and \`name\` (when the recipient has one), \`address\` and the same as \`email\`, and \`unsubscribe_url\` (the link
that ends all mail of this account to this person). **A field that is missing is empty**, unless the template says what
to write: \`{{ prenom | default: "Madame, Monsieur" }}\`. A template that cannot be read is refused with 400; a mail that
ends up with neither subject nor anything to see is \`failed\` and not sent. Without \`text\` it is made from the HTML.

**Recipients**: each address gets one mail of a batch. What cannot be taken is answered in \`rejected\` with its index and
a reason: \`invalid-address\`, or \`duplicate\` (the address came before in this batch, capitals or not). Mails of the 3.4
shape (\`emails\`) are doubles only when subject and body are the same too.

**\`kept\`**: without a mail server the relay keeps mails in its outbox. They are \`sent\` in \`counts\` and \`state\`, and
\`kept\` tells how many of them, or whether this one, reached nobody. So \`kept\` is no state, but for \`export.csv\`, where
one column says both.
`;

const BEARER = { bearer: [] };
const COOKIE = { session: [] };

/** How one may say who one is, as OpenAPI wants it. */
const SECURITY: Record<Access, Record<string, string[]>[] | undefined> = {
  public: undefined,
  auth: undefined,
  send: [BEARER, COOKIE],
  read: [BEARER, COOKIE],
  ai: [BEARER, COOKIE],
  admin: [BEARER, COOKIE],
  metrics: [BEARER, COOKIE],
  session: [COOKIE],
};

const answers = (access: Access, { body, querystring, params }: FastifySchema) => ({
  // Whatever somebody may write can be written wrong.
  ...(body || querystring || params
    ? { 400: problem.describe('The request is not valid; `errors` says where') }
    : {}),
  ...(SECURITY[access]
    ? {
        401: problem.describe('No valid token and no sign-in'),
        403: problem.describe('The token lacks the scope, or this account may not do that'),
      }
    : {}),
  ...(body
    ? {
        413: problem.describe('The body is too large'),
        415: problem.describe('The body is of another type'),
      }
    : {}),
  429: problem.describe('Too many requests, see Retry-After'),
  503: problem.describe('The database cannot write right now, see Retry-After'),
});

/** The schema of a route with what {@link DescribedRoute} adds to it. */
function withForeign(schema: FastifySchema, described: DescribedRoute | undefined): FastifySchema {
  if (!described) return schema;
  const { answer, form, refusals } = described;
  const content = answer.types.map((type) => [
    type,
    { schema: type === 'application/json' ? z.looseObject({}) : z.string() },
  ]);
  const response = typeof schema.response === 'object' ? schema.response : {};
  const whole = { description: answer.description, content: Object.fromEntries(content) };
  return {
    ...schema,
    ...(form && { body: form, consumes: ['multipart/form-data'] }),
    response: { 200: whole, ...refusals, ...response },
  };
}

/** A route's schema with what holds for all routes of the API: who may call it, and how it refuses. */
export function describedSchema(
  { url, access, described }: { url: string; access: Access; described?: DescribedRoute },
  own: FastifySchema = {},
): FastifySchema {
  const schema = withForeign(own, described);
  if (!/^\/(api|v1)\//.test(url)) return schema;
  const response = typeof schema.response === 'object' ? schema.response : undefined;
  return {
    ...schema,
    ...(SECURITY[access] && { security: SECURITY[access] }),
    ...(response && { response: { ...answers(access, schema), ...response } }),
  };
}
