import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import metrics from 'fastify-metrics';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { hashToken } from './accounts/access-tokens.ts';
import { requireAccess } from './accounts/require-access.ts';
import { answerWithProblems, HttpProblem } from './http-problem.ts';
import { isTooDeep, jsonFault, tooDeep } from './json-fault.ts';
import { RequestLog } from './log.ts';
import type { RelayServices } from './relay-services.ts';
import { accountRoutes } from './routes/account-routes.ts';
import { aiRoutes } from './routes/ai-routes.ts';
import { authRoutes } from './routes/auth-routes.ts';
import { batchRoutes } from './routes/batch-routes.ts';
import { batchStreamRoutes } from './routes/batch-stream-routes.ts';
import { dashboardRoutes } from './routes/dashboard-routes.ts';
import { documentation } from './routes/documentation-routes.ts';
import { emailRoutes } from './routes/email-routes.ts';
import { healthRoutes } from './routes/health-routes.ts';
import { mailAccountRoutes } from './routes/mail-account-routes.ts';
import { outboxRoutes } from './routes/outbox-routes.ts';
import { accountPages } from './routes/pages/account-pages.ts';
import { assetRoutes } from './routes/pages/asset-routes.ts';
import { devicePages } from './routes/pages/device-pages.ts';
import { problemPages } from './routes/pages/page-kit.ts';
import { peoplePages } from './routes/pages/people-pages.ts';
import { securityPages } from './routes/pages/security-pages.ts';
import { senderPages } from './routes/pages/sender-pages.ts';
import { signInPages } from './routes/pages/sign-in-pages.ts';
import { suppressionPages } from './routes/pages/suppression-pages.ts';
import { suppressionRoutes } from './routes/suppression-routes.ts';
import { unsubscribeRoutes } from './routes/unsubscribe-routes.ts';
import { takeTurns } from './take-turns.ts';

const YEAR_SECONDS = 31_536_000;

const onlyZod = (): never => {
  throw new Error('a schema is not zod’s');
};

/** Builds the relay's web server without listening: tests call `app.inject`. */
export async function buildApp(
  services: RelayServices,
  loggerInstance?: FastifyBaseLogger,
): Promise<FastifyInstance> {
  const { config } = services;
  const app = Fastify({
    loggerInstance,
    logController: new RequestLog(),
    // Proxies are believed only on this machine.
    trustProxy: 'loopback',
    bodyLimit: 1024 * 1024,
    // 26 MB, a mail with its files, take three and a half minutes over a line of 1 Mbit/s.
    requestTimeout: 300_000,
    forceCloseConnections: 'idle',
    // Raw JSON, also for a person: see `refuseWhileStopping`.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 1_000 },
    // Every schema is zod's, see below: Fastify's own compilers (ajv) need not be loaded.
    schemaController: { compilersFactory: { buildValidator: onlyZod, buildSerializer: onlyZod } },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerWithProblems(app, problemPages(config.publicUrl));
  acceptBodies(app);
  const https = config.publicUrl.startsWith('https:');
  await app.register(metrics.default, {
    endpoint: null,
    clearRegisterOnInit: true,
    // The histogram says it all; quantiles of a summary cost every request, and cannot be added up over processes.
    routeMetrics: { enabled: { histogram: true, summary: false } },
  });
  // After the metrics: what a request waits counts as its time.
  takeTurns(app);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    hsts: https ? { maxAge: YEAR_SECONDS } : false,
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
  refuseWhileStopping(app);
  // Exact names from the operator; an extension with the host permission needs none.
  if (config.corsOrigins.length > 0) {
    await app.register(cors, {
      origin: config.corsOrigins,
      credentials: false,
      methods: ['GET', 'POST', 'DELETE'],
    });
  }
  await app.register(rateLimit, {
    global: true,
    // Whose token it is was looked at before: one that anybody invents gives no room of its own.
    max: (request) => (request.account?.via === 'token' ? 30_000 : 600),
    timeWindow: 60_000,
    keyGenerator: (request) =>
      request.account?.via === 'token'
        ? hashToken(request.headers.authorization ?? '')
        : request.ip,
  });
  requireAccess(app, { ...services, publicUrl: config.publicUrl });
  documentation(app);
  const routes = [
    emailRoutes,
    batchRoutes,
    batchStreamRoutes,
    dashboardRoutes,
    accountRoutes,
    authRoutes,
    aiRoutes,
    suppressionRoutes,
    unsubscribeRoutes,
    mailAccountRoutes,
    outboxRoutes,
    healthRoutes,
    assetRoutes,
    signInPages,
    accountPages,
    securityPages,
    devicePages,
    senderPages,
    suppressionPages,
    peoplePages,
  ];
  for (const route of routes) await app.register(route(services));
  return app;
}

/** A request may still come on a connection that is not idle while the others end; nothing new is begun. */
function refuseWhileStopping(app: FastifyInstance): void {
  let stopping = false;
  app.addHook('preClose', async () => {
    stopping = true;
  });
  const refusal = new HttpProblem(503, 'stopping', 'The relay is stopping. Try again soon.');
  app.addHook('onRequest', (_request, _reply, next) => (stopping ? next(refusal) : next()));
}

/** Ordinary forms of the pages, and JSON that may be empty where a route needs no body. */
function acceptBodies(app: FastifyInstance): void {
  const json = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) =>
    body === ''
      ? done(null, undefined)
      : json(request, String(body), (error, value) =>
          error ? done(jsonFault(String(body))) : done(isTooDeep(value) ? tooDeep() : null, value),
        ),
  );
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 64 * 1024 },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
}
