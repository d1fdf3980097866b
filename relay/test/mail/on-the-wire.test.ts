import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type ParsedMail, simpleParser } from 'mailparser';
import { afterEach, expect, test } from 'vitest';
import { acceptBatch } from '../../src/ledger/accept-batch.ts';
import { LedgerSender } from '../../src/ledger/ledger-sender.ts';
import { MessageComposer } from '../../src/mail/compose-message.ts';
import { dkimSigner, signsFor } from '../../src/mail/dkim-signer.ts';
import { readAttachments } from '../../src/mail/read-attachments.ts';
import { smtpTransport } from '../../src/mail/smtp-transport.ts';
import { verifyDkim } from '../dkim-verifier.ts';
import { eachDatabase } from '../each-database.ts';
import { startSmtpPeer } from '../smtp-peer.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const dkim = {
  domain: 'relay.test',
  selector: 'mail2026',
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const pdf = Buffer.from('%PDF-1.7\n\u00e9\u0000\r\n.\r\nend');

test('a signature speaks for its own domain and those below', () => {
  expect(signsFor(dkim, 'a@relay.test')).toBe(true);
  expect(signsFor(dkim, 'a@news.RELAY.test')).toBe(true);
  expect(signsFor(dkim, 'a@evilrelay.test')).toBe(false);
  expect(signsFor(dkim, 'a@other.test')).toBe(false);
});

eachDatabase('a mail as it arrives', ({ fresh }) => {
  async function sent(extra: object, fromName?: string) {
    const database = await fresh();
    const peer = await startSmtpPeer();
    cleanUps.push(() => peer.close());
    await acceptBatch(database, {
      userId: 'u',
      kind: 'batch',
      messageDomain: 'relay.test',
      nowMs: Date.now(),
      request: {
        name: 'b',
        subject: 'Grüße für {{name}}',
        html: '<h1>Hallo {{name}}</h1><p>.</p><a href="{{unsubscribe_url}}">x</a>',
        recipients: [{ address: 'ada@x.test', name: 'Ada', fields: {} }],
        ...extra,
      },
    });
    const sender = new LedgerSender({
      database,
      transport: smtpTransport({ host: '127.0.0.1', port: peer.port, secure: false }),
      composer: new MessageComposer({
        from: 'me@relay.test',
        fromName,
        unsubscribeUrl: () => 'https://relay.test/u/token',
        attachments: (id) => readAttachments(database, id),
        sign: dkimSigner(dkim),
      }),
      from: 'me@relay.test',
      connections: 1,
    });
    sender.start();
    cleanUps.push(() => sender.stop(1_000));
    await peer.untilReceived(1);
    const { raw = '', from: envelope } = peer.received[0] ?? {};
    const mail: ParsedMail = await simpleParser(raw);
    return { raw, envelope, mail };
  }
  const verified = (raw: string, key: KeyObject = publicKey) => verifyDkim(raw, key);

  test('RFC 8058: both unsubscribe headers stand in it, and the DKIM signature covers them', async () => {
    const { raw, mail } = await sent({ unsubscribe: true, replyTo: 'answers@relay.test' });
    expect(mail.headers.get('list')).toMatchObject({
      unsubscribe: { url: 'https://relay.test/u/token' },
      'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' },
    });
    expect(mail.replyTo?.text).toBe('answers@relay.test');
    expect(mail.text).toContain('Hallo Ada');
    const result = verified(raw);
    expect(result).toMatchObject({ ok: true, domain: 'relay.test', selector: 'mail2026' });
    for (const name of [
      'from',
      'to',
      'subject',
      'reply-to',
      'list-unsubscribe',
      'list-unsubscribe-post',
    ]) {
      expect(result.signed, name).toContain(name);
    }
    const other = generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey;
    expect(verified(raw, other).ok).toBe(false);
    expect(verified(raw.replace('One-Click', 'Two-Click')).ok).toBe(false);
    expect(verified(raw.replace('Hallo', 'Hello')).ok).toBe(false);
  });

  test('S14: the name of the sender is encoded in From and signed; the envelope has the address alone', async () => {
    const name = 'Élèves, parents & "amis" du Nord: une association au nom plutôt long';
    const { raw, envelope, mail } = await sent({ unsubscribe: true }, name);
    expect(mail.from?.value).toEqual([{ address: 'me@relay.test', name }]);
    expect(raw).toMatch(/^From: =\?UTF-8\?.*\r\n(?: .*\r\n)* ?.*<me@relay\.test>\r\n/m);
    expect(envelope).toBe('me@relay.test');
    expect(mail.headers.get('list')).toMatchObject({
      unsubscribe: { url: 'https://relay.test/u/token' },
    });
    expect(verified(raw)).toMatchObject({ ok: true, domain: 'relay.test' });
    const plain = await sent({}, 'Association du Nord');
    expect(plain.raw).toContain('From: Association du Nord <me@relay.test>\r\n');
  });

  test('files arrive as they were given, with a plain text beside the HTML', async () => {
    const { raw, mail } = await sent({
      attachments: [
        {
          filename: 'Relevé d’août « 2026 ».pdf',
          contentType: 'application/pdf',
          content: pdf.toString('base64'),
        },
        { filename: 'a.txt', contentType: 'text/plain', content: '' },
      ],
    });
    expect(mail.attachments.map((one) => [one.filename, one.contentType])).toEqual([
      ['Relevé d’août « 2026 ».pdf', 'application/pdf'],
      ['a.txt', 'text/plain'],
    ]);
    expect(mail.attachments[0]?.content.equals(pdf)).toBe(true);
    expect(mail.text).toContain('Hallo Ada');
    expect(mail.html).toContain('<h1>Hallo Ada</h1>');
    expect(verified(raw).ok).toBe(true);
  });
});
