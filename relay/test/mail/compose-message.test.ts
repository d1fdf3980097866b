import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import type { ClaimedRecipient, OpenBatch } from '../../src/ledger/claim-recipients.ts';
import { retryDelay } from '../../src/ledger/retry-delay.ts';
import { EmptyMessageError, MessageComposer, plainText } from '../../src/mail/compose-message.ts';
import { parseTemplate } from '../../src/mail/template-engine.ts';

const composer = new MessageComposer({
  from: 'me@relay.test',
  unsubscribeUrl: () => 'https://relay.test/u/token',
});

let count = 0;
function row(batch: Partial<OpenBatch>, extra: Partial<ClaimedRecipient> = {}): ClaimedRecipient {
  count += 1;
  return {
    id: count,
    address: 'ada@x.test',
    name: null,
    fields: '{}',
    subject: null,
    html: null,
    message_id: '<m@relay.test>',
    attempts: 1,
    ...extra,
    batch: {
      id: `b${count}`,
      user_id: 'u',
      kind: 'batch',
      name: 'n',
      subject: 's',
      html: '<p>h</p>',
      text: null,
      is_template: 1,
      reply_to: null,
      per_minute: null,
      send_at: null,
      unsubscribe: 0,
      state: 'running',
      pause_reason: null,
      total: 1,
      created_at: 0,
      idempotency_key: null,
      request_hash: null,
      rejected: '[]',
      mail_account: null,
      ...batch,
      attachments: batch.attachments ?? 0,
      kept: 0,
    },
  };
}
const parse = async (claimed: ClaimedRecipient) => simpleParser(await composer.compose(claimed));

test('variables are filled, HTML is escaped in HTML and left alone in text and subject', async () => {
  const mail = await parse(
    row(
      {
        subject: 'For {{name}} & {{x}}',
        html: '<p>{{x}} {{missing | default: "you"}}</p>',
        text: 'T {{x}}',
      },
      { name: 'Ada', fields: JSON.stringify({ x: '<img src=x onerror=1>' }) },
    ),
  );
  expect(mail.subject).toBe('For Ada & <img src=x onerror=1>');
  expect(mail.html).toContain('&lt;img src=x onerror=1&gt; you');
  expect(mail.text).toContain('T <img src=x onerror=1>');
});

test('S14: no field can add a header', async () => {
  const evil = 'a\r\nBcc: evil@x.test\r\n\r\nbody';
  const claimed = row({ subject: '{{e}}' }, { fields: JSON.stringify({ e: evil }), name: evil });
  const mail = await parse(claimed);
  expect([...mail.headers.keys()].sort()).toEqual([
    'content-type',
    'date',
    'from',
    'message-id',
    'mime-version',
    'subject',
    'to',
    'x-batch-id',
  ]);
  expect(mail.bcc).toBeUndefined();
  // Encoded twice, or another way, it is what its writer typed.
  for (const text of [
    'a%0d%0aBcc: evil@x.test',
    '=?utf-8?q?a=0d=0aBcc:_evil@x.test?=',
    '=?utf-8?b?DQpCY2M6IGV2aWxAeC50ZXN0?=',
    'a\u2028Bcc: evil@x.test',
    'a\u0085Bcc: evil@x.test',
  ]) {
    const fields = JSON.stringify({ e: text });
    const raw = (
      await composer.compose(row({ subject: '{{e}}' }, { fields, name: text }))
    ).toString();
    const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
    expect(head.replace(/\r\n[ \t]/g, ''), text).not.toMatch(/^bcc:/im);
    expect([...(await simpleParser(raw)).headers.keys()], text).not.toContain('bcc');
  }
});

