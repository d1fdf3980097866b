import type { TokenScope } from '@iapostemanager/protocol/device-authorization';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Database } from '../database/open-database.ts';
import { HttpProblem } from '../http-problem.ts';
import type { LazyAuth } from './lazy-auth.ts';
import { readSession } from './read-session.ts';
import { TokenReader } from './token-reader.ts';

/**
 * Who may call a route. `public`: anybody. A scope: a token that has it, or a signed-in person. `session`: a signed-in
 * person only (no token may make tokens). `admin`: a person or token of an administrator. `metrics`: this machine, or
 * an administrator. `auth`: better-auth decides.
 */
export type Access = 'public' | TokenScope | 'session' | 'admin' | 'metrics' | 'auth';

export type RouteRule = { method: string; url: string; access: Access };

export type Account = { userId: string; role: string; via: 'token' | 'session' };

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    account: Account | null;
  }
  interface FastifyInstance {
    /** Every route with its rule, as registered: what the access matrix and the API page are made from. */
    relayRoutes: RouteRule[];
  }
}

/** The account behind a request whose route is not public. */
export function accountOf(request: FastifyRequest): Account {
  if (!request.account) throw unauthorised();
  return request.account;
}

export const unauthorised = () =>
  new HttpProblem(401, 'unauthorised', 'Sign in or send a valid token.');
const forbidden = (code = 'forbidden') =>
  new HttpProblem(403, code, 'This account or token may not do that.');

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Checks every request against its route's `config.access`; a route without one cannot be registered. */
export function requireAccess(
  app: FastifyInstance,
  { auth, database, publicUrl }: { auth: LazyAuth; database: Database; publicUrl: string },
): void {
  app.decorateRequest('account', null);
  const rules: RouteRule[] = [];
  app.decorate('relayRoutes', rules);
  app.addHook('onRoute', (route) => {
    const documentation = route.url.startsWith('/api/docs');
    if (documentation) route.config = { ...route.config, access: 'public' };
    else if (!route.config?.access) {
      throw new Error(`${route.method} ${route.url} has no access rule`);
    }
    const methods = [route.method].flat().filter((method) => method !== 'HEAD');
    const access = route.config?.access ?? 'public';
    if (!documentation)
      rules.push(...methods.map((method) => ({ method, url: route.url, access })));
  });
  const tokens = new TokenReader(database);
  app.addHook('onClose', () => tokens.stop());
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access ?? 'public';
    if (access === 'public' || access === 'auth') return;
    if (access === 'metrics' && isLocal(request)) return;
    const bearer = /^Bearer ([\w-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1];
    request.account = bearer
      ? await byToken(tokens, bearer, access)
      : await bySession({ auth, database, publicUrl }, request);
    if ((access === 'admin' || access === 'metrics') && request.account.role !== 'admin') {
      throw forbidden();
    }
  });
}

async function byToken(tokens: TokenReader, token: string, access: Access): Promise<Account> {
  const owner = await tokens.read(token, Date.now());
  if (!owner) throw unauthorised();
  if (access === 'session') throw forbidden();
  const scope = access === 'admin' || access === 'metrics' ? 'read' : access;
  if (!(owner.scopes as string[]).includes(scope)) throw forbidden('missing-scope');
  return { userId: owner.userId, role: owner.role, via: 'token' };
}

async function bySession(
  { auth, database, publicUrl }: { auth: LazyAuth; database: Database; publicUrl: string },
  request: FastifyRequest,
): Promise<Account> {
  const { cookie, origin } = request.headers;
  const person = await readSession(auth, database, cookie);
  if (!person) throw unauthorised();
  // A cookie travels with requests other sites make: whoever changes something must come from our own pages.
  if (!SAFE.has(request.method) && origin !== new URL(publicUrl).origin)
    throw forbidden('wrong-origin');
  return { userId: person.id, role: person.role, via: 'session' };
}

/** A direct connection from this machine; one that came through a proxy is not. */
function isLocal(request: FastifyRequest): boolean {
  const peer = request.socket.remoteAddress ?? '';
  const direct = !request.headers['x-forwarded-for'] && !request.headers.forwarded;
  return direct && /^(::1|(::ffff:)?127\.)/.test(peer);
}
