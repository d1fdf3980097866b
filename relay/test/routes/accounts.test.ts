import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { LightMyRequestResponse } from 'fastify';
import { beforeAll, expect, test } from 'vitest';
import { createToken } from '../../src/accounts/access-tokens.ts';
import { blockPerson, unblockPerson } from '../../src/accounts/block-person.ts';
import { createAuth } from '../../src/accounts/create-auth.ts';
import {
  answerDeviceRequest,
  findDeviceRequest,
  pollDeviceRequest,
  startDeviceRequest,
} from '../../src/accounts/device-authorization.ts';
import { recoveryCodeOf } from '../../src/accounts/recovery-codes.ts';
import { setPassword } from '../../src/accounts/set-password.ts';
import { TokenReader } from '../../src/accounts/token-reader.ts';
import { BlockedAccountError } from '../../src/ledger/accept-batch.ts';
import { resumeBatch } from '../../src/ledger/change-batch.ts';
import { ledgerOf } from '../../src/ledger/ledger-operations.ts';
import {
  type AppUnderTest,
  appUnderTest,
  cookiesOf,
  PASSWORD,
  PUBLIC_URL,
} from '../app-under-test.ts';
import { eachDatabase } from '../each-database.ts';
import { base32, totp } from '../totp.ts';
import { until } from '../until.ts';

const origin = { origin: PUBLIC_URL };

