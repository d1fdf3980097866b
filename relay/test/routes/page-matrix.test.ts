import { beforeAll, expect, test } from 'vitest';
import { type AppUnderTest, appUnderTest, PUBLIC_URL } from '../app-under-test.ts';
import { eachDatabase } from '../each-database.ts';
import { base32, totp } from '../totp.ts';

/** What anybody may open, in a browser or not; every other route whose rule is `public` asks who is there by itself. */
const OPEN = new Set([
  '/',
  '/assets/relay.css',
  '/assets/icon.svg',
  '/robots.txt',
  '/language',
  '/sign-in',
  '/sign-in/code',
  '/u/:token',
  '/api/health',
  '/api/openapi.json',
  '/api/auth/revoke',
  '/api/auth/device/code',
  '/api/auth/device/token',
]);

const SIGNED_OUT = '/account/sign-out';

/** Forms good enough to get past the schema. */
const FORMS: Record<string, Record<string, string>> = {
  '/account/devices/revoke': { id: 'x' },
  '/account/senders': { name: 'n', from: 'a@x.test', host: 'h', port: '25', user: 'u' },
  '/account/senders/change': { id: 'x', name: 'n' },
  '/account/senders/limits': { id: 'x', perMinute: '1', perDay: '', perDomainMinute: '' },
  '/account/senders/remove': { id: 'x' },
  '/account/unsubscribed/add': { address: 'a@x.test' },
  '/account/unsubscribed/allow': { address: 'a@x.test' },
  '/account/security/turn-on': { password: 'p' },
  '/account/security/confirm': { code: '000000', uri: 'otpauth://totp/x' },
  '/account/security/turn-off': { password: 'p' },
  '/account/security/recovery-codes': { password: 'p' },
  '/account/security/password': { current: 'p', new: 'another long password' },
  '/people': { email: 'new@people.test', password: 'a long enough password' },
  '/people/change': { id: 'x', answer: 'block' },
  '/device': { user_code: 'BCDFGHJK', answer: 'approve' },
};

