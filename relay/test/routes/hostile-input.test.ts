import { beforeAll, expect, test } from 'vitest';
import { createToken } from '../../src/accounts/access-tokens.ts';
import { startDeviceRequest } from '../../src/accounts/device-authorization.ts';
import { type AppUnderTest, appUnderTest } from '../app-under-test.ts';
import { eachDatabase } from '../each-database.ts';

/** What must only ever be text. */
const EVIL = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  "'><svg onload=alert(1)>",
  'javascript:alert(1)',
  '{{ secret }}{% raw %}',
];

eachDatabase('hostile input', ({ fresh }) => {
  let relay: AppUnderTest;
  beforeAll(async () => {
    relay = await appUnderTest(await fresh());
  });
  const send = (bearer: Record<string, string>, payload: string) =>
    relay.app.inject({
      method: 'POST',
      url: '/api/email/send-batch',
      headers: { 'content-type': 'application/json', ...bearer },
      payload,
    });

  test('S6: a character that no text may hold is refused or left out, never a fault of the relay', async () => {
    const me = await relay.person('nul');
    const cookie = await relay.signIn(me.email);
    const mail = { to: 'a@x.test', subject: 's' };
    const grant = 'urn:ietf:params:oauth:grant-type:device_code';
    const batch = await send(
      me.bearer,
      JSON.stringify({
        name: 'n',
        subject: 's',
        html: 'a\0b',
        text: 'a\0b',
        recipients: [{ address: 'a@x.test', fields: { a: 'x\0y' } }],
      }),
    );
    expect(batch.statusCode).toBe(201);
    const recipients = `/api/email/batches/${batch.json().batchId}/recipients`;
    const posts: [string, object][] = [
      ['/api/email/send', { ...mail, html: 'a\0b' }],
      ['/api/email/send', { ...mail, text: 'a\0b' }],
      ['/api/email/suppressions', { address: 'a@x.test', reason: 'a\0b' }],
      ['/api/auth/device/code', { client_id: 'a\0b', scope: 'send' }],
      ['/api/auth/device/token', { grant_type: grant, client_id: 'a\0b', device_code: 'x' }],
      ['/api/auth/sign-in/email', { email: 'a\0b@x.test', password: 'x' }],
    ];
    for (const [url, payload] of posts) {
      const headers = { ...me.bearer, origin: 'https://relay.test' };
      const answer = await relay.app.inject({ method: 'POST', url, headers, payload });
      expect(answer.statusCode, url).toBeLessThan(500);
    }
    for (const url of [
      '/api/email/batches/%00',
      '/api/email/suppressions?cursor=%00',
      `${recipients}?search=%00`,
      `${recipients}?cursor=9007199254740991`,
      '/account/unsubscribed?q=%00',
      '/account/unsubscribed?after=%00',
    ]) {
      const headers = url.startsWith('/account') ? { cookie } : me.bearer;
      expect((await relay.app.inject({ url, headers })).statusCode, url).toBeLessThan(500);
    }
  });

  test('S8: no address of a page leads to another site, however a browser reads it', async () => {
    for (const back of ['//evil.test', '/\\evil.test', '/\t/evil.test', '/\n/evil.test', 'x:y']) {
      const answer = await relay.app.inject({
        method: 'POST',
        url: '/language',
        headers: {
          origin: 'https://relay.test',
          'content-type': 'application/x-www-form-urlencoded',
        },
        payload: new URLSearchParams({ to: 'fr', back }).toString(),
      });
      const { origin } = new URL(String(answer.headers.location), 'https://relay.test');
      expect([answer.statusCode, origin], back).toEqual([303, 'https://relay.test']);
    }
  });

  test('S27: an invented token gives nobody more tries', async () => {
    for (const [url, payload] of [
      ['/api/auth/device/code', { client_id: 'x', scope: 'send' }],
      ['/api/auth/revoke', { token: 'iapr_guessed' }],
    ] as const) {
      const codes: number[] = [];
      for (let n = 0; n < 40; n += 1) {
        const answer = await relay.app.inject({
          method: 'POST',
          url,
          remoteAddress: '10.9.9.9',
          headers: { authorization: `Bearer invented-token-number-${n}` },
          payload,
        });
        codes.push(answer.statusCode);
      }
      expect(
        codes.filter((code) => code === 429),
        url,
      ).toHaveLength(10);
    }
  });

  test('S6: hostile names, subjects, addresses and errors are inert on every page and in every answer', async () => {
    const admin = await relay.person('s6-admin', { admin: true });
    const cookie = await relay.signIn(admin.email);
    const nowMs = Date.now();
    for (const name of EVIL) {
      await createToken(relay.database, { userId: admin.userId, name, scopes: ['read'], nowMs });
      await relay.database.db
        .insertInto('outbox')
        .values({
          received_at: nowMs,
          mail_from: name,
          rcpt_to: name,
          raw: Buffer.from(`Subject: ${name}\r\n\r\n${name}`).toString('base64'),
        })
        .execute();
      await relay.database.db
        .insertInto('mail_accounts')
        .values({
          id: name,
          user_id: admin.userId,
          name,
          from_address: name,
          host: name,
          port: 25,
          username: name,
          auth: 'password',
          secret: 'none',
          created_at: nowMs,
        })
        .execute();
    }
    const [, evilClient = ''] = EVIL;
    const { userCode } = await startDeviceRequest(relay.database, {
      clientId: evilClient,
      scopes: ['send'],
      nowMs,
    });
    for (const url of [
      '/account/devices',
      '/account/senders',
      `/account/unsubscribed?q=${encodeURIComponent('"><script>alert(1)</script>')}`,
      '/outbox',
      '/people',
      `/device?user_code=${userCode}`,
      `/sign-in?next=${encodeURIComponent('/"><script>alert(1)</script>')}`,
      `/u/${encodeURIComponent('"><script>alert(1)</script>')}`,
    ]) {
      const page = await relay.app.inject({ url, headers: { cookie } });
      expect(page.body, url).not.toMatch(/<script|<img src=x|<svg onload|href="javascript/i);
      expect(page.headers['content-security-policy'], url).toContain("script-src 'self'");
      expect(page.headers['x-content-type-options'], url).toBe('nosniff');
    }
    for (const { id } of await relay.database.db.selectFrom('outbox').select('id').execute()) {
      const mail = await relay.app.inject({ url: `/outbox/${id}`, headers: { cookie } });
      expect(mail.statusCode).toBe(200);
      expect(mail.body).not.toMatch(/<script|<img src=x|<svg onload|href="javascript/i);
    }
    const devices = await relay.app.inject({ url: '/account/devices', headers: { cookie } });
    expect(devices.body).toContain('&lt;img src=x onerror=alert(1)&gt;');
    const made = await send(
      admin.bearer,
      JSON.stringify({
        name: EVIL[0],
        subject: EVIL[1],
        html: EVIL[0],
        recipients: [
          { address: 'a@x.test', name: EVIL[2], fields: { [EVIL[0] ?? '']: EVIL[1] ?? '' } },
        ],
      }),
    );
    expect(made.statusCode).toBe(201);
    const list = await relay.app.inject({ url: '/api/email/batches', headers: admin.bearer });
    expect(list.headers['content-type']).toContain('application/json');
    expect(list.json().items[0].name).toBe(EVIL[0]);
  });

  test('S25: absurd tables are refused with the place of the trouble, or kept as plain text', async () => {
    const me = await relay.person('s25');
    const batch = (recipient: object) =>
      JSON.stringify({
        name: 'n',
        subject: 's',
        html: 'h',
        recipients: [{ address: 'a@x.test' }, recipient],
      });
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`c${i}`, i]));
    const wide = await send(me.bearer, batch({ address: 'b@x.test', fields: many }));
    expect(wide.statusCode).toBe(400);
    expect(JSON.stringify(wide.json().errors)).toContain('recipients.1');
    const cell = await send(
      me.bearer,
      batch({ address: 'b@x.test', fields: { a: 'x'.repeat(40_000) } }),
    );
    expect(cell.statusCode).toBe(400);
    const nested = await send(me.bearer, batch({ address: 'b@x.test', fields: { a: { b: 1 } } }));
    expect(nested.statusCode).toBe(400);
    const odd = '\ufeffa"b\ud800,;\r\n\u0000';
    const kept = await send(me.bearer, batch({ address: 'b@x.test', fields: { odd } }));
    // A NUL is the one character Postgres cannot keep: there it is refused, never a 500.
    expect([201, 400]).toContain(kept.statusCode);
    const huge = await send(me.bearer, `{"name":"${'x'.repeat(129 * 1024 * 1024)}"}`);
    expect(huge.statusCode).toBe(413);
  });
});
