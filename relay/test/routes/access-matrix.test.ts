import { beforeAll, expect, test } from 'vitest';
import { type AppUnderTest, appUnderTest } from '../app-under-test.ts';
import { eachDatabase } from '../each-database.ts';

type Route = { method: string; url: string; access: string };

/** Bodies good enough to get past the schema, so that the answer is about access. */
const BODIES: Record<string, object> = {
  '/api/email/send-batch': {
    name: 'n',
    subject: 's',
    html: 'h',
    recipients: [{ address: 'a@x.test' }],
  },
  '/api/email/send': { to: 'a@x.test', subject: 's', text: 't' },
  '/api/email/batches/:id/reschedule': { sendAt: null },
  '/api/email/batches/:id/resolve': { as: 'sent' },
  '/api/email/suppressions': { address: 'out@x.test' },
  '/api/email/accounts': {
    name: 'n',
    from: 'a@x.test',
    host: 'mail.x.test',
    user: 'u',
    auth: { type: 'password', password: 'p' },
  },
  '/api/email/accounts/:id': {
    name: 'n',
    from: 'a@x.test',
    host: 'mail.x.test',
    user: 'u',
  },
  '/api/email/accounts/:id/limits': { perMinute: null, perDay: null, perDomainMinute: null },
  '/v1/chat/completions': { model: 'm', messages: [{ role: 'user', content: 'x' }] },
  '/v1/audio/speech': { model: 'm', input: 'x' },
};

eachDatabase('the account × route matrix', ({ fresh }) => {
  let relay: AppUnderTest;
  let routes: Route[];
  beforeAll(async () => {
    relay = await appUnderTest(await fresh());
    routes = relay.app.relayRoutes;
  });
  const call = (route: Route, headers: Record<string, string>, id = 'nothing') =>
    relay.app.inject({
      method: route.method as 'GET',
      url: route.url.replace(/:\w+/g, id),
      headers,
      remoteAddress: '203.0.113.5',
      ...(/^(POST|PUT)$/.test(route.method) ? { payload: BODIES[route.url] ?? {} } : {}),
    });

  test('the table is whole', () => {
    expect(routes.length).toBeGreaterThan(30);
    expect(new Set(routes.map((route) => route.access))).toEqual(
      new Set(['public', 'send', 'read', 'ai', 'session', 'admin', 'metrics', 'auth']),
    );
  });

  test('S18: every guarded route refuses nobody, a wrong token, and a token without its scope', async () => {
    const scopes = ['send', 'ai', 'read'] as const;
    const people = await Promise.all(
      scopes.map(async (scope) => ({
        scope,
        ...(await relay.person(`only-${scope}`, { scopes: [scope] })),
      })),
    );
    for (const route of routes) {
      if (route.access === 'public' || route.access === 'auth') continue;
      const name = `${route.method} ${route.url}`;
      const { statusCode: without, headers } = await call(route, {});
      expect([without, headers['www-authenticate']], name).toEqual([401, 'Bearer']);
      const wrong = { authorization: `Bearer iapr_${'x'.repeat(43)}` };
      expect((await call(route, wrong)).statusCode, name).toBe(401);
      for (const person of people) {
        const { statusCode } = await call(route, person.bearer);
        if (person.scope === route.access) expect([401, 403], name).not.toContain(statusCode);
        else expect(statusCode, `${name} with ${person.scope}`).toBe(403);
      }
    }
    const rows = await relay.database.db.selectFrom('batches').select('user_id').execute();
    const sender = people.find((person) => person.scope === 'send');
    expect(new Set(rows.map((row) => row.user_id))).toEqual(new Set([sender?.userId]));
  });

  test('S8: with the id of somebody else every route answers as if it did not exist', async () => {
    const owner = await relay.person('owner');
    const thief = await relay.person('thief');
    const made = await relay.app.inject({
      method: 'POST',
      url: '/api/email/send-batch',
      headers: owner.bearer,
      payload: BODIES['/api/email/send-batch'],
    });
    const { batchId } = made.json();
    const before = await relay.database.db.selectFrom('recipients').selectAll().execute();
    for (const route of routes.filter(
      (one) => one.url.startsWith('/api/') && one.url.includes(':id'),
    )) {
      if (route.access === 'session') continue;
      const name = `${route.method} ${route.url}`;
      const theirs = await call(route, thief.bearer, batchId);
      const nothing = await call(route, thief.bearer, 'nothing');
      expect(theirs.statusCode, name).toBe(404);
      expect(theirs.body, name).toBe(nothing.body);
    }
    expect(await relay.database.db.selectFrom('recipients').selectAll().execute()).toEqual(before);
    for (const url of ['/api/email/batches', '/api/email/history']) {
      const list = await relay.app.inject({ url, headers: thief.bearer });
      expect(list.json().items, url).toEqual([]);
    }
  });
});
