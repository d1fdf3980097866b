import type { Problem } from '@iapostemanager/protocol/problem';
import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifySchemaValidationError,
} from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { fieldFaults } from './field-faults.ts';

/** An answer other than 2xx, on purpose. `code` is part of the public contract. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: Problem['errors'];
  constructor(status: number, code: string, title: string, errors?: Problem['errors']) {
    super(title);
    this.name = 'HttpProblem';
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

export const NO_BODY = 'the body is empty: JSON is needed';

export const notFound = () => new HttpProblem(404, 'not-found', 'There is no such thing here.');

export function sendProblem(reply: FastifyReply, problem: HttpProblem): FastifyReply {
  const body: Problem = {
    type: 'about:blank',
    title: problem.message,
    status: problem.status,
    code: problem.code,
    ...(problem.errors ? { errors: problem.errors } : {}),
  };
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(body));
}

/** Names of the errors a database gives when it cannot work now: the client should come back. */
const UNAVAILABLE = /^(SQLITE_(FULL|IOERR|BUSY|READONLY)|ECONN|ETIMEDOUT|57P|53|08)/;

/** A value that Postgres cannot hold: a NUL, a number beyond its type. */
const UNHOLDABLE = /^(22021|22P05|22003)$/;

const codeOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

function toProblem(error: FastifyError, request: FastifyRequest): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const noBody = error.validationContext === 'body' && (request.body ?? null) === null;
    const errors = noBody
      ? [{ path: '', message: NO_BODY }]
      : fieldFaults(error.validation.map(issueOf), givenIn(request, error.validationContext));
    return new HttpProblem(400, 'invalid-request', 'The request is not valid.', errors);
  }
  if (
    UNAVAILABLE.test(codeOf(error)) ||
    /timeout exceeded when trying to connect/.test(error.message)
  ) {
    return new HttpProblem(503, 'database-unavailable', 'The relay cannot write right now.');
  }
  if (UNHOLDABLE.test(codeOf(error))) {
    return new HttpProblem(400, 'invalid-request', 'The request is not valid.');
  }
  const status = error.statusCode ?? 500;
  if (status === 429) return new HttpProblem(429, 'too-many-requests', 'Too many requests.');
  if (status === 413) return new HttpProblem(413, 'too-large', 'The request is too large.');
  if (status === 415) {
    return new HttpProblem(415, 'wrong-media-type', 'This media type is not taken.', [
      {
        path: 'content-type',
        message: `must be ${isForProgram(request) ? 'application/json' : 'that of a form'}`,
      },
    ]);
  }
  if (status < 500) return new HttpProblem(status, 'invalid-request', 'The request is not valid.');
  return new HttpProblem(500, 'internal-error', 'Something went wrong in the relay.');
}

/** A fault as zod said it, out of the shape that Fastify gave it. */
const issueOf = ({ keyword, instancePath, message, params }: FastifySchemaValidationError) => ({
  ...params,
  code: keyword,
  path: instancePath.split('/').filter(Boolean),
  message: message ?? '',
});

function givenIn(request: FastifyRequest, context: FastifyError['validationContext']): unknown {
  if (context === 'querystring') return request.query;
  return context === 'params' || context === 'headers' ? request[context] : request.body;
}

const isForProgram = ({ url }: FastifyRequest) => /^\/(api|v1)\//.test(url);

/** A person's browser is there to read the answer, not a program that calls the API. */
const asksForPage = (request: FastifyRequest) =>
  /\btext\/html\b/.test(request.headers.accept ?? '') && !isForProgram(request);

/**
 * Every error leaves as `application/problem+json`; what a 5xx was about stays in the log. A person whose
 * browser asks for a page gets one from `showProblem`, when it has one for this problem.
 */
export function answerWithProblems(
  app: FastifyInstance,
  showProblem: (
    request: FastifyRequest,
    reply: FastifyReply,
    problem: HttpProblem,
  ) => FastifyReply | undefined,
): void {
  const answer = (request: FastifyRequest, reply: FastifyReply, problem: HttpProblem) =>
    (asksForPage(request) ? showProblem(request, reply, problem) : undefined) ??
    sendProblem(reply, problem);
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = toProblem(error, request);
    if (problem.status >= 500 && problem.code !== 'stopping')
      request.log.error({ err: error }, 'request failed');
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
    if (problem.status === 503) reply.header('retry-after', '5');
    if (problem.status === 429 && !reply.hasHeader('retry-after'))
      reply.header('retry-after', '60');
    return answer(request, reply, problem);
  });
  app.setNotFoundHandler((request, reply) => answer(request, reply, notFound()));
}
