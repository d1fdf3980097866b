import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { unsubscribe } from '../../src/ledger/suppress-address.ts';
import { openLog } from '../../src/log.ts';
import { signUnsubscribe } from '../../src/mail/unsubscribe-token.ts';
import { csvCell } from '../../src/routes/batch-stream-routes.ts';
import { type AppUnderTest, appUnderTest, PUBLIC_URL } from '../app-under-test.ts';
import { eachDatabase } from '../each-database.ts';

const batch = (extra: object = {}) => ({
  name: 'n',
  subject: 's',
  html: 'h',
  recipients: [{ address: 'a@x.test' }],
  ...extra,
});

eachDatabase('the HTTP surface', ({ fresh }) => {
  let relay: AppUnderTest;
  let me: Awaited<ReturnType<AppUnderTest['person']>>;
  beforeAll(async () => {
    relay = await appUnderTest(await fresh(), { RELAY_CORS_ORIGINS: 'https://app.test' });
    me = await relay.person('me');
  });
  afterAll(() => relay.app.close());
  const send = (
    payload: unknown,
    headers: Record<string, string> = {},
    url = '/api/email/send-batch',
  ) =>
    relay.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', ...me.bearer, ...headers },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });
  const get = (url: string, headers = {}) =>
    relay.app.inject({ url, headers: { ...me.bearer, ...headers } });

  test('S1: the safe headers are on every answer, and nothing names the server', async () => {
    for (const url of ['/api/health', '/sign-in', '/nothing', '/api/email/batches']) {
      const { headers } = await relay.app.inject({ url });
      expect(headers['strict-transport-security'], url).toContain('max-age=31536000');
      expect(headers['x-content-type-options'], url).toBe('nosniff');
      expect(headers['x-frame-options'], url).toBe('DENY');
      expect(headers['referrer-policy'], url).toBe('no-referrer');
      expect(headers['content-security-policy'], url).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy'], url).not.toContain('unsafe');
      expect(headers.server ?? headers['x-powered-by'], url).toBeUndefined();
    }
  });

  test('S2: only the exact origins of the operator are allowed', async () => {
    const ask = (origin: string) =>
      relay.app.inject({
        method: 'OPTIONS',
        url: '/api/email/send',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    expect((await ask('https://app.test')).headers['access-control-allow-origin']).toBe(
      'https://app.test',
    );
    for (const origin of [
      'https://evil.test',
      'null',
      'https://app.test.evil.test',
      'chrome-extension://x',
    ]) {
      const { headers } = await ask(origin);
      expect(headers['access-control-allow-origin'], origin).toBeUndefined();
      expect(headers['access-control-allow-credentials'], origin).toBeUndefined();
      const actual = await get('/api/email/batches', { origin });
      expect(actual.statusCode, origin).toBe(200);
      expect(actual.headers['access-control-allow-origin'], origin).toBeUndefined();
      expect(actual.headers['access-control-allow-credentials'], origin).toBeUndefined();
    }
  });

  test('S9: a poisoned Host changes no link', async () => {
    const answer = await relay.app.inject({
      method: 'POST',
      url: '/api/auth/device/code',
      headers: { host: 'evil.test', 'x-forwarded-host': 'evil.test', 'x-forwarded-proto': 'http' },
      payload: { client_id: 'x' },
    });
    expect(answer.json().verification_uri).toBe('https://relay.test/device');
    expect(answer.body).not.toContain('evil');
  });

  test('errors are problem+json with a stable code and the path of what is wrong', async () => {
    const answer = await send(batch({ perMinute: -1, subject: 7 }));
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ code: 'invalid-request', status: 400 });
    expect(answer.json().errors.length).toBeGreaterThan(0);
    const missing = await get('/api/email/batches/none');
    expect(missing.json()).toMatchObject({ code: 'not-found', status: 404 });
  });

  test('a body that is no JSON, none at all, of another type or with a replyTo that is no address is told what it must be', async () => {
    const single = { to: 'a@x.test', subject: 's', text: 't' };
    const json = 'application/json';
    for (const [url, right] of [
      ['/api/email/send', single],
      ['/api/email/send-batch', batch()],
    ] as const) {
      const whole = JSON.stringify(right, null, 1);
      for (const [type, payload, status, path, message] of [
        [
          json,
          whole.replace('"subject":', '"subject"'),
          400,
          '',
          /^the body is not JSON: line \d, column 12 cannot be "/,
        ],
        [json, whole.slice(0, -1), 400, '', /ends too early, at line \d/],
        [json, whole.replace('{', '{"__proto__": {},'), 400, '', /not taken: __proto__/],
        [json, '', 400, '', /^the body is empty: JSON is needed$/],
        [undefined, undefined, 400, '', /^the body is empty: JSON is needed$/],
        // `curl -d` without a header.
        [
          'application/x-www-form-urlencoded',
          whole,
          415,
          'content-type',
          /^must be application\/json$/,
        ],
        [
          'application/x-www-form-urlencoded',
          'to=a%40x.test&subject=s&text=t',
          415,
          'content-type',
          /json$/,
        ],
        ['text/plain', whole, 415, 'content-type', /json$/],
        ['application/xml', whole, 415, 'content-type', /json$/],
        [
          json,
          JSON.stringify({ ...right, replyTo: 'Ada <a@x.test>' }),
          400,
          'replyTo',
          /^must be one e-mail address and nothing else/,
        ],
      ] as const) {
        const answer = await relay.app.inject({
          method: 'POST',
          url,
          headers: { ...me.bearer, ...(type && { 'content-type': type }) },
          payload,
        });
        const told = { status, code: status === 415 ? 'wrong-media-type' : 'invalid-request' };
        expect(answer.statusCode, `${url} ${type} ${payload}`).toBe(status);
        expect(answer.headers['content-type']).toContain('application/problem+json');
        expect(answer.json(), `${url} ${type} ${payload}`).toMatchObject({
          ...told,
          title: expect.stringMatching(/\.$/),
          errors: [{ path, message: expect.stringMatching(message) }],
        });
      }
    }
    const list = [{ address: 'a@x.test' }];
    for (const [body, errors] of [
      [
        { name: 'n', subject: 's' },
        [
          { path: 'html', message: 'is needed' },
          { path: 'recipients', message: 'is needed' },
        ],
      ],
      [
        { ...batch(), name: 7, html: '', perMinute: 0.5, unsubscribe: 'yes', colour: 'red' },
        [
          { path: 'name', message: 'must be a text' },
          { path: 'perMinute', message: 'must be a whole number' },
          { path: 'unsubscribe', message: 'must be true or false' },
          { path: 'colour', message: 'is not known here' },
        ],
      ],
      [
        { ...batch(), recipients: [...list, { name: 'x' }, { address: 'b@x.test', name: 3 }] },
        [
          { path: 'recipients.1.address', message: 'is needed' },
          { path: 'recipients.2.name', message: 'must be a text' },
        ],
      ],
      [{ emails: 7 }, [{ path: 'emails' }]],
      [7, [{ path: '' }]],
    ] as const) {
      expect((await send(body as object)).json().errors).toMatchObject(errors);
    }
    const lacking = await relay.app.inject({
      method: 'POST',
      url: '/api/email/send',
      headers: me.bearer,
      payload: { subject: 's', text: 5, attachments: [{ filename: 'a' }] },
    });
    expect(lacking.json().errors).toEqual(
      expect.arrayContaining([
        { path: 'to', message: 'is needed' },
        { path: 'text', message: 'must be a text' },
        { path: 'attachments.0.content', message: 'is needed' },
      ]),
    );
    for (const [query, message] of [
      ['batches?limit=1000', 'must be at most 100'],
      ['batches?limit=many', 'must be a number'],
      ['history?kind=both', 'must be single or batch'],
    ]) {
      expect((await get(`/api/email/${query}`)).json().errors).toMatchObject([{ message }]);
    }
    const twice = JSON.stringify(batch()).replace('{', `{"recipients":${JSON.stringify(list)},`);
    expect((await send(twice)).json().errors).toEqual([
      { path: 'recipients', message: 'must be there once' },
    ]);
  });

  test('the shape of 3.4 and single messages are taken; an Idempotency-Key keeps its answer', async () => {
    const old = await send({ emails: [{ to: 'a@x.test', subject: 's', body: 'b' }] });
    expect(old.json()).toMatchObject({ total: 1, accepted: 1, rejected: [] });
    const one = { to: 'a@x.test', subject: 'Hi {{name}}', text: 'plain' };
    const first = await send(one, { 'idempotency-key': 'k1' }, '/api/email/send');
    expect(first.statusCode).toBe(201);
    const again = await send(one, { 'idempotency-key': 'k1' }, '/api/email/send');
    expect(again.json()).toEqual(first.json());
    const other = await send(
      { ...one, text: 'else' },
      { 'idempotency-key': 'k1' },
      '/api/email/send',
    );
    expect([other.statusCode, other.json().code]).toEqual([409, 'idempotency-conflict']);
    const history = (await get('/api/email/history')).json();
    // Both may be of the same millisecond.
    expect(history.items).toContainEqual(
      expect.objectContaining({ to: 'a@x.test', subject: 'Hi {{name}}' }),
    );
    // Those sent one by one are asked for alone, with what the mail server said of each.
    const { db } = relay.database;
    const single = first.json().batchId;
    const said = { state: 'failed' as const, last_error: '550 no' };
    await db.updateTable('recipients').set(said).where('batch_id', '=', single).execute();
    const told = { batchId: single, subject: 'Hi {{name}}', state: 'failed', lastError: '550 no' };
    const ofKind = async (kind: string) =>
      (await get(`/api/email/history?kind=${kind}`)).json().items;
    expect(await ofKind('single')).toMatchObject([told]);
    expect(await ofKind('batch')).toMatchObject([{ batchId: old.json().batchId, lastError: null }]);
    expect((await get('/api/email/history?kind=other')).statusCode).toBe(400);
    await db
      .updateTable('recipients')
      .set({ state: 'pending', last_error: null })
      .where('batch_id', '=', single)
      .execute();
    expect((await get('/api/dashboard/stats')).json().recipients.pending).toBe(2);
    // What lies in the outbox has been sent to nobody, and is told apart.
    const { batchId } = old.json();
    const gone = { state: 'sent' as const, sent_at: Date.now(), kept: 1 };
    await db.updateTable('recipients').set(gone).where('batch_id', '=', batchId).execute();
    await db.updateTable('batches').set({ kept: 1 }).where('id', '=', batchId).execute();
    expect((await get('/api/dashboard/stats')).json()).toMatchObject({
      recipients: { pending: 1, sent: 1 },
      ...{ sentLastDay: 1, sentLastWeek: 1, kept: 1, keptLastDay: 1, keptLastWeek: 1, batches: 2 },
    });
    const { items } = (await get('/api/email/history')).json();
    expect(items.filter((item: { kept: boolean }) => item.kept)).toMatchObject([{ batchId }]);
  });

  test('what a batch says can be read again, and the values of each recipient', async () => {
    const attachments = [{ filename: 'a.txt', contentType: 'text/plain', content: 'aGVsbG8=' }];
    const sent = await send(
      batch({
        subject: 'Hi {{ prenom }}',
        html: '<p>{{ city }}</p>',
        text: 'in {{ city }}',
        replyTo: 'answers@x.test',
        unsubscribe: true,
        attachments,
        recipients: [
          { address: 'a@x.test', name: 'Ada', fields: { prenom: 'Ada', city: 'Paris', age: 7 } },
          { address: 'b@x.test' },
        ],
      }),
    );
    const at = `/api/email/batches/${sent.json().batchId}`;
    expect((await get(`${at}/content`)).json()).toEqual({
      from: { address: 'me@relay.test', name: null },
      account: null,
      replyTo: 'answers@x.test',
      subject: 'Hi {{ prenom }}',
      html: '<p>{{ city }}</p>',
      text: 'in {{ city }}',
      isTemplate: true,
      unsubscribe: true,
      attachments: [{ filename: 'a.txt', contentType: 'text/plain', size: 5 }],
    });
    const { items } = (await get(`${at}/recipients?values=true&limit=1000`)).json();
    expect(items).toMatchObject([
      { address: 'a@x.test', name: 'Ada', fields: { prenom: 'Ada', city: 'Paris', age: 7 } },
      { address: 'b@x.test', name: null, fields: {} },
    ]);
    const second = (await get(`${at}/recipients?from=1&limit=1`)).json();
    expect(second.items).toMatchObject([{ index: 1, address: 'b@x.test' }]);
    const plain = (await get(`${at}/recipients`)).json();
    expect(Object.keys(plain.items[0])).not.toContain('fields');
    // 3.4: each mail has a text of its own.
    const old = await send({ emails: [{ to: 'c@x.test', subject: 'S', body: '<b>B</b>' }] });
    const mine = `/api/email/batches/${old.json().batchId}`;
    expect((await get(`${mine}/content`)).json()).toMatchObject({ isTemplate: false, html: null });
    const own = (await get(`${mine}/recipients?values=true`)).json();
    expect(own.items).toMatchObject([{ subject: 'S', html: '<b>B</b>', fields: {} }]);
    // The account it was sent from is gone: nothing else is named instead.
    const { db } = relay.database;
    const gone = { mail_account: 'gone' };
    await db.updateTable('batches').set(gone).where('id', '=', sent.json().batchId).execute();
    expect((await get(`${at}/content`)).json()).toMatchObject({ from: null, account: 'gone' });
  });

  test('a page with values is short: they may be long', async () => {
    const recipients = Array.from({ length: 501 }, (_, n) => ({ address: `p${n}@x.test` }));
    const sent = await send(batch({ recipients }));
    const at = `/api/email/batches/${sent.json().batchId}/recipients?limit=1000&values=true`;
    const page = (await get(at)).json();
    expect([page.items.length, page.next]).toEqual([500, '499']);
    expect((await get(`${at}&cursor=499`)).json()).toMatchObject({ next: null, items: [{}] });
  });

  test('a page of batches goes on where the one before ended', async () => {
    for (let i = 0; i < 3; i += 1) await send(batch({ name: `page ${i}` }));
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = (await get(`/api/email/batches?limit=1${cursor}`)).json();
      seen.push(...page.items.map((item: { id: string }) => item.id));
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor);
    const all = (await get('/api/email/batches?limit=100')).json().items;
    expect(seen).toEqual(all.map((item: { id: string }) => item.id));
  });

  test('a single message without subject, text and files is refused, and the fields are named', async () => {
    const to = { to: 'a@x.test' };
    for (const [empty, field] of [
      [{ subject: '', text: '' }, 'text'],
      [{ subject: ' \u00a0\u200b', text: ' \n\u200b' }, 'text'],
      [{ subject: '', html: '<p><br></p>' }, 'html'],
      [{ subject: '', body: '<div>&nbsp;</div>', text: 'unseen beside the HTML' }, 'body'],
    ] as const) {
      const answer = await send({ ...to, ...empty }, {}, '/api/email/send');
      expect([answer.statusCode, answer.json()], JSON.stringify(empty)).toMatchObject([
        400,
        { code: 'invalid-request', errors: [{ path: 'subject' }, { path: field }] },
      ]);
    }
    const attachments = [{ filename: 'a.txt', contentType: 'text/plain', content: 'aGVsbG8=' }];
    for (const full of [
      { subject: 's', text: '' },
      { subject: '你好', text: '' },
      { subject: '', text: 't' },
      { subject: '', html: '<img src="https://x.test/a.png" alt="">' },
      { subject: '', text: '', attachments },
    ]) {
      const answer = await send({ ...to, ...full }, {}, '/api/email/send');
      expect(answer.statusCode, JSON.stringify(full)).toBe(201);
    }
  });

  test('a time of another day is refused, and says how; an answer that was lost is given however late', async () => {
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    const hour = 3_600_000;
    for (const [sendAt, why] of [
      [at(-25 * hour), /24 hours in the past/],
      [at(6 * 366 * 24 * hour), /five years/],
      ['2026-12-01T08:30:00', /seconds and zone, like 2026/],
      ['2026-12-01T08:30Z', /seconds and zone, like 2026/],
    ] as const) {
      const answer = await send(batch({ sendAt }));
      expect([answer.statusCode, answer.json().errors], sendAt).toEqual([
        400,
        [{ path: 'sendAt', message: expect.stringMatching(why) }],
      ]);
    }
    expect((await send(batch({ sendAt: at(-hour) }))).statusCode).toBe(201);
    const { batchId } = (await send(batch({ sendAt: at(hour) }))).json();
    const move = (sendAt: unknown) =>
      relay.app.inject({
        method: 'POST',
        url: `/api/email/batches/${batchId}/reschedule`,
        headers: me.bearer,
        payload: { sendAt },
      });
    for (const wrong of [at(-25 * hour), at(6 * 366 * 24 * hour), '2026-12-01T08:30Z', undefined]) {
      expect((await move(wrong)).statusCode, wrong).toBe(400);
    }
    const later = at(2 * hour);
    expect((await move(later)).json().batch).toMatchObject({ state: 'scheduled', sendAt: later });
    expect((await move(at(-hour))).json().batch.state).toBe('running');
    expect((await move(null)).json()).toMatchObject({ status: 409, code: 'wrong-state' });
    const late = batch({ sendAt: at(hour) });
    const first = await send(late, { 'idempotency-key': 'late' });
    vi.setSystemTime(Date.now() + 48 * hour);
    try {
      expect((await send(late)).statusCode).toBe(400);
      const again = await send(late, { 'idempotency-key': 'late' });
      expect([again.statusCode, again.json()]).toEqual([201, first.json()]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('S14 S15: line breaks and control characters in headers are refused', async () => {
    for (const evil of ['a\r\nBcc: x@evil.test', 'a\rb', 'a\nb', 'a\0b', 'a\u2028b', 'a\u0085b']) {
      for (const bad of [
        batch({ subject: evil }),
        batch({ name: evil }),
        batch({ replyTo: `${evil}@x.test` }),
        batch({ recipients: [{ address: 'a@x.test', name: evil }] }),
        batch({ recipients: [{ address: `${evil}@x.test` }] }),
      ]) {
        expect((await send(bad)).statusCode, JSON.stringify(bad)).toBe(400);
      }
    }
  });

  test('S14 S21: files come with their content, and nothing can name a file or an address to fetch', async () => {
    const file = { filename: 'a.pdf', contentType: 'application/pdf', content: 'aGVsbG8=' };
    const good = { attachments: [file] };
    expect((await send(batch(good))).statusCode).toBe(201);
    const one = { to: 'a@x.test', subject: 's', text: 't', ...good };
    expect((await send(one, {}, '/api/email/send')).statusCode).toBe(201);
    const changed = (extra: object) => ({ attachments: [{ ...file, ...extra }] });
    for (const extra of [
      { attachments: [{ path: '/etc/passwd' }] },
      { attachments: [{ href: 'http://169.254.169.254/' }] },
      { attachments: [{ raw: 'x' }] },
      changed({ path: '/etc/passwd' }),
      changed({ href: 'http://169.254.169.254/' }),
      changed({ encoding: '7bit' }),
      changed({ headers: { bcc: 'x@evil.test' } }),
      changed({ content: { path: '/etc/passwd' } }),
      changed({ content: 'no base64!' }),
      changed({ content: 'data:text/plain;base64,aGVsbG8=' }),
      changed({ filename: '../../etc/passwd' }),
      changed({ filename: 'a\\b.pdf' }),
      changed({ filename: '..' }),
      changed({ filename: ' ' }),
      changed({ filename: 'a\r\nBcc: x@evil.test' }),
      changed({ contentType: 'text/html\r\nBcc: x@evil.test' }),
      changed({ contentType: 'text/html; charset=x' }),
      changed({ contentType: 'message/rfc822' }),
      changed({ contentType: 'multipart/mixed' }),
      changed({ contentType: 'html' }),
      { attachments: Array.from({ length: 11 }, () => file) },
      { html: { path: '/etc/passwd' } },
      { raw: { path: '/etc/passwd' } },
      { envelope: { to: 'x@evil.test' } },
    ]) {
      expect((await send(batch(extra))).statusCode, JSON.stringify(extra)).toBe(400);
    }
    const half = { ...file, content: Buffer.alloc(8 * 1024 * 1024).toString('base64') };
    const large = await send(batch({ attachments: [half, half] }));
    expect(large.statusCode).toBe(400);
    expect(JSON.stringify(large.json().errors)).toContain('15 MB');
  });

  test('S8 S19: the list of who gets no more mail is the account’s own, and holds', async () => {
    const other = await relay.person('other-list');
    const url = '/api/email/suppressions';
    expect((await send({ address: 'Gone@x.test' }, {}, url)).json().address).toBe('gone@x.test');
    const mine = (await get(`${url}?limit=1`)).json();
    expect(mine).toMatchObject({ items: [{ address: 'gone@x.test', reason: 'by hand' }] });
    expect((await get(`${url}?cursor=${mine.next}`)).json()).toEqual({ items: [], next: null });
    expect((await get(url, other.bearer)).json().items).toEqual([]);
    const remove = (headers: Record<string, string>) =>
      relay.app.inject({ method: 'DELETE', url: `${url}/gone%40x.test`, headers });
    expect((await remove(other.bearer)).statusCode).toBe(404);
    const made = await send(batch({ recipients: [{ address: 'gone@X.test' }] }));
    const { counts } = (await get(`/api/email/batches/${made.json().batchId}`)).json();
    expect(counts).toMatchObject({ suppressed: 1, pending: 0 });
    expect((await remove(me.bearer)).statusCode).toBe(204);
    expect((await remove(me.bearer)).statusCode).toBe(404);
  });

  test('S3 S8 S19: the page of who unsubscribed shows one’s own, page by page, and undoes a mistaken click', async () => {
    const owner = await relay.person('undo');
    const other = await relay.person('undo-other');
    const [mine, theirs] = [await relay.signIn(owner.email), await relay.signIn(other.email)];
    const page = async (query = '', cookie = mine) =>
      (await relay.app.inject({ url: `/account/unsubscribed${query}`, headers: { cookie } })).body;
    const allow = (address: string, headers: Record<string, string>) =>
      relay.app.inject({
        method: 'POST',
        url: '/account/unsubscribed/allow',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        payload: new URLSearchParams({ address }).toString(),
      });
    expect(await page()).toContain('None: your mails go to everybody.');
    expect(await page()).toContain(
      '<a href="/account/unsubscribed" aria-current="page">Unsubscribed</a>',
    );
    const clicked = { userId: owner.userId, address: 'Slip_100%@x.test', from: 'me@relay.test' };
    await unsubscribe(relay.database, { ...clicked, nowMs: Date.now() });
    const many = Array.from({ length: 50 }, (_, at) => `m${String(at).padStart(2, '0')}@x.test`);
    await relay.database.db
      .insertInto('suppressions')
      .values(
        many.map((address) => ({
          user_id: owner.userId,
          address,
          reason: 'by hand',
          created_at: 1,
        })),
      )
      .execute();
    const shown = (body: string) =>
      [...body.matchAll(/<strong>(.*?@x\.test)</g)].map((hit) => hit[1]);
    const first = await page();
    expect(shown(first)).toEqual(many);
    const [, next = ''] = /href="\/account\/unsubscribed(\?after=[^"]+)"/.exec(first) ?? [];
    expect(shown(await page(next))).toEqual(['slip_100%@x.test']);
    // What is searched is text: neither % nor _ stands for other letters.
    expect(shown(await page('?q=_100%25@X'))).toEqual(['slip_100%@x.test']);
    expect(await page('?q=m_0')).toContain('No address contains “m_0”.');
    expect(shown(await page('', theirs))).toEqual([]);

    const origin = PUBLIC_URL;
    const address = 'slip_100%@x.test';
    expect((await allow(address, { cookie: mine, origin: 'https://evil.test' })).statusCode).toBe(
      403,
    );
    await allow(address, { cookie: theirs, origin });
    expect((await allow(address, { origin })).headers.location).toContain('/sign-in');
    expect(shown(await page('?q=slip'))).toEqual([address]);
    const done = await allow(address, { cookie: mine, origin });
    expect([done.statusCode, done.headers.location]).toEqual([
      303,
      '/account/unsubscribed?done=allowed',
    ]);
    expect(await page('?q=slip&done=allowed')).toContain('is allowed again');
    expect(shown(await page('?q=slip'))).toEqual([]);
    const left = relay.database.db.selectFrom('suppressions').select('user_id');
    expect(await left.where('address', '=', address).execute()).toEqual([]);
  });

  test('S3 S8: an address is put on that page by hand, by its owner, and gets nothing more', async () => {
    const owner = await relay.person('by-hand');
    const cookie = await relay.signIn(owner.email);
    const add = (address: string, headers: Record<string, string> = {}) =>
      relay.app.inject({
        method: 'POST',
        url: '/account/unsubscribed/add',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          cookie,
          origin: PUBLIC_URL,
          ...headers,
        },
        payload: new URLSearchParams({ address }).toString(),
      });
    expect((await add('called@x.test', { origin: 'https://evil.test' })).statusCode).toBe(403);
    expect((await add('called@x.test', { cookie: '' })).headers.location).toContain('/sign-in');
    const wrong = await add('no "address"');
    expect(wrong.statusCode).toBe(400);
    expect(wrong.body).toContain('Not an address');
    expect(wrong.body).toContain('value="no &quot;address&quot;"');
    const list = async () =>
      (await get('/api/email/suppressions', owner.bearer))
        .json()
        .items.map((item: { address: string; reason: string }) => [item.address, item.reason]);
    expect(await list()).toEqual([]);
    for (const address of [' Called@x.test ', 'called@x.test']) {
      const done = await add(address);
      const place = '/account/unsubscribed?done=added';
      expect([done.statusCode, done.headers.location]).toEqual([303, place]);
    }
    expect(await list()).toEqual([['called@x.test', 'by hand']]);
    const page = await relay.app.inject({
      url: '/account/unsubscribed?done=added',
      headers: { cookie },
    });
    expect(page.body).toContain('No more mail of yours goes to this address.');
    const made = await send(batch({ recipients: [{ address: 'CALLED@x.test' }] }), owner.bearer);
    const { counts } = (
      await get(`/api/email/batches/${made.json().batchId}`, owner.bearer)
    ).json();
    expect(counts).toMatchObject({ suppressed: 1, pending: 0 });
  });

  test('S22: absurd input is refused quickly', async () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    for (const body of [
      batch({ recipients: [{ address: `${'a'.repeat(1_000_000)}@x.test` }] }),
      batch({ subject: 'x'.repeat(1_000_000) }),
      batch({ replyTo: `${'('.repeat(50_000)}@x.test` }),
      deep,
      '{"__proto__":{"a":1}}',
    ]) {
      const start = performance.now();
      expect((await send(body)).statusCode).toBe(400);
      expect(performance.now() - start).toBeLessThan(2_000);
    }
  });

  test('S22: JSON nested without end is refused wherever some of it is passed on, and so is what is packed', async () => {
    const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    const ask = (url: string, payload: string | Buffer, headers = {}) =>
      relay.app.inject({
        method: 'POST',
        url,
        remoteAddress: '203.0.113.62',
        headers: {
          'content-type': 'application/json',
          origin: PUBLIC_URL,
          ...me.bearer,
          ...headers,
        },
        payload,
      });
    for (const levels of [1_000, 400_000]) {
      for (const [url, body] of [
        ['/v1/chat/completions', `{"model":"m","messages":[{"role":"u","x":${deep(levels)}}]}`],
        ['/v1/audio/speech', `{"model":"m","input":"x","x":${deep(levels)}}`],
        ['/api/auth/sign-in/email', `{"email":"a@x.test","password":"p","x":${deep(levels)}}`],
        ['/api/email/send', `{"to":"a@x.test","subject":"s","text":"t","x":${deep(levels)}}`],
      ] as const) {
        const answer = await ask(url, body);
        expect([answer.statusCode, answer.json().code], `${url} ${levels}`).toEqual([
          400,
          'invalid-request',
        ]);
      }
    }
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, 32));
    for (const url of ['/api/email/send', '/api/email/send-batch']) {
      const packed = await ask(url, bomb, { 'content-encoding': 'gzip' });
      expect(packed.statusCode, url).toBe(400);
    }
    // What a tool of an AI may look like is let through, as far as this relay's AI that is off.
    const tool = `{"model":"m","messages":[{"role":"u"}],"tools":${deep(60)}}`;
    expect((await ask('/v1/chat/completions', tool)).json().code).toBe('ai-off');
  });

  test('S27: one address without a token gets six hundred answers a minute; others and the health check lose nothing', async () => {
    const ask = (remoteAddress: string, url = '/robots.txt') =>
      relay.app.inject({ url, remoteAddress });
    const flood = await Promise.all(Array.from({ length: 700 }, () => ask('203.0.113.60')));
    const refused = flood.filter(({ statusCode }) => statusCode === 429);
    expect(flood.filter(({ statusCode }) => statusCode === 200).length).toBeLessThanOrEqual(600);
    expect(refused.length).toBeGreaterThanOrEqual(100);
    expect(refused[0]?.json().code).toBe('too-many-requests');
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask('203.0.113.61')).statusCode).toBe(200);
    expect((await ask('203.0.113.60', '/api/health')).statusCode).toBe(200);
  });

  test('S7: SQL in every parameter changes nothing and breaks nothing', async () => {
    for (const evil of ["' OR 1=1 --", '1; drop table batches', '%', '0 UNION SELECT 1']) {
      const text = encodeURIComponent(evil);
      expect((await get(`/api/email/batches/${text}`)).statusCode).toBe(404);
      expect((await get(`/api/email/batches?cursor=${text}`)).statusCode).toBe(400);
      expect((await get(`/api/email/history?limit=${text}`)).statusCode).toBe(400);
      const keyed = await send(batch({ name: evil }), { 'idempotency-key': evil });
      expect(keyed.statusCode).toBe(201);
      const found = await get(`/api/email/batches/${keyed.json().batchId}`);
      expect(found.json().name).toBe(evil);
    }
  });

  test('S19: only the POST with an untouched token stops mails', async () => {
    const token = signUnsubscribe(relay.unsubscribeKey, {
      userId: me.userId,
      address: 'out@x.test',
      from: 'me@relay.test',
    });
    const stopped = async () =>
      (
        await relay.database.db
          .selectFrom('suppressions')
          .select('address')
          .where('user_id', '=', me.userId)
          .execute()
      ).length;
    const page = await relay.app.inject({ url: `/u/${token}` });
    expect(page.body).toContain('out@x.test');
    expect(page.body).toContain('no more mails from me@relay.test to:');
    const one = (url: string) =>
      relay.app.inject({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'List-Unsubscribe=One-Click',
      });
    for (let i = 0; i < token.length; i += 7) {
      const flipped = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1);
      expect((await one(`/u/${flipped}`)).statusCode, String(i)).toBe(404);
    }
    for (const bad of [token.slice(0, -1), `${token}x`, token.split('.')[0], `${token}.x`]) {
      expect((await one(`/u/${bad}`)).statusCode).toBe(404);
    }
    expect(await stopped()).toBe(0);
    const waiting = await send(batch({ recipients: [{ address: 'Out@x.test' }] }));
    expect((await one(`/u/${token}`)).statusCode).toBe(200);
    const now = (await get(`/api/email/batches/${waiting.json().batchId}`)).json();
    expect(now.counts).toMatchObject({ suppressed: 1, pending: 0 });
    expect(await stopped()).toBe(1);
    const next = await send(batch({ recipients: [{ address: 'OUT@x.test' }] }));
    const { counts } = (await get(`/api/email/batches/${next.json().batchId}`)).json();
    expect(counts).toMatchObject({ suppressed: 1, pending: 0 });
    const again = await relay.app.inject({ url: `/u/${token}` });
    expect(again.body).toContain('You have unsubscribed already');
    expect(again.body).not.toContain('<button>');
    const everyone = async () =>
      (
        await relay.database.db
          .selectFrom('suppressions')
          .selectAll()
          .where('user_id', '=', 'from:me@relay.test')
          .execute()
      ).length;
    expect(await everyone()).toBe(1);
    const lifted = await relay.app.inject({
      method: 'DELETE',
      url: '/api/email/suppressions/out@x.test',
      headers: me.bearer,
    });
    expect([lifted.statusCode, await stopped(), await everyone()]).toEqual([204, 0, 0]);
  });

  test('S24: an exported cell is never a formula', async () => {
    for (const evil of ['=cmd|calc', '+1', '-1', '@x', '\tx', '\rx']) {
      expect(csvCell(evil).replace(/^"/, '')).toMatch(/^'/);
    }
    const { batchId } = (await send(batch())).json();
    const { id } = await relay.database.db
      .selectFrom('recipients')
      .select('id')
      .where('batch_id', '=', batchId)
      .executeTakeFirstOrThrow();
    await relay.database.db
      .updateTable('recipients')
      .set({ last_error: '=HYPERLINK("http://evil")' })
      .where('id', '=', id)
      .execute();
    const csv = await get(`/api/email/batches/${batchId}/export.csv`);
    expect(csv.body).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(csv.headers['content-disposition']).toContain('attachment');
  });

  test('progress comes as server-sent events and ends with the batch', async () => {
    const { batchId } = (await send(batch())).json();
    const cancel = await send('', {}, `/api/email/batches/${batchId}/cancel`);
    expect(cancel.json()).toMatchObject({ changed: 1, batch: { state: 'cancelled' } });
    const events = await get(`/api/email/batches/${batchId}/events`);
    expect(events.headers['content-type']).toContain('text/event-stream');
    expect(events.body).toMatch(/^event: progress\ndata: \{.*"cancelled":1.*\}\n\n$/);
  });

  test('R3: health tells live from ready, and names each thing it depends on', async () => {
    const healthy = await relay.app.inject({ url: '/api/health' });
    expect([healthy.statusCode, healthy.json()]).toEqual([
      200,
      {
        status: 'ok',
        live: true,
        ready: true,
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        dependencies: { database: 'ok', sender: 'ok', smtp: 'configured', ai: 'off' },
      },
    ]);
    relay.sender.healthy = false;
    const ill = await relay.app.inject({ url: '/api/health' });
    const metrics = (await relay.app.inject({ url: '/metrics' })).body;
    relay.sender.healthy = true;
    expect([ill.statusCode, ill.json()]).toMatchObject([
      503,
      { status: 'failing', live: true, ready: false, dependencies: { sender: 'failing' } },
    ]);
    expect(metrics).toMatch(/^relay_sender_healthy 0$/m);
    expect((await relay.app.inject({ url: '/metrics' })).body).toMatch(/^relay_sender_healthy 1$/m);
  });

  test('progress of a batch that is cancelled in the midst goes on until the mails on the wire have ended', async () => {
    const recipients = [{ address: 'a@x.test' }, { address: 'b@x.test' }];
    const { batchId } = (await send(batch({ recipients }))).json();
    const wire = (from: 'pending' | 'sending', to: 'sending' | 'sent') =>
      relay.database.db
        .updateTable('recipients')
        .set({ state: to })
        .where('batch_id', '=', batchId)
        .where('address', '=', 'a@x.test')
        .where('state', '=', from)
        .execute();
    await wire('pending', 'sending');
    await send('', {}, `/api/email/batches/${batchId}/cancel`);
    const events = await relay.app.inject({
      url: `/api/email/batches/${batchId}/events`,
      headers: me.bearer,
      payloadAsStream: true,
    });
    let heard = '';
    for await (const piece of events.stream()) {
      if (heard === '') await wire('sending', 'sent');
      heard += piece;
    }
    const told = [...heard.matchAll(/"sending":(\d),"sent":(\d)/g)].map(([, ...both]) => both);
    expect(told).toEqual([
      ['1', '0'],
      ['0', '1'],
    ]);
  });

  test('S28: /metrics is not for strangers, and the log holds no secret', async () => {
    expect(
      (await relay.app.inject({ url: '/metrics', remoteAddress: '203.0.113.1' })).statusCode,
    ).toBe(401);
    const proxied = { 'x-forwarded-for': '203.0.113.1' };
    expect((await relay.app.inject({ url: '/metrics', headers: proxied })).statusCode).toBe(401);
    for (const header of [{ forwarded: 'for=203.0.113.1' }, me.bearer]) {
      const remote = { remoteAddress: '127.0.0.1', headers: header };
      const { statusCode } = await relay.app.inject({ url: '/metrics', ...remote });
      // A token adds nothing to a connection from here, and takes nothing away.
      expect(statusCode).toBe('forwarded' in header ? 401 : 200);
    }
    const metrics = await relay.app.inject({ url: '/metrics' });
    expect(metrics.body).toContain('http_request_duration_seconds');
    expect(metrics.body).toMatch(/^relay_recipients\{state="pending"\} \d+$/m);
    expect(metrics.body).not.toContain(me.token);
  });

  test('S28: no token, address, subject, text or unsubscribe link reaches the log', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'relay-log-'));
    const file = join(dir, 'relay.log');
    const { log, stop } = openLog(file);
    const canary = 'canary-7f3a';
    const other = await appUnderTest(relay.database, {}, log);
    const body = batch({
      name: canary,
      subject: canary,
      html: canary,
      recipients: [{ address: `${canary}@x.test` }],
    });
    for (const url of [
      '/api/email/send-batch',
      `/u/${canary}`,
      `/sign-in?next=${canary}`,
      '/api/auth/sign-in/email',
    ]) {
      await other.app.inject({ method: 'POST', url, headers: me.bearer, payload: body });
      await other.app.inject({
        url,
        headers: { cookie: canary, authorization: `Bearer ${canary}` },
      });
    }
    log.error({ err: new Error(canary), password: canary, nested: { token: canary } }, 'failed');
    const refusal = '535 user <me@example.org> refused, mailto:you@x.test';
    log.warn({ event: 'smtp-sign-in-refused', message: `Invalid login: ${refusal}` }, 'sender');
    await stop();
    const written = readFileSync(file, 'utf8');
    rmSync(dir, { recursive: true });
    expect(written).toContain('/u/:token');
    expect(written).not.toContain(canary);
    expect(written).not.toContain(me.token);
    expect(written).toContain('Invalid login: 535 user <[address]> refused, mailto:[address]"');
  });

  test('100,000 recipients are accepted within the budget', async () => {
    const recipients = Array.from({ length: 100_000 }, (_, n) => ({
      address: `r${n}@x.test`,
      fields: { first: `First ${n}`, n },
    }));
    const payload = JSON.stringify(batch({ recipients }));
    const answer = await send(payload);
    expect(answer.json()).toMatchObject({ total: 100_000, accepted: 100_000 });
    const counts = (await get(`/api/email/batches/${answer.json().batchId}`)).json().counts;
    expect(counts.pending).toBe(100_000);
    const over = batch({ recipients: [...recipients, { address: 'z@x.test' }] });
    expect((await send(over)).statusCode).toBe(400);
  });
});