test('S20: a template reaches nothing but the fields, and cannot run for long', () => {
  const fill = (source: string) => parseTemplate(source, 'html')({ a: 1, s: 'x' });
  expect(
    fill('{{constructor}}{{__proto__}}{{a.constructor.name}}{{s.constructor}}{{process.env.HOME}}'),
  ).toBe('');
  for (const source of [
    "{% include '/etc/passwd' %}",
    "{% render 'x' %}",
    "{% layout 'x' %}",
    '{{ a | raw }}',
    '{% for i in (1..1000000000) %}x{% endfor %}',
    '{% for i in (1..5000) %}{% for j in (1..5000) %}xxxxxxxxxx{% endfor %}{% endfor %}',
    '{% if %}',
  ]) {
    const start = performance.now();
    expect(() => fill(source), source).toThrow();
    expect(performance.now() - start).toBeLessThan(3_000);
  }
  expect(parseTemplate('{{x}}', 'text')({ x: '{{a}}', a: 'again' })).toBe('{{a}}');
});

test('a mail with neither subject nor anything to see is not made', async () => {
  const empty: Partial<OpenBatch>[] = [
    { subject: '{{ prenom }}', html: '{{ prenom }}' },
    { subject: ' ', html: '<p>&nbsp;\u200b</p><br>', is_template: 0 },
    { subject: '', html: null, text: '{{ x }}\n' },
    { subject: '', html: '', text: null, is_template: 0 },
  ];
  for (const batch of empty) {
    await expect(composer.compose(row(batch)), JSON.stringify(batch)).rejects.toThrow(
      EmptyMessageError,
    );
  }
  const full: Partial<OpenBatch>[] = [
    { subject: '{{ prenom | default: "you" }}', html: '' },
    { subject: '', html: '<p>{{ email }}</p>' },
    { subject: '', html: '<img src="https://x.test/a.png">' },
    { subject: '', html: null, text: 'T' },
    { subject: '', html: '', attachments: 1 },
  ];
  for (const batch of full) await composer.compose(row(batch));
});

test('HTML becomes readable text', () => {
  const text = plainText(
    '<h1>Hi</h1><p>See <a href="https://x.test/a">this</a><img src="https://t.test/p.gif"></p>',
  );
  expect(text).toContain('See this [https://x.test/a]');
  expect(text).not.toContain('p.gif');
});

test('the text part of an HTML template says the same as the mail', async () => {
  const html =
    '<h1>Dear {{name}}</h1><ul>{% for i in (1..n) %}<li>{{i}} {{x}}</li>{% endfor %}</ul><a href="{{url}}">see</a>';
  const fields = JSON.stringify({ n: 2, x: 'a<b & c', url: 'https://x.test/?a=1&b=2' });
  const mail = await parse(row({ html }, { name: 'Ada', fields }));
  expect(mail.text).toMatch(/DEAR ADA/i);
  expect(mail.text).toMatch(/1 a<b & c\s+\* 2 a<b & c/);
  expect(mail.text).toContain('see [https://x.test/?a=1&b=2]');
});

test('RFC 8058: one-click needs both headers, and only when asked for', async () => {
  const mail = await parse(row({ unsubscribe: 1, html: '<a href="{{unsubscribe_url}}">x</a>' }));
  expect(mail.headers.get('list')).toMatchObject({
    unsubscribe: { url: 'https://relay.test/u/token' },
    'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' },
  });
  expect(mail.html).toContain('href="https://relay.test/u/token"');
  expect((await parse(row({}))).headers.has('list')).toBe(false);
});

test('the wait doubles from one minute to four hours, spread by a quarter', () => {
  expect([1, 2, 3].map((n) => retryDelay(n, 0.5))).toEqual([60_000, 120_000, 240_000]);
  expect(retryDelay(1, 0)).toBe(45_000);
  expect(retryDelay(1, 0.999)).toBeLessThanOrEqual(75_000);
  expect(retryDelay(30, 0.5)).toBe(4 * 3_600_000);
  // Nobody asked for patience: seconds first, and as patient as the others after some tries.
  expect([1, 2, 3, 4].map((n) => retryDelay(n, 0.5, false))).toEqual([
    1_000, 4_000, 16_000, 64_000,
  ]);
  expect(retryDelay(8, 0.5, false)).toBe(retryDelay(8, 0.5));
});