eachDatabase('accounts', ({ fresh }) => {
  let relay: AppUnderTest;
  let address = 0;
  beforeAll(async () => {
    relay = await appUnderTest(await fresh());
  });
  /** Each caller has its own address, so that one test does not use up the tries of another. */
  const post = (url: string, payload: object, headers: Record<string, string> = {}) => {
    address += 1;
    const peer = { remoteAddress: `10.1.${address >> 8}.${address & 255}` };
    return relay.app.inject({
      method: 'POST',
      url,
      payload,
      headers: { ...origin, ...headers },
      ...peer,
    });
  };
  const get = (url: string, headers: Record<string, string>) => relay.app.inject({ url, headers });

  test('nobody can sign up; only allowed endpoints of better-auth exist', async () => {
    const wish = { email: 'new@people.test', password: PASSWORD, name: 'n' };
    expect((await post('/api/auth/sign-up/email', wish)).statusCode).toBe(404);
    for (const path of [
      '/request-password-reset',
      '/update-user',
      '/delete-user',
      '/change-email',
    ]) {
      expect((await post(`/api/auth${path}`, {})).statusCode, path).toBe(404);
    }
  });

  test('S5: the session cookie is httpOnly, Secure, SameSite, __Host-, new at each sign-in; tokens are hashed at rest', async () => {
    const me = await relay.person('s5');
    const answer = await post('/api/auth/sign-in/email', { email: me.email, password: PASSWORD });
    expect(answer.statusCode).toBe(200);
    const cookie = answer.cookies.find((one) => one.name.includes('session_token'));
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' });
    expect(answer.cookies.map((one) => one.name).filter((name) => !/^__Host-/.test(name))).toEqual(
      [],
    );
    expect(cookie?.domain).toBeUndefined();
    expect(await relay.signIn(me.email)).not.toContain(encodeURIComponent(cookie?.value ?? ''));
    const rows = await relay.database.db.selectFrom('tokens').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(me.token);
  });

  test('S3 S4: another site cannot use the cookie, nor sign somebody in', async () => {
    const me = await relay.person('s3');
    const cookie = await relay.signIn(me.email);
    const body = { name: 'x', subject: 's', html: 'h', recipients: [{ address: 'a@x.test' }] };
    for (const from of ['https://evil.test', 'null', 'https://relay.test.evil.test', '']) {
      const sent = await post('/api/email/send-batch', body, { cookie, origin: from });
      expect(sent.statusCode, from).toBe(403);
      const plain = { cookie, origin: from, 'content-type': 'text/plain' };
      const form = await relay.app.inject({
        method: 'POST',
        url: '/api/email/send-batch',
        headers: plain,
        payload: JSON.stringify(body),
      });
      expect([403, 415], from).toContain(form.statusCode);
      const signIn = { email: me.email, password: PASSWORD };
      const login = await post('/api/auth/sign-in/email', signIn, { origin: from });
      expect(login.statusCode, from).toBe(403);
      expect((await post('/sign-in', signIn, { origin: from })).statusCode, from).toBe(403);
    }
    expect(await relay.database.db.selectFrom('batches').select('id').execute()).toEqual([]);
    expect((await post('/api/email/send-batch', body, { cookie })).statusCode).toBe(201);
    for (const url of ['/api/email/send-batch', '/api/auth/sign-out']) {
      expect((await get(url, { cookie })).statusCode, url).toBe(404);
    }
  });

  test('S11: a wrong password and an unknown account look the same', async () => {
    const me = await relay.person('s11');
    const wrong = await post('/api/auth/sign-in/email', {
      email: me.email,
      password: 'not this one 123',
    });
    const nobody = await post('/api/auth/sign-in/email', {
      email: 'no@people.test',
      password: 'not this one 123',
    });
    expect(wrong.statusCode).toBe(401);
    const told = ({ statusCode, body, headers }: LightMyRequestResponse) => {
      const { date, ...rest } = headers;
      return { statusCode, body, headers: rest };
    };
    expect(told(nobody)).toEqual(told(wrong));
    // By the page, too: but for what was typed.
    const form = async (email: string) => {
      const { statusCode, body } = await post('/sign-in', { email, password: 'not this one 123' });
      return [statusCode, body.replaceAll(email, '')];
    };
    expect(await form('no@people.test')).toEqual(await form(me.email));
    // The same work on both ways, in processor time: without the hash of a password an unknown account would cost
    // less than a tenth. The time on the clock follows from it, and says more about the machine.
    const cost = { wrong: Number.POSITIVE_INFINITY, nobody: Number.POSITIVE_INFINITY };
    for (let round = 0; round < 3; round += 1) {
      for (const [who, email] of [
        ['wrong', me.email],
        ['nobody', 'no@people.test'],
      ] as const) {
        const before = process.cpuUsage();
        await post('/api/auth/sign-in/email', { email, password: 'not this one 123' });
        const { user, system } = process.cpuUsage(before);
        cost[who] = Math.min(cost[who], user + system);
      }
    }
    expect(cost.nobody / cost.wrong).toBeGreaterThan(0.5);
    expect(cost.nobody / cost.wrong).toBeLessThan(2);
  });

  test('S13: a changing X-Forwarded-For from outside does not open new tries', async () => {
    const me = await relay.person('s13');
    const codes: number[] = [];
    for (let i = 0; i < 12; i += 1) {
      const answer = await relay.app.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        remoteAddress: '203.0.113.9',
        headers: {
          ...origin,
          'x-forwarded-for': `198.51.100.${i}`,
          'x-relay-client-ip': `198.51.100.${i}`,
        },
        payload: { email: me.email, password: 'wrong password 1234' },
      });
      codes.push(answer.statusCode);
    }
    expect(codes.filter((code) => code === 401).length).toBeLessThanOrEqual(10);
    expect(codes.at(-1)).toBe(429);
    expect(
      (await post('/api/auth/sign-in/email', { email: me.email, password: PASSWORD })).statusCode,
    ).toBe(200);
  });

  test('S12: who is blocked while a request comes in sends nothing with it', async () => {
    const me = await relay.person('blocked-meanwhile');
    const { port } = new URL(await relay.app.listen({ host: '127.0.0.1', port: 0 }));
    const body = JSON.stringify({ emails: [{ to: 'a@x.test', subject: 's', body: 'b' }] });
    const asked = request({
      host: '127.0.0.1',
      port,
      path: '/api/email/send-batch',
      method: 'POST',
      headers: { ...me.bearer, 'content-type': 'application/json', 'content-length': body.length },
    });
    asked.write(body.slice(0, 20));
    const { db } = relay.database;
    const used = () =>
      db.selectFrom('tokens').select('last_used_at').where('user_id', '=', me.userId).execute();
    // The token has been looked at, the body has not come.
    await until(async () => (await used())[0]?.last_used_at !== null);
    await blockPerson(relay.database, { userId: me.userId, nowMs: Date.now() });
    asked.end(body.slice(20));
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    expect([answer.statusCode, (await text(answer)).includes('unauthorised')]).toEqual([401, true]);
    const batches = () =>
      db.selectFrom('batches').select('state').where('user_id', '=', me.userId).execute();
    expect(await batches()).toEqual([]);
    // Nor does a wish that was on its way set going what the block has paused.
    await unblockPerson(relay.database, me.userId);
    const own = { userId: me.userId, nowMs: Date.now() };
    const { batchId } = await ledgerOf(relay.database).acceptBatch({
      ...own,
      kind: 'batch',
      messageDomain: 'x.test',
      request: { emails: [{ to: 'a@x.test', subject: 's', body: 'b' }] },
    });
    await blockPerson(relay.database, own);
    await expect(resumeBatch(relay.database, { ...own, batchId })).rejects.toThrow(
      BlockedAccountError,
    );
    await db.deleteFrom('recipients').where('batch_id', '=', batchId).execute();
    await db.deleteFrom('batches').where('id', '=', batchId).execute();
    // From many sides at once: what came first is paused, what came later is not there.
    await unblockPerson(relay.database, me.userId);
    const accept = (n: number) =>
      ledgerOf(relay.database).acceptBatch({
        userId: me.userId,
        kind: 'batch',
        messageDomain: 'x.test',
        nowMs: Date.now() + n,
        request: { emails: [{ to: 'a@x.test', subject: 's', body: 'b' }] },
      });
    const tries = Array.from({ length: 20 }, (_, n) => accept(n));
    const ends = Promise.allSettled(tries);
    await tries[2];
    await blockPerson(relay.database, { userId: me.userId, nowMs: Date.now() });
    const accepted = (await ends).filter(({ status }) => status === 'fulfilled').length;
    expect((await batches()).map(({ state }) => state)).toEqual(
      Array.from({ length: accepted }, () => 'paused'),
    );
    await expect(accept(20)).rejects.toThrow(BlockedAccountError);
  });

  test('S13: who has tried too often is told when to try again, by header and in words', async () => {
    const sixth = async (url: string, payload: object, language: string, headers = {}) => {
      const answers: LightMyRequestResponse[] = [];
      for (let i = 0; i < 6; i += 1) {
        answers.push(
          await relay.app.inject({
            method: 'POST',
            url,
            remoteAddress: '203.0.113.11',
            headers: { ...origin, 'accept-language': language, ...headers },
            payload,
          }),
        );
      }
      const last = answers.at(-1);
      const seconds = Number(last?.headers['retry-after']);
      expect(last?.statusCode).toBe(429);
      // better-auth's own window for passwords: ten seconds.
      expect(seconds).toBeGreaterThanOrEqual(1);
      expect(seconds).toBeLessThanOrEqual(10);
      return { seconds, body: last?.body ?? '' };
    };
    const wrong = { email: 'nobody@people.test', password: 'wrong password 1234' };
    await sixth('/api/auth/sign-in/email', wrong, 'en');
    const said = {
      en: 'You can try again in',
      fr: 'Vous pourrez recommencer dans',
      es: 'Podrá volver a intentarlo dentro de',
    };
    for (const [language, words] of Object.entries(said)) {
      const { body, seconds } = await sixth('/sign-in', wrong, language);
      expect(body).toMatch(new RegExp(`${words} ${seconds}\\s(second|segundo)`));
      expect(body).toContain('role="alert"');
    }
    const me = await relay.person('s13-words');
    const cookie = await relay.signIn(me.email);
    const password = { current: 'wrong password 1234', new: 'another long password' };
    const changed = await sixth('/account/security/password', password, 'en', { cookie });
    expect(changed.body).toContain(`You can try again in ${changed.seconds} second`);
  });

  test('S13: sixty tries at once, or from sixty addresses of one network, are a handful of tries', async () => {
    const me = await relay.person('s13-at-once');
    const wrong = { email: me.email, password: 'wrong password 1234' };
    const tries = (remoteAddresses: string[], url: string, payload: object, headers = {}) =>
      Promise.all(
        remoteAddresses.map((remoteAddress) =>
          relay.app.inject({
            method: 'POST',
            url,
            remoteAddress,
            payload,
            headers: { ...origin, ...headers },
          }),
        ),
      );
    const sixty = (address: (n: number) => string) =>
      Array.from({ length: 60 }, (_, n) => address(n));
    for (const addresses of [sixty(() => '203.0.113.7'), sixty((n) => `2001:db8:1:2::${n + 1}`)]) {
      const answers = await tries(addresses, '/api/auth/sign-in/email', wrong);
      const looked = answers.filter(({ statusCode }) => statusCode === 401).length;
      expect(looked).toBeLessThanOrEqual(10);
      expect(answers.filter(({ statusCode }) => statusCode === 429)).toHaveLength(60 - looked);
    }
    // A second step is guessed five times at most, from however many networks.
    const cookie = await relay.signIn(me.email);
    const enabled = await post('/api/auth/two-factor/enable', { password: PASSWORD }, { cookie });
    const secret = base32(new URL(enabled.json().totpURI).searchParams.get('secret') ?? '');
    const code = totp(secret, Math.floor(Date.now() / 30_000));
    await post('/api/auth/two-factor/verify-totp', { code }, { cookie });
    const right = { email: me.email, password: PASSWORD };
    const pending = cookiesOf(await post('/api/auth/sign-in/email', right));
    const guesses = await tries(
      sixty((n) => `10.7.${n}.1`),
      '/api/auth/two-factor/verify-totp',
      { code: '000000' },
      { cookie: pending },
    );
    const looked = guesses.filter((guess) => guess.json().code === 'INVALID_CODE');
    expect(looked.length).toBeLessThanOrEqual(5);
    expect(guesses.every(({ statusCode }) => statusCode >= 400)).toBe(true);
    // Who knows the password and holds the phone gets in all the same.
    expect((await post('/api/auth/sign-in/email', right)).json().twoFactorRedirect).toBe(true);
  });

  test('S10: a TOTP code works once: not again, not in parallel, not the enrolment code', async () => {
    const me = await relay.person('s10');
    const cookie = await relay.signIn(me.email);
    const enabled = await post('/api/auth/two-factor/enable', { password: PASSWORD }, { cookie });
    expect(enabled.statusCode).toBe(200);
    const uri = new URL(enabled.json().totpURI);
    const secret = base32(uri.searchParams.get('secret') ?? '');
    const now = Math.floor(Date.now() / 30_000);
    const first = totp(secret, now);
    const enrol = await post('/api/auth/two-factor/verify-totp', { code: first }, { cookie });
    expect(enrol.statusCode).toBe(200);

    const challenge = async () => {
      const answer = await post('/api/auth/sign-in/email', { email: me.email, password: PASSWORD });
      expect(answer.json().twoFactorRedirect).toBe(true);
      const pending = cookiesOf(answer);
      expect((await get('/api/auth/tokens', { cookie: pending })).statusCode).toBe(401);
      return pending;
    };
    const replayed = await challenge();
    const replay = await post(
      '/api/auth/two-factor/verify-totp',
      { code: first },
      { cookie: replayed },
    );
    expect(replay.statusCode).toBe(401);
    expect(replay.cookies).toEqual([]);

    const fresh = totp(secret, now + 1);
    // The sign-in in which an old code was tried is still under way.
    const pendings = [replayed];
    for (let i = 0; i < 7; i += 1) pendings.push(await challenge());
    const answers = await Promise.all(
      pendings.map((pending) =>
        post(
          '/api/auth/two-factor/verify-totp',
          { code: fresh, trustDevice: true },
          { cookie: pending },
        ),
      ),
    );
    const good = answers.filter((answer) => answer.statusCode === 200);
    expect(good).toHaveLength(1);
    // No device skips the second step later, whatever it asks for.
    expect(good[0]?.cookies.map((one) => one.name).join()).not.toContain('trust');
    expect([undefined, 'INVALID_CODE']).toContain(answers[0]?.json().code);
    for (const answer of answers.filter((one) => one.statusCode !== 200)) {
      expect((await get('/api/auth/tokens', { cookie: cookiesOf(answer) })).statusCode).toBe(401);
    }
    const session = good[0] ? cookiesOf(good[0]) : '';
    expect((await get('/api/auth/tokens', { cookie: session })).statusCode).toBe(200);
  });

  test('S12: a new password ends every other session and every token at once', async () => {
    const me = await relay.person('s12');
    const [mine, other] = [await relay.signIn(me.email), await relay.signIn(me.email)];
    expect((await get('/api/auth/tokens', { cookie: other })).statusCode).toBe(200);
    const change = { currentPassword: PASSWORD, newPassword: 'another long password' };
    expect((await post('/api/auth/change-password', change, { cookie: mine })).statusCode).toBe(
      200,
    );
    const process2 = await appUnderTest(relay.database);
    for (const { app } of [relay, process2]) {
      const ask = async (url: string, headers: Record<string, string>) =>
        (await app.inject({ url, headers })).statusCode;
      expect(await ask('/api/auth/tokens', { cookie: other })).toBe(401);
      expect(await ask('/api/email/batches', me.bearer)).toBe(401);
    }
    await process2.app.close();
    expect(await new TokenReader(relay.database).read(me.token, Date.now())).toBeUndefined();
  });

  test('a use of a token is written down for many at once, also when the relay ends', async () => {
    const me = await relay.person('tokenuse');
    const reader = new TokenReader(relay.database);
    const lastUsed = async () =>
      (
        await relay.database.db
          .selectFrom('tokens')
          .select('last_used_at')
          .where('user_id', '=', me.userId)
          .executeTakeFirstOrThrow()
      ).last_used_at;
    const first = Date.now() - 120_000;
    await reader.read(me.token, first);
    expect(await lastUsed()).toBe(first);
    for (let n = 0; n < 3; n += 1) await reader.read(me.token, Date.now());
    await reader.stop();
    expect(await lastUsed()).toBeGreaterThan(first);
  });

  test('S12: turning the second step on or off, and blocking, end other sessions and every token', async () => {
    const me = await relay.person('s12-more');
    const alive = async (cookie: string) =>
      (await get('/api/auth/tokens', { cookie })).statusCode === 200;
    let [mine, other] = [await relay.signIn(me.email), await relay.signIn(me.email)];
    const enabled = await post(
      '/api/auth/two-factor/enable',
      { password: PASSWORD },
      { cookie: mine },
    );
    // Whoever only looks at the QR code and goes away again loses nothing, and the page has said so.
    const security = await get('/account/security', { cookie: mine });
    expect(security.body).toContain('until then nothing changes');
    expect(await alive(other)).toBe(true);
    expect((await get('/api/email/batches', me.bearer)).statusCode).toBe(200);
    const secret = base32(new URL(enabled.json().totpURI).searchParams.get('secret') ?? '');
    const step = Math.floor(Date.now() / 30_000);
    const verify = { code: totp(secret, step), trustDevice: true };
    const verified = await post('/api/auth/two-factor/verify-totp', verify, { cookie: mine });
    expect(verified.cookies.map((cookie) => cookie.name).join()).not.toContain('trust');
    mine = cookiesOf(verified);
    expect([await alive(mine), await alive(other)]).toEqual([true, false]);
    expect((await get('/api/email/batches', me.bearer)).statusCode).toBe(401);
    const next = { code: totp(secret, step + 1) };
    const beside = cookiesOf(
      await post('/api/auth/two-factor/verify-totp', next, {
        cookie: await relay.signIn(me.email),
      }),
    );
    const wish = { userId: me.userId, name: 'second', scopes: ['read' as const], nowMs: 1 };
    const device = { authorization: `Bearer ${await createToken(relay.database, wish)}` };
    const deviceWorks = async () => (await get('/api/email/batches', device)).statusCode === 200;
    expect([await alive(mine), await alive(beside), await deviceWorks()]).toEqual([
      true,
      true,
      true,
    ]);
    const off = await post(
      '/api/auth/two-factor/disable',
      { password: PASSWORD },
      { cookie: mine },
    );
    expect(off.statusCode).toBe(200);
    expect([await alive(beside), await deviceWorks()]).toEqual([false, false]);

    [mine, other] = [await relay.signIn(me.email), await relay.signIn(me.email)];
    const boss = await relay.person('s12-boss', { admin: true });
    const bossCookie = await relay.signIn(boss.email);
    const block = { id: me.userId, answer: 'block' };
    expect((await post('/people/change', block, { cookie: mine })).statusCode).toBe(403);
    const batches = [];
    for (const sendAt of [undefined, new Date(Date.now() + 3_600_000).toISOString()]) {
      const wish = { name: 'x', subject: 's', html: 'h', recipients: [{ address: 'a@x.test' }] };
      const sent = await post('/api/email/send-batch', { ...wish, sendAt }, { cookie: mine });
      batches.push(sent.json().batchId);
    }
    const before = await get('/people', { cookie: bossCookie });
    expect(before.body).toContain('Batches running or scheduled: 2');
    expect(before.body).toContain('pauses their running and scheduled batches');
    const blocked = await post('/people/change', block, { cookie: bossCookie });
    expect([blocked.statusCode, blocked.body]).toEqual([
      200,
      expect.stringContaining('Batches paused: 2.'),
    ]);
    expect([await alive(mine), await alive(other)]).toEqual([false, false]);
    const again = await post('/api/auth/sign-in/email', { email: me.email, password: PASSWORD });
    expect([again.statusCode, again.json().code]).toEqual([403, 'ACCOUNT_BLOCKED']);
    expect(cookiesOf(again)).toBe('');
    const wrong = { email: me.email, password: 'not this one 123' };
    expect((await post('/api/auth/sign-in/email', wrong)).statusCode).toBe(401);
    await post('/people/change', { ...block, answer: 'unblock' }, { cookie: bossCookie });
    const back = { cookie: await relay.signIn(me.email) };
    expect(await alive(back.cookie)).toBe(true);
    for (const id of batches) {
      const paused = (await get(`/api/email/batches/${id}`, back)).json();
      expect(paused).toMatchObject({ state: 'paused', pauseReason: 'blocked' });
      const resumed = await post(`/api/email/batches/${id}/resume`, {}, back);
      expect(resumed.json().batch.state).toBe(id === batches[0] ? 'running' : 'scheduled');
    }
  });

  test('S12: who is marked as blocked is refused at that moment, before tokens and sessions are ended', async () => {
    const me = await relay.person('s12-marked');
    const cookie = await relay.signIn(me.email);
    const asked = async () => [
      (await get('/api/email/batches', me.bearer)).statusCode,
      (await get('/api/email/batches', { cookie })).statusCode,
      (await get('/account', { cookie })).statusCode,
    ];
    const mark = (blocked: number) =>
      relay.database.db.updateTable('user').set({ blocked }).where('id', '=', me.userId).execute();
    expect(await asked()).toEqual([200, 200, 200]);
    await mark(1);
    expect(await asked()).toEqual([401, 401, 303]);
    await mark(0);
    expect(await asked()).toEqual([200, 200, 200]);
  });

  test('S13: a recovery code opens once, also when twenty try it at the same time', async () => {
    const me = await relay.person('s13-codes');
    const cookie = await relay.signIn(me.email);
    const enabled = await post('/api/auth/two-factor/enable', { password: PASSWORD }, { cookie });
    const secret = base32(new URL(enabled.json().totpURI).searchParams.get('secret') ?? '');
    const code = totp(secret, Math.floor(Date.now() / 30_000));
    await post('/api/auth/two-factor/verify-totp', { code }, { cookie });
    const [recovery] = enabled.json().backupCodes;
    const pendings = [];
    for (let i = 0; i < 20; i += 1) {
      const answer = await post('/api/auth/sign-in/email', { email: me.email, password: PASSWORD });
      pendings.push(cookiesOf(answer));
    }
    const answers = await Promise.all(
      pendings.map((pending) =>
        post('/api/auth/two-factor/verify-backup-code', { code: recovery }, { cookie: pending }),
      ),
    );
    expect(answers.filter((answer) => answer.statusCode === 200)).toHaveLength(1);
  });

  test('whoever runs the relay gives a new password, which ends all of before, and takes a lost second step away', async () => {
    const me = await relay.person('forgotten');
    const cookie = await relay.signIn(me.email);
    const enabled = await post('/api/auth/two-factor/enable', { password: PASSWORD }, { cookie });
    const secret = base32(new URL(enabled.json().totpURI).searchParams.get('secret') ?? '');
    const code = totp(secret, Math.floor(Date.now() / 30_000));
    const confirmed = await post('/api/auth/two-factor/verify-totp', { code }, { cookie });
    const headers = { cookie: cookiesOf(confirmed) };
    const token = await createToken(relay.database, {
      userId: me.userId,
      name: 'n',
      scopes: ['read'],
      nowMs: Date.now(),
    });
    const alive = async (who: Record<string, string>) =>
      (await get('/api/account', who)).statusCode;
    const bearer = { authorization: `Bearer ${token}` };
    expect([await alive(headers), await alive(bearer)]).toEqual([200, 200]);
    const auth = createAuth({ publicUrl: PUBLIC_URL, secretKey: 'x'.repeat(32) }, relay.database);
    const set = (password: string, withoutSecondStep: boolean, email = me.email) =>
      setPassword(auth, relay.database, { email, password, withoutSecondStep, nowMs: Date.now() });
    await expect(set('too short', false)).rejects.toThrow('at least 12');
    await expect(set('a long password', false, 'nobody@x.test')).rejects.toThrow('has no account');
    expect(await alive(headers), 'nothing was changed').toBe(200);
    await set('another password', false);
    expect([await alive(headers), await alive(bearer)]).toEqual([401, 401]);
    const signIn = async (password: string) => {
      const answer = await post('/sign-in', { email: me.email, password });
      return answer.headers.location ?? answer.statusCode;
    };
    expect(await signIn(PASSWORD)).toBe(401);
    expect(await signIn('another password')).toBe('/sign-in/code?next=%2Faccount');
    await set('a third password', true);
    expect(await signIn('a third password')).toBe('/account');
  });

  test('a person that cannot be added is told why, and nothing but the password is typed again', async () => {
    const boss = await relay.person('adding', { admin: true });
    const cookie = await relay.signIn(boss.email);
    const add = async (email: string, password: string) =>
      (await post('/people', { email, password, admin: 'yes' }, { cookie })).body;
    const taken = await add(boss.email, PASSWORD);
    expect(taken).toContain(`${boss.email} has an account already.`);
    expect(taken).toMatch(
      new RegExp(`value="${boss.email}" required aria-invalid="true" autofocus`),
    );
    expect(taken).toContain('name="admin" value="yes" checked');
    const short = await add('soon@people.test', 'too short');
    expect(short).toContain('check the address and the password');
    expect(short).toMatch(/value="soon@people\.test" required>/);
    expect(short).toMatch(
      /aria-describedby="password-hint" required aria-invalid="true" autofocus/,
    );
    expect(short).not.toContain('too short');
    expect(await add('soon@people.test', PASSWORD)).toContain('soon@people.test was made');
  });

  test('a recovery code is without letters that look alike, and taken as a person types it', async () => {
    const me = await relay.person('typed-codes');
    const cookie = await relay.signIn(me.email);
    const enabled = await post('/api/auth/two-factor/enable', { password: PASSWORD }, { cookie });
    const codes: string[] = enabled.json().backupCodes;
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([a-hjkmnp-z2-9]{4}-){2}[a-hjkmnp-z2-9]{4}$/);
    const secret = base32(new URL(enabled.json().totpURI).searchParams.get('secret') ?? '');
    const code = totp(secret, Math.floor(Date.now() / 30_000));
    await post('/api/auth/two-factor/verify-totp', { code }, { cookie });
    const ways = [
      (kept: string) => kept,
      (kept: string) => kept.toUpperCase().replaceAll('-', ''),
      (kept: string) => ` ${kept.replaceAll('-', ' – ')} `,
    ];
    for (const [index, way] of ways.entries()) {
      const step = await post('/sign-in', { email: me.email, password: PASSWORD });
      const typed = { code: way(codes[index] ?? '') };
      const answer = await post('/sign-in/code', typed, { cookie: cookiesOf(step) });
      expect([answer.statusCode, answer.headers.location], typed.code).toEqual([303, '/account']);
    }
    expect(recoveryCodeOf('JzJzt iA1I5'), 'as they were before').toBe('JzJzt-iA1I5');
  });

  test('RFC 8628: a device gets the scopes it asked for, once, after approval by a person', async () => {
    const me = await relay.person('device');
    const cookie = await relay.signIn(me.email);
    const ask = { client_id: 'IAPosteManager', scope: 'send read' };
    const code = (await post('/api/auth/device/code', ask)).json();
    expect(code.verification_uri).toBe(`${PUBLIC_URL}/device`);
    const poll = () =>
      post('/api/auth/device/token', {
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        device_code: code.device_code,
        client_id: 'IAPosteManager',
      });
    expect((await poll()).json().error).toBe('authorization_pending');
    expect((await poll()).json().error).toBe('slow_down');
    const page = await get(`/device?user_code=${code.user_code}`, {
      cookie,
      'accept-language': 'fr',
    });
    expect(page.body).toContain('Approuver');
    expect(page.body).toContain(code.user_code);
    const answer = { user_code: code.user_code, answer: 'approve' };
    expect(
      (await post('/device', answer, { cookie, origin: 'https://evil.test' })).statusCode,
    ).toBe(403);
    expect((await post('/device', answer, { cookie })).statusCode).toBe(200);
    const granted = (await poll()).json();
    expect(granted).toMatchObject({ token_type: 'Bearer', scope: 'send read' });
    expect((await poll()).json().error).toBe('expired_token');
    const bearer = { authorization: `Bearer ${granted.access_token}` };
    expect((await get('/api/email/batches', bearer)).statusCode).toBe(200);
    const ai = await get('/v1/models', bearer);
    expect([ai.statusCode, ai.json().code]).toEqual([403, 'missing-scope']);
    expect((await get('/api/auth/tokens', bearer)).statusCode).toBe(403);
    const { items } = (await get('/api/auth/tokens', { cookie })).json();
    const device = items.find((item: { name: string }) => item.name === 'IAPosteManager');
    expect(device.lastUsedAt).not.toBeNull();
    const revoked = await relay.app.inject({
      method: 'DELETE',
      url: `/api/auth/tokens/${device.id}`,
      headers: { cookie, ...origin },
    });
    expect(revoked.statusCode).toBe(204);
    expect((await get('/api/email/batches', bearer)).statusCode).toBe(401);
  });

  test('RFC 8628: a refusal is told, and a code dies after ten minutes, approved or not', async () => {
    const { userId } = await relay.person('device-end');
    const { database } = relay;
    const clientId = 'IAPosteManager';
    const nowMs = Date.now();
    const late = nowMs + 601_000;
    const ask = async () => {
      const codes = await startDeviceRequest(database, { clientId, scopes: ['send'], nowMs });
      const { deviceCode, userCode } = codes;
      return {
        find: (at: number) => findDeviceRequest(database, userCode, at),
        poll: (at: number, client = clientId) =>
          pollDeviceRequest(database, { deviceCode, clientId: client, nowMs: at }),
        answer: (approve: boolean, at: number) =>
          answerDeviceRequest(database, { userCode, userId, approve, nowMs: at }),
      };
    };
    const denied = await ask();
    expect(await denied.answer(false, nowMs)).toBe(true);
    expect(await denied.answer(true, nowMs)).toBe(false);
    expect(await denied.poll(nowMs)).toEqual({ error: 'access_denied' });
    const forgotten = await ask();
    expect(await forgotten.find(late)).toBeUndefined();
    expect(await forgotten.answer(true, late)).toBe(false);
    const notFetched = await ask();
    expect(await notFetched.answer(true, nowMs)).toBe(true);
    expect(await notFetched.poll(nowMs, 'another')).toEqual({ error: 'expired_token' });
    expect(await notFetched.poll(late)).toEqual({ error: 'expired_token' });
  });

  test('RFC 7009: a token says whose it is, and ends itself; an unknown one gets the same answer', async () => {
    const me = await relay.person('revoke', { scopes: ['send', 'read'] });
    const known = (await get('/api/account', me.bearer)).json();
    expect(known).toMatchObject({
      email: me.email,
      scopes: ['send', 'read'],
      device: 'test',
      sender: { address: 'me@relay.test', name: null, delivers: true, perDay: null },
      ai: false,
      publicUrl: PUBLIC_URL,
    });
    const cookie = await relay.signIn(me.email);
    const person = (await get('/api/account', { cookie })).json();
    expect(person).toMatchObject({ device: null, scopes: ['send', 'ai', 'read'] });
    const unknown = await post('/api/auth/revoke', { token: 'iapr_unknown' });
    const ended = await post('/api/auth/revoke', { token: me.token });
    expect([unknown.statusCode, unknown.body]).toEqual([ended.statusCode, ended.body]);
    expect((await get('/api/account', me.bearer)).statusCode).toBe(401);
    expect((await get('/api/account', { cookie })).statusCode).toBe(200);
  });

  test('the pages work without script, in three languages, and never redirect elsewhere', async () => {
    const me = await relay.person('pages');
    const form = { email: me.email, password: PASSWORD, next: '//evil.test/x' };
    const signedIn = await post('/sign-in', form, { 'content-type': 'application/json' });
    expect([signedIn.statusCode, signedIn.headers.location]).toEqual([303, '/account']);
    const cookie = cookiesOf(signedIn);
    for (const [language, word] of [
      ['en', 'Sign out'],
      ['fr', 'Se déconnecter'],
      ['es', 'Cerrar sesión'],
    ]) {
      const page = await get('/account', { cookie, 'accept-language': language ?? '' });
      expect(page.body).toContain(word);
      expect(page.body).toContain(`<html lang="${language}">`);
      expect(page.body).not.toMatch(/<script|style=|onclick/);
      expect(page.headers['content-security-policy']).not.toContain('unsafe');
    }
    const away = await get('/account', {});
    expect(away.headers.location).toBe('/sign-in?next=%2Faccount');
  });
});
