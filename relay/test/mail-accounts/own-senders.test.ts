import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createToken } from '../../src/accounts/access-tokens.ts';
import { createAuth } from '../../src/accounts/create-auth.ts';
import { createUser } from '../../src/accounts/create-user.ts';
import { readConfig } from '../../src/config.ts';
import type { Database } from '../../src/database/open-database.ts';
import { deriveKey } from '../../src/derive-key.ts';
import { cancelBatch } from '../../src/ledger/change-batch.ts';
import { readBatch } from '../../src/ledger/read-batch.ts';
import { readUnsubscribe } from '../../src/mail/unsubscribe-token.ts';
import { openMailAccount } from '../../src/mail-accounts/mail-accounts.ts';
import { openSecret, SealError, sealSecret } from '../../src/mail-accounts/seal-secret.ts';
import { type RunningRelay, serve } from '../../src/serve.ts';
import { PASSWORD } from '../app-under-test.ts';
import { verifyDkim } from '../dkim-verifier.ts';
import { eachDatabase } from '../each-database.ts';
import { freePort } from '../free-port.ts';
import { acceptPlainBatch } from '../plain-batch.ts';
import { type SmtpPeer, startSmtpPeer } from '../smtp-peer.ts';
import { until } from '../until.ts';

const dkim = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const SECRET = 'an example secret of more than 32 characters';

test('S28: a sealed secret opens with its key and its owner only, and not when a byte changed', () => {
  const key = Buffer.alloc(32, 1);
  const sealed = sealSecret(key, 'u/a', 'the password');
  expect(sealed).not.toContain('password');
  expect(openSecret(key, 'u/a', sealed)).toBe('the password');
  expect(sealSecret(key, 'u/a', 'the password')).not.toBe(sealed);
  expect(() => openSecret(Buffer.alloc(32, 2), 'u/a', sealed)).toThrow(SealError);
  expect(() => openSecret(key, 'u/b', sealed)).toThrow(SealError);
  for (let i = 3; i < sealed.length; i += 3) {
    const other = sealed.slice(0, i) + (sealed[i] === 'A' ? 'B' : 'A') + sealed.slice(i + 1);
    expect(() => openSecret(key, 'u/a', other), String(i)).toThrow(SealError);
  }
});