eachDatabase('the pages of a person, from the route table', ({ fresh }) => {
  let relay: AppUnderTest;
  let pages: { method: string; url: string }[];
  beforeAll(async () => {
    relay = await appUnderTest(await fresh());
    pages = relay.app.relayRoutes.filter(
      ({ url, access }) => access === 'public' && !OPEN.has(url) && url !== SIGNED_OUT,
    );
  });
  let address = 0;
  /** Where a person is led, past addresses that only stand for another page. */
  const ask = async (page: { method: string; url: string }, headers: object) => {
    const answer = await askOnce(page, headers);
    const { location } = answer.headers;
    return location === '/account/senders'
      ? askOnce({ method: 'GET', url: location }, headers)
      : answer;
  };
  const askOnce = ({ method, url }: { method: string; url: string }, headers: object) => {
    address += 1;
    return relay.app.inject({
      method: method as 'GET',
      url: url.replace(/:\w+/g, '1'),
      remoteAddress: `10.8.${address >> 8}.${address & 255}`,
      headers: {
        accept: 'text/html',
        ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(method === 'POST' && { payload: new URLSearchParams(FORMS[url] ?? {}).toString() }),
    });
  };
  /** All that a form could change. */
  const everything = async () => {
    const tables = ['user', 'tokens', 'mail_accounts', 'suppressions', 'device_requests'] as const;
    const rows = tables.map((table) => relay.database.db.selectFrom(table).selectAll().execute());
    return JSON.stringify(await Promise.all(rows));
  };

  test('every one is known here', () => {
    expect(pages.length).toBeGreaterThan(18);
    expect(pages.filter(({ method, url }) => method === 'POST' && !FORMS[url])).toEqual([]);
    const urls = new Set(relay.app.relayRoutes.map(({ url }) => url));
    expect([...OPEN].filter((url) => !urls.has(url))).toEqual([]);
  });

  test('S18: who is not signed in is led to sign in, and changes nothing', async () => {
    const before = await everything();
    for (const cookie of ['', '__Host-relay.session_token=invented.c2lnbmF0dXJl']) {
      for (const page of pages) {
        const answer = await ask(page, { cookie, origin: PUBLIC_URL });
        const name = `${page.method} ${page.url}`;
        // `/outbox` says it by its rule, the others by themselves.
        expect([answer.statusCode, answer.headers.location], name).toEqual([
          303,
          expect.stringMatching(/^\/sign-in\?next=%2F/),
        ]);
      }
    }
    expect(await everything()).toBe(before);
  });

  test('S3: a form of another site, or of none, is refused with the cookie, and changes nothing', async () => {
    const admin = await relay.person('pages-s3', { admin: true });
    const cookie = await relay.signIn(admin.email);
    const before = await everything();
    const forms = pages.filter(({ method }) => method === 'POST');
    for (const form of [...forms, { method: 'POST', url: SIGNED_OUT }]) {
      for (const origin of ['https://evil.test', 'null', undefined]) {
        const answer = await ask(form, { cookie, ...(origin && { origin }) });
        expect(answer.statusCode, `${form.url} from ${origin}`).toBe(403);
      }
    }
    expect(await everything()).toBe(before);
    // Still signed in.
    expect((await ask({ method: 'GET', url: '/account' }, { cookie })).statusCode).toBe(200);
  });

  test('S18: who is no administrator makes and blocks nobody, and reads no mail of others', async () => {
    const plain = await relay.person('pages-plain');
    const cookie = await relay.signIn(plain.email);
    const before = await everything();
    const guarded = relay.app.relayRoutes.filter(({ url }) => /^\/(people|outbox)\b/.test(url));
    expect(guarded).toHaveLength(5);
    for (const page of guarded) {
      const answer = await ask(page, { cookie, origin: PUBLIC_URL });
      expect(answer.statusCode, `${page.method} ${page.url}`).toBe(403);
    }
    expect(await everything()).toBe(before);
  });

  test('an administrator who blocks somebody is never that person: nobody locks the door behind themselves', async () => {
    const boss = await relay.person('pages-boss', { admin: true });
    const other = await relay.person('pages-colleague', { admin: true });
    const headers = { cookie: await relay.signIn(boss.email), origin: PUBLIC_URL };
    const people = await ask({ method: 'GET', url: '/people' }, headers);
    expect(people.body).toContain(`value="${other.userId}"`);
    expect(people.body).not.toContain(`value="${boss.userId}"`);
    const block = (id: string) =>
      relay.app.inject({
        method: 'POST',
        url: '/people/change',
        headers,
        payload: { id, answer: 'block' },
      });
    const before = await everything();
    for (const id of [boss.userId, 'nobody']) expect((await block(id)).statusCode).toBe(200);
    expect(await everything()).toBe(before);
    await block(other.userId);
    const asked = await relay.app.inject({ url: '/api/email/batches', headers: other.bearer });
    expect(asked.statusCode).toBe(401);
    const mine = await relay.app.inject({ url: '/api/email/batches', headers: boss.bearer });
    expect(mine.statusCode).toBe(200);
  });

  test('S13: a sign-in that waits for its second step opens nothing but that step', async () => {
    const me = await relay.person('pages-pending', { admin: true });
    const post = (url: string, payload: object, headers = {}) =>
      relay.app.inject({
        method: 'POST',
        url,
        payload,
        headers: { origin: PUBLIC_URL, ...headers },
      });
    const cookie = await relay.signIn(me.email);
    const password = 'a long enough password';
    const enabled = await post('/api/auth/two-factor/enable', { password }, { cookie });
    const secret = base32(new URL(enabled.json().totpURI).searchParams.get('secret') ?? '');
    const code = totp(secret, Math.floor(Date.now() / 30_000));
    expect((await post('/api/auth/two-factor/verify-totp', { code }, { cookie })).statusCode).toBe(
      200,
    );
    const pending = await relay.signIn(me.email);
    expect(pending).toContain('two_factor');
    const before = await everything();
    for (const page of pages) {
      const answer = await ask(page, { cookie: pending, origin: PUBLIC_URL });
      expect(answer.headers.location, page.url).toMatch(/^\/sign-in/);
    }
    for (const route of relay.app.relayRoutes) {
      if (['public', 'auth'].includes(route.access)) continue;
      const answer = await ask(route, {
        cookie: pending,
        origin: PUBLIC_URL,
        accept: '*/*',
        'x-forwarded-for': '203.0.113.5',
      });
      // A body is looked at after the person.
      expect(answer.statusCode, `${route.method} ${route.url}`).toBe(401);
    }
    const more = await post('/api/auth/two-factor/disable', { password }, { cookie: pending });
    expect(more.statusCode).toBe(401);
    expect(await everything()).toBe(before);
  });

  test('S8: a device of somebody else can be neither seen nor ended, by the page or by the API', async () => {
    const owner = await relay.person('pages-owner');
    const thief = await relay.person('pages-thief');
    const cookie = await relay.signIn(thief.email);
    const { id } = await relay.database.db
      .selectFrom('tokens')
      .select('id')
      .where('user_id', '=', owner.userId)
      .executeTakeFirstOrThrow();
    const works = async () =>
      (await relay.app.inject({ url: '/api/email/batches', headers: owner.bearer })).statusCode;
    expect(await works()).toBe(200);
    const list = await relay.app.inject({ url: '/api/auth/tokens', headers: { cookie } });
    expect(list.json().items.map((item: { id: string }) => item.id)).not.toContain(id);
    const ended = await relay.app.inject({
      method: 'DELETE',
      url: `/api/auth/tokens/${id}`,
      headers: { cookie, origin: PUBLIC_URL },
    });
    expect(ended.statusCode).toBe(404);
    await relay.app.inject({
      method: 'POST',
      url: '/account/devices/revoke',
      headers: { cookie, origin: PUBLIC_URL },
      payload: { id },
    });
    expect(await works()).toBe(200);
    // Its owner does, and the page says when it was used.
    const mine = { cookie: await relay.signIn(owner.email), origin: PUBLIC_URL };
    const page = await relay.app.inject({ url: '/account/devices', headers: mine });
    expect(page.body).toContain(`value="${id}"`);
    expect(page.body).toContain('Last used: just now');
    const done = await relay.app.inject({
      method: 'POST',
      url: '/account/devices/revoke',
      headers: mine,
      payload: { id },
    });
    expect(done.headers.location).toBe('/account/devices?done=revoked');
    expect(await works()).toBe(401);
    const after = await relay.app.inject({ url: '/account/devices', headers: mine });
    expect(after.body).not.toContain(`value="${id}"`);
  });

  test('S1 S6: every answer has the safe headers, and no page a script, a style or a handler in it', async () => {
    const admin = await relay.person('pages-s1', { admin: true });
    const cookie = await relay.signIn(admin.email);
    let seen = 0;
    for (const { method, url } of relay.app.relayRoutes) {
      if (method !== 'GET' || url === '/api/email/batches/:id/events') continue;
      const { headers, body, statusCode } = await ask({ method, url }, { cookie });
      const name = `${url} ${statusCode}`;
      expect(headers['strict-transport-security'], name).toContain('max-age=31536000');
      expect(headers['x-content-type-options'], name).toBe('nosniff');
      expect(headers['x-frame-options'], name).toBe('DENY');
      expect(headers['referrer-policy'], name).toBe('no-referrer');
      expect(headers['content-security-policy'], name).toMatch(
        /^default-src 'none'(?!.*unsafe)(?=.*script-src 'self')(?=.*frame-ancestors 'none')/,
      );
      expect(headers.server ?? headers['x-powered-by'], name).toBeUndefined();
      if (!String(headers['content-type']).startsWith('text/html')) continue;
      seen += 1;
      expect(body, name).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:/i);
      expect(headers['cache-control'], name).toBe('no-store');
    }
    expect(seen).toBeGreaterThan(8);
  });
});