eachDatabase('mail accounts of people', ({ fresh }) => {
  let database: Database;
  let relay: RunningRelay;
  let base: string;
  /** A cancelled batch whose recipients an older version left waiting. */
  let leftOver: string;
  let operator: SmtpPeer;
  let own: SmtpPeer;
  let oauth: SmtpPeer;
  let tokens: Server;
  let valid = 'none';
  let refreshTokens: string[] = [];
  let refuseGrant = false;
  /** Happens while the server of an account is being asked. */
  let atSignIn: () => Promise<unknown> = async () => {};
  let people = 0;
  const cleanUps: (() => unknown)[] = [];

  beforeAll(async () => {
    operator = await startSmtpPeer();
    own = await startSmtpPeer({
      options: {
        authOptional: false,
        allowInsecureAuth: true,
        onAuth: (auth, _session, done) =>
          void atSignIn().then(() =>
            done(auth.password === 'right' ? null : new Error('no'), { user: 'ada' }),
          ),
      },
    });
    oauth = await startSmtpPeer({
      options: {
        authOptional: false,
        allowInsecureAuth: true,
        authMethods: ['XOAUTH2'],
        onAuth: (auth, _session, done) =>
          done(null, auth.accessToken === valid ? { user: 'ada' } : { data: {} as never }),
      },
    });
    tokens = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        refreshTokens.push(new URLSearchParams(body).get('refresh_token') ?? '');
        if (refuseGrant) return response.writeHead(400).end('{"error":"invalid_grant"}');
        valid = `access-${refreshTokens.length}`;
        const answer = { access_token: valid, expires_in: 3_600, refresh_token: 'refresh-2' };
        return response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => tokens.listen(0, '127.0.0.1', resolve));
    cleanUps.push(
      () => operator.close(),
      () => own.close(),
      () => oauth.close(),
      () => tokens.close(),
    );
    const opened = await fresh();
    database = opened;
    leftOver = (await acceptPlainBatch(database, 2)).batchId;
    await cancelBatch(database, { userId: 'u1', batchId: leftOver, nowMs: Date.now() });
    await database.db.updateTable('recipients').set({ state: 'pending' }).execute();
    const port = await freePort();
    base = `http://127.0.0.1:${port}`;
    const keyFile = `${opened.place.dataDir}/dkim.pem`;
    writeFileSync(keyFile, dkim.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const config = readConfig({
      SECRET_KEY: SECRET,
      RELAY_DATA_DIR: opened.place.dataDir,
      DATABASE_URL: opened.place.databaseUrl,
      RELAY_PORT: String(port),
      RELAY_LOG_FILE: `${opened.place.dataDir}/relay.log`,
      SMTP_SERVER: '127.0.0.1',
      SMTP_PORT: String(operator.port),
      SMTP_FROM: 'Our Relay <relay@relay.test>',
      DKIM_DOMAIN: 'relay.test',
      DKIM_SELECTOR: 'mail2026',
      DKIM_PRIVATE_KEY_FILE: keyFile,
      RELAY_TRUSTED_HOSTS: [own, oauth, { port: (tokens.address() as AddressInfo).port }]
        .map((peer) => `127.0.0.1:${peer.port}`)
        .join(),
    });
    relay = await serve(config);
    cleanUps.unshift(() => relay.stop());
  });
  afterAll(async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  });

  async function person(name: string) {
    const email = `${name}@people.test`;
    const auth = createAuth({ publicUrl: base, secretKey: SECRET }, database);
    const userId = await createUser(auth, database, { email, password: PASSWORD, admin: false });
    const wish = { userId, name: 't', scopes: ['send' as const, 'read' as const], nowMs: 1 };
    const token = await createToken(database, wish);
    people += 1;
    const answer = await fetch(`${base}/api/auth/sign-in/email`, {
      method: 'POST',
      // An address of its own: three sign-ins in ten seconds are the limit of one.
      headers: {
        origin: base,
        'content-type': 'application/json',
        'x-forwarded-for': `10.3.0.${people}`,
      },
      body: JSON.stringify({ email, password: PASSWORD }),
    });
    const cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const call = async (method: string, path: string, body?: object, headers: object = {}) => {
      const response = await fetch(base + path, {
        method,
        headers: { origin: base, cookie, 'content-type': 'application/json', ...headers },
        body: body && JSON.stringify(body),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    };
    const batch = async (account: string | undefined, extra: object = {}) => {
      const sent = await call(
        'POST',
        '/api/email/send-batch',
        {
          name: 'n',
          subject: 's',
          html: 'h',
          recipients: [{ address: 'x@x.test' }],
          account,
          ...extra,
        },
        { authorization: `Bearer ${token}`, cookie: '' },
      );
      return sent;
    };
    const state = async (id: string) =>
      (await call('GET', `/api/email/batches/${id}`)).body as {
        state: string;
        pauseReason: string;
      };
    /** A page, or what it answers to its form; as text. */
    const page = async (path: string, form?: Record<string, string>, language = 'en') => {
      const response = await fetch(base + path, {
        method: form ? 'POST' : 'GET',
        headers: { origin: base, cookie, 'accept-language': language },
        body: form && new URLSearchParams(form),
      });
      return response.text();
    };
    return { call, batch, state, page };
  }
  const account = (peer: SmtpPeer, auth: object, extra: object = {}) => ({
    name: 'Mine',
    from: 'ada@own.test',
    host: '127.0.0.1',
    port: peer.port,
    user: 'ada',
    auth,
    ...extra,
  });

  test('R18: the start ends what an older version left waiting in a cancelled batch', async () => {
    const { counts } = (await readBatch(database, 'u1', leftOver)) ?? {};
    expect(counts).toMatchObject({ pending: 0, cancelled: 2 });
  });

  test('with a password: checked first, kept sealed, used for its own batches only', async () => {
    const ada = await person('ada');
    const bob = await person('bob');
    const wrong = await ada.call(
      'POST',
      '/api/email/accounts',
      account(own, { type: 'password', password: 'wrong' }),
    );
    expect([wrong.status, wrong.body.code]).toEqual([400, 'sign-in-refused']);
    const made = await ada.call(
      'POST',
      '/api/email/accounts',
      account(own, { type: 'password', password: 'right' }),
    );
    expect(made).toMatchObject({ status: 201, body: { from: 'ada@own.test', auth: 'password' } });
    const list = await ada.call('GET', '/api/email/accounts');
    expect(JSON.stringify(list.body)).not.toContain('right');
    const rows = await database.db.selectFrom('mail_accounts').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain('right');

    const { id } = made.body;
    // As with links: what is sealed today is opened by every later version with the same SECRET_KEY.
    const opened = await openMailAccount(database, deriveKey(SECRET, 'mail-accounts'), id);
    expect(opened?.secret).toEqual({ type: 'password', password: 'right' });
    const none = { perMinute: null, perDay: null, perDomainMinute: null };
    expect(made.body.limits).toEqual(none);
    const limits = { ...none, perDay: 1 };
    const limit = (who: typeof ada, wish: object) =>
      who.call('POST', `/api/email/accounts/${id}/limits`, wish);
    expect((await limit(bob, limits)).status).toBe(404);
    expect((await limit(ada, { ...limits, perDay: 0 })).status).toBe(400);
    expect((await limit(ada, limits)).status).toBe(204);
    expect((await ada.call('GET', '/api/email/accounts')).body.items[0].limits).toEqual(limits);
    expect(await bob.batch(id)).toMatchObject({ status: 400, body: { code: 'unknown-account' } });
    expect((await bob.call('DELETE', `/api/email/accounts/${id}`)).status).toBe(404);
    expect((await bob.call('GET', '/api/email/accounts')).body.items).toEqual([]);
    expect((await ada.batch(id)).status).toBe(201);
    expect((await ada.batch(undefined)).status).toBe(201);
    await own.untilReceived(1);
    await operator.untilReceived(1);
    expect(own.received).toHaveLength(1);
    expect(own.received[0]).toMatchObject({ from: 'ada@own.test' });
    expect(own.received[0]?.messageId).toMatch(/@own\.test>$/);
    expect(operator.received.map((mail) => mail.from)).toEqual(['relay@relay.test']);
    expect(operator.received[0]?.raw).toContain('From: Our Relay <relay@relay.test>');
    expect(own.received[0]?.raw).toContain('From: ada@own.test\r\n');
    // No signature speaks for a domain that is not its own.
    expect(own.received[0]?.raw).not.toContain('DKIM-Signature');

    // One a day was the limit: the next mail goes once the limit is another.
    expect((await ada.batch(id)).status).toBe(201);
    expect((await ada.batch(undefined)).status).toBe(201);
    await operator.untilReceived(2);
    expect(own.received).toHaveLength(1);
    expect((await limit(ada, { ...none, perDomainMinute: 600 })).status).toBe(204);
    await own.untilReceived(2);
    expect(await ada.page('/account/senders')).toContain('600 a minute to one domain');
    const given = { id, perMinute: '30', perDay: '', perDomainMinute: '' };
    const saved = await ada.page('/account/senders/limits', given);
    expect(saved).toContain('The limits were saved');
    expect(saved).toContain('30 a minute<');
    expect(saved).not.toContain('to one domain</span>');
    const refused = await ada.page('/account/senders/limits', { ...given, perDay: '1.5' });
    expect(refused).toContain('A limit is a whole number');
    await bob.page('/account/senders/limits', { ...given, perMinute: '1' });
    expect((await ada.call('GET', '/api/email/accounts')).body.items[0].limits.perMinute).toBe(30);

    const later = new Date(Date.now() + 3_600_000).toISOString();
    const key = { 'idempotency-key': 'k' };
    const wish = { account: id, sendAt: later, name: 'n', subject: 's', html: 'h' };
    const ask = () =>
      ada.call(
        'POST',
        '/api/email/send-batch',
        { ...wish, recipients: [{ address: 'x@x.test' }] },
        key,
      );
    const first = await ask();
    const waiting = first.body.batchId;
    expect((await ada.call('DELETE', `/api/email/accounts/${id}`)).status).toBe(204);
    expect(await ada.state(waiting)).toMatchObject({ state: 'paused', pauseReason: 'no-account' });
    // Who lost the answer asks again, and is told what was accepted, not to try another way.
    expect(await ask()).toEqual(first);
  });

  test('S8 S23 S28: an account is corrected where it stands, tried first; what waits goes on with it', async () => {
    const ivy = await person('ivy');
    const bob = await person('not-ivy');
    const right = { type: 'password', password: 'right' };
    const wish = account(own, right, { from: 'ivy@own.test' });
    const { id, limits } = (await ivy.call('POST', '/api/email/accounts', wish)).body;
    const { auth, ...kept } = { ...wish, name: 'Office', from: 'office@own.test', fromName: 'Ivy' };
    const put = (who: typeof ivy, body: object) =>
      who.call('PUT', `/api/email/accounts/${id}`, body);
    const list = async () => (await ivy.call('GET', '/api/email/accounts')).body.items;
    const before = await list();

    // Not theirs, not right, not its server: everything stays as it was.
    expect((await put(bob, kept)).status).toBe(404);
    expect(await put(ivy, { ...kept, user: '' })).toMatchObject({ status: 400 });
    const tries: [object, string][] = [
      [{ auth: { type: 'password', password: 'wrong' } }, 'sign-in-refused'],
      [{ port: 1 }, 'host-refused'],
      [{ host: 'no.invalid', auth: right }, 'host-not-found'],
      // A stolen session must not have the kept password sent to a server of its own.
      [{ host: 'localhost' }, 'secret-needed'],
    ];
    const connections = operator.connections();
    for (const [part, code] of tries) {
      const refused = await put(ivy, { ...kept, ...part });
      expect([refused.status, refused.body.code], code).toEqual([400, code]);
    }
    expect(await list()).toEqual(before);
    const form = { id, ...kept, port: String(own.port), auth: 'password', password: 'wrong' };
    const failed = await ivy.page('/account/senders/change', form);
    expect(failed).toContain('stays as it was. The mail server refuses');
    expect(failed).toMatch(/open><summary aria-label="Correct Mine"/);
    expect(failed).toContain('value="office@own.test"');
    expect(failed).not.toContain('value="wrong"');
    // A browser does not put the password of the sign-in there: left empty is what keeps the one that is kept.
    const secrets = failed.match(/<input[^>]* type="password"[^>]*>/g) ?? [];
    expect(secrets).toHaveLength(6);
    for (const one of secrets) expect(one).toContain('autocomplete="new-password"');
    const nameless = await ivy.page('/account/senders/change', { ...form, name: '  ' });
    expect(nameless).toContain('Something is missing');
    // Opened again from the address bar it is the page itself.
    expect(await ivy.page('/account/senders/change')).toContain('aria-label="Correct Mine"');
    expect(await list()).toEqual(before);
    await bob.page('/account/senders/change', { ...form, password: '' });
    expect(await list()).toEqual(before);

    // A batch is under way through it and waits for its second mail: that one goes with what was corrected.
    const one = { ...limits, perDay: 1 };
    await ivy.call('POST', `/api/email/accounts/${id}/limits`, one);
    const received = own.received.length;
    const recipients = [{ address: 'a@x.test' }, { address: 'b@x.test' }];
    const { batchId } = (await ivy.batch(id, { recipients })).body;
    await own.untilReceived(received + 1);
    const changed = await put(ivy, kept);
    expect(changed).toMatchObject({
      status: 200,
      body: { id, name: 'Office', from: 'office@own.test', fromName: 'Ivy', limits: one },
    });
    expect(await list()).toEqual([changed.body]);
    // Another window sets limits while the server is being asked: they are not taken back.
    const two = { ...limits, perDay: 2 };
    atSignIn = () => ivy.call('POST', `/api/email/accounts/${id}/limits`, two);
    expect((await put(ivy, kept)).body.limits).toEqual(two);
    // Or it names another server: the secret that is kept there now is not this server's.
    const rename = (host: string) =>
      database.db.updateTable('mail_accounts').set({ host }).where('id', '=', id).execute();
    atSignIn = () => rename('elsewhere.test');
    expect((await put(ivy, { ...kept, name: 'Late' })).status).toBe(404);
    atSignIn = async () => {};
    expect((await list())[0]).toMatchObject({ name: 'Office', host: 'elsewhere.test' });
    await rename('127.0.0.1');
    expect((await list())[0].limits).toEqual(two);
    await ivy.call('POST', `/api/email/accounts/${id}/limits`, limits);
    await until(async () => (await ivy.state(batchId)).state === 'done');
    const [first, second, ...more] = own.received.slice(received);
    expect([first?.from, second?.from, more]).toEqual(['ivy@own.test', 'office@own.test', []]);
    expect(second?.raw).toContain('From: Ivy <office@own.test>\r\n');

    // By the page: another server takes the password again, and the password kept goes on being the kept one.
    const moved = { ...form, name: 'Moved', host: 'localhost', fromName: '' };
    expect(await ivy.page('/account/senders/change', { ...moved, password: '' })).toContain(
      'is needed again',
    );
    const saved = await ivy.page('/account/senders/change', {
      ...form,
      name: 'Moved',
      password: '',
    });
    expect(saved).toContain('The mail account was corrected');
    expect(await list()).toMatchObject([{ name: 'Moved', host: '127.0.0.1', fromName: 'Ivy' }]);
    const third = await ivy.batch(id);
    await until(async () => (await ivy.state(third.body.batchId)).state === 'done');
    expect(operator.connections()).toBe(connections);
  });

  test('S8: a form that was not taken says which field is meant, beside it, and keeps what was typed', async () => {
    const leo = await person('leo');
    const form = {
      name: 'Mine',
      from: 'leo at own.test',
      host: ' ',
      port: String(own.port),
      user: 'leo',
      auth: 'password',
      password: '',
    };
    /** The tag of a field, and what stands below it. */
    const field = (page: string, id: string) =>
      new RegExp(`<(?:input|select) id="${id}"[^>]*>`).exec(page)?.[0];
    const below = (page: string, id: string) =>
      new RegExp(`<p class="wrong" id="${id}">([^<]*)</p>`).exec(page)?.[1];
    const path = '/account/senders';
    const said = await leo.page(path, form, 'fr-FR');
    expect(said).toContain(
      'incorrect\u00a0: Adresse d’expédition, Serveur SMTP, Mot de passe du compte de messagerie.',
    );
    expect(field(said, 'from')).toContain('aria-describedby="from-problem" aria-invalid="true"');
    expect(field(said, 'from')).toContain('autofocus value="leo at own.test"');
    expect(below(said, 'from-problem')).toContain('pas une adresse');
    expect(field(said, 'host')).toContain('aria-describedby="host-problem" aria-invalid="true"');
    expect(below(said, 'host-problem')).toBe('Ce champ est nécessaire.');
    expect(field(said, 'password')).toContain('"password-problem secret-hint"');
    expect(field(said, 'user')).toContain('value="leo"');
    expect(field(said, 'user')).not.toContain('aria-invalid');
    expect(said.match(/ autofocus/g)).toHaveLength(1);

    const oauth = { ...form, from: 'leo@own.test', host: '127.0.0.1', auth: 'oauth2' };
    const token = await leo.page(path, {
      ...oauth,
      provider: 'other',
      clientId: 'me',
      tokenUrl: 'x',
    });
    expect(token).toContain('not right: Token address, for another provider, OAuth refresh token.');
    expect(token).toMatch(/<details open><summary>Only for OAuth 2/);
    expect(below(token, 'tokenUrl-problem')).toContain('https://');
    // What the token service has against it is not laid at the mail server's door.
    const grant = { provider: 'other', clientId: 'me', refreshToken: 'mine' };
    const away = { ...oauth, ...grant, tokenUrl: 'https://no.invalid/token' };
    const tokens = await leo.page(path, away);
    expect(below(tokens, 'tokenUrl-problem')).toContain('token service cannot be used');
    expect(tokens).not.toContain('id="host-problem"');
    const { tokenUrl } = away;
    const auth = { type: 'oauth2', ...grant, tokenUrl };
    const asked = await leo.call('POST', '/api/email/accounts', account(own, auth));
    expect([asked.status, asked.body.code]).toEqual([400, 'token-service-unreachable']);
    // Too long for a field is said beside it, too; spaces at the ends, which nobody sees, are nothing.
    const long = await leo.page(path, { ...form, name: 'x'.repeat(6_000) }, 'fr-FR');
    expect(below(long, 'name-problem')).toBe('Une seule ligne, 100 caractères au plus.');
    const spaces = { ...form, from: ' leo@own.test ', fromName: '  ', host: ' 127.0.0.1 ' };
    expect(await leo.page(path, spaces)).toContain('not right: Password of the mail account.');
    // What the server says belongs to a field, too; a password comes back to no page.
    const server = { ...form, from: 'leo@own.test', host: '127.0.0.1', password: 'so wrong' };
    const refused = await leo.page(path, server, 'es');
    expect(below(refused, 'password-problem')).toContain('rechaza');
    expect(field(refused, 'password')).toContain(' autofocus');
    expect(refused).not.toContain('so wrong');

    expect(await leo.page(path, { ...server, password: 'right' })).toContain('account was added');
    const { id } = (await leo.call('GET', '/api/email/accounts')).body.items[0];
    const change = await leo.page(`${path}/change`, { ...server, id, from: '', password: '' });
    expect(change).toContain('stays as it was. Something is missing or not right: Sender address.');
    expect(field(change, `from-${id}`)).toContain(' autofocus');
    expect(field(change, 'from')).not.toContain('autofocus');
    const limits = { id, perMinute: '7', perDay: '1.5', perDomainMinute: '' };
    const limited = await leo.page(`${path}/limits`, limits);
    expect(limited).toMatch(/<details class="wide" open><summary aria-label="Limits of Mine"/);
    expect(field(limited, `perMinute-${id}`)).toContain('value="7"');
    expect(field(limited, `perDay-${id}`)).toMatch(/aria-invalid="true" autofocus.* value="1\.5"/);
    expect(below(limited, `perDay-problem-${id}`)).toBe('A whole number from 1, or empty.');
    const high = await leo.page(`${path}/limits`, { ...limits, perDay: '1000000000' });
    expect(below(high, `perDay-problem-${id}`)).toContain('Too high');

    // Removed in another window meanwhile: it is said, and what was typed is there for a new one.
    const gone = { ...server, id: 'gone', user: 'leo-2', password: 'right' };
    const lost = await leo.page(`${path}/change`, gone);
    expect(lost).toContain('role="alert"><p>Nothing was saved: ');
    expect(field(lost, 'user')).toContain('value="leo-2"');
    const nowhere = await leo.page(`${path}/limits`, { ...limits, id: 'gone', perDay: '' });
    expect(nowhere).toContain('role="alert"><p>Nothing was saved: ');
  });

  test('S14: the name before the address is shown as it was given, and can add nothing to a mail', async () => {
    const eva = await person('eva');
    const auth = { type: 'password', password: 'right' };
    const name = 'Éva "la grande", du Nord <eva@evil.test>';
    const add = (fromName: string) =>
      eva.call('POST', '/api/email/accounts', account(own, auth, { fromName }));
    for (const bad of ['Eva\r\nBcc: x@evil.test', 'Eva\u2028x', 'Eva\0', '  ', 'x'.repeat(101)]) {
      expect((await add(bad)).status, JSON.stringify(bad)).toBe(400);
    }
    const made = await add(` ${name} `);
    expect(made).toMatchObject({ status: 201, body: { from: 'ada@own.test', fromName: name } });
    const list = await eva.call('GET', '/api/email/accounts');
    expect(list.body.items).toMatchObject([{ fromName: name }]);
    const before = own.received.length;
    const batch = await eva.batch(made.body.id);
    expect(batch.status).toBe(201);
    const said = await eva.call('GET', `/api/email/batches/${batch.body.batchId}/content`);
    expect(said.body).toMatchObject({
      from: { address: 'ada@own.test', name },
      account: made.body.id,
    });
    // The relay's own sender says its name too.
    expect((await eva.call('GET', '/api/account')).body.sender).toMatchObject({
      address: 'relay@relay.test',
      name: 'Our Relay',
    });
    await own.untilReceived(before + 1);
    const mail = own.received[before];
    expect(mail?.from).toBe('ada@own.test');
    const { from, headerLines } = await simpleParser(mail?.raw ?? '');
    expect(from?.value).toEqual([{ name, address: 'ada@own.test' }]);
    expect(headerLines.map(({ key }) => key)).not.toContain('bcc');
    expect(mail?.raw).toMatch(/^From: [\x20-\x7e]+(\r\n [\x20-\x7e]+)*\r\n/m);

    // The page: shown, escaped, and optional.
    expect(await eva.page('/account/senders')).toContain(
      'Éva &quot;la grande&quot;, du Nord &lt;eva@evil.test&gt; &lt;ada@own.test&gt;',
    );
    const form = {
      name: 'Second',
      from: 'ada@own.test',
      fromName: 'Association du Nord',
      host: '127.0.0.1',
      port: String(own.port),
      user: 'ada',
      auth: 'password',
      password: 'right',
    };
    expect(await eva.page('/account/senders', form)).toContain(
      'Association du Nord &lt;ada@own.test&gt;',
    );
    await eva.page('/account/senders', { ...form, name: 'Third', fromName: '' });
    const { items } = (await eva.call('GET', '/api/email/accounts')).body;
    expect(items.map((one: { fromName: string }) => one.fromName)).toEqual([
      name,
      'Association du Nord',
      null,
    ]);
  });

  test('S23: a server the user has no business with is refused before anything connects', async () => {
    const eve = await person('eve');
    const before = operator.connections();
    for (const host of ['127.0.0.1', 'localhost', '2130706433', '::ffff:127.0.0.1', '0x7f.1']) {
      const wish = account(operator, { type: 'password', password: 'x' }, { host });
      const refused = await eve.call('POST', '/api/email/accounts', wish);
      expect([refused.status, refused.body.code], host).toEqual([400, 'host-refused']);
    }
    const misspelt = account(operator, { type: 'password', password: 'x' }, { host: 'no.invalid' });
    expect((await eve.call('POST', '/api/email/accounts', misspelt)).body.code).toBe(
      'host-not-found',
    );
    expect(await eve.page('/account/senders')).toContain(
      'everything goes out from relay@relay.test',
    );
    const { auth, ...fields } = misspelt;
    const form = { ...fields, port: String(fields.port), auth: 'password', password: 'x' };
    expect(await eve.page('/account/senders', form)).toContain('check its spelling');
    expect(operator.connections()).toBe(before);
  });

  test('with XOAUTH2: renewed by the refresh token, which may change; a refused grant pauses', async () => {
    const kim = await person('kim');
    const { port } = tokens.address() as AddressInfo;
    refreshTokens = [];
    const wish = account(
      oauth,
      {
        type: 'oauth2',
        provider: 'other',
        tokenUrl: `http://127.0.0.1:${port}/token`,
        clientId: 'client',
        clientSecret: 'hush',
        refreshToken: 'refresh-1',
      },
      { from: 'kim@own.test', user: 'kim' },
    );
    const made = await kim.call('POST', '/api/email/accounts', wish);
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const first = (await kim.batch(made.body.id)).body.batchId;
    await until(async () => (await kim.state(first)).state === 'done');
    expect(oauth.received.map((mail) => mail.from)).toEqual(['kim@own.test']);
    // The token runs out on the mail server's side: one refusal, a new token, and on.
    const endTokens = () => {
      valid = 'none';
      for (const connection of oauth.server.connections) connection.close();
    };
    endTokens();
    const second = (await kim.batch(made.body.id)).body.batchId;
    await until(async () => (await kim.state(second)).state === 'done');
    expect([refreshTokens[0], refreshTokens.at(-1)]).toEqual(['refresh-1', 'refresh-2']);
    refuseGrant = true;
    endTokens();
    const third = (await kim.batch(made.body.id)).body.batchId;
    await until(async () => (await kim.state(third)).state === 'paused');
    expect((await kim.state(third)).pauseReason).toBe('smtp-auth');
    refuseGrant = false;
    expect(oauth.received).toHaveLength(2);

    // Corrected with a new grant, it goes on; a correction that fails keeps what the token service renewed meanwhile.
    const { auth: old, ...fields } = wish;
    const put = (body: object) => kim.call('PUT', `/api/email/accounts/${made.body.id}`, body);
    refreshTokens = [];
    expect((await put({ ...wish, auth: { ...old, refreshToken: 'consented' } })).status).toBe(200);
    expect((await kim.call('POST', `/api/email/batches/${third}/resume`)).status).toBe(200);
    await until(async () => (await kim.state(third)).state === 'done');
    expect(refreshTokens[0]).toBe('consented');
    expect(new Set(refreshTokens.slice(1))).toEqual(new Set(['refresh-2']));
    refuseGrant = true;
    expect((await put(fields)).body.code).toBe('sign-in-refused');
    refuseGrant = false;
    const name = { ...fields, name: 'Kim' };
    expect(await put(name)).toMatchObject({ status: 200, body: { name: 'Kim', auth: 'oauth2' } });
    const last = (await kim.batch(made.body.id)).body.batchId;
    await until(async () => (await kim.state(last)).state === 'done');
    expect(oauth.received).toHaveLength(4);
  });

  test('S19: of a relay as it runs, a mail is signed for its domain, and the link in it stops the next one', async () => {
    const una = await person('una');
    const address = 'una.reader@x.test';
    const send = (unsubscribe: boolean) =>
      una.batch(undefined, { recipients: [{ address }], unsubscribe });
    const mails = () => operator.received.filter((mail) => mail.to[0] === address);
    expect((await send(true)).status).toBe(201);
    await until(() => mails().length === 1);
    const raw = mails()[0]?.raw ?? '';
    expect(verifyDkim(raw, dkim.publicKey)).toMatchObject({ ok: true, domain: 'relay.test' });
    const folded = /^List-Unsubscribe:([\s\S]*?)\r\n\S/m.exec(raw)?.[1] ?? '';
    const link = folded.replace(/\s/g, '').slice(1, -1);
    expect(link.startsWith(`${base}/u/`)).toBe(true);
    // Links of years ago must go on to work: the key comes from SECRET_KEY alone, and in this way.
    const token = link.slice(`${base}/u/`.length);
    expect(readUnsubscribe(deriveKey(SECRET, 'unsubscribe'), token)).toMatchObject({ address });
    expect(readUnsubscribe(Buffer.alloc(32), token)).toBeUndefined();
    const oneClick = await fetch(link, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
    expect(oneClick.status).toBe(200);
    const next = (await send(false)).body.batchId;
    await until(async () => (await una.state(next)).state === 'done');
    const { counts } = (await una.call('GET', `/api/email/batches/${next}`)).body;
    expect(counts).toMatchObject({ suppressed: 1, sent: 0 });
    expect(mails()).toHaveLength(1);
  });
});
