import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { afterEach, expect, test } from 'vitest';
import { smtpTransport } from '../../src/mail/smtp-transport.ts';
import {
  guardHost,
  HostNotFoundError,
  HostRefusedError,
  isPublicAddress,
} from '../../src/mail-accounts/guard-host.ts';
import { OauthTokens } from '../../src/mail-accounts/oauth-token.ts';
import { startSmtpPeer } from '../smtp-peer.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const PRIVATE = [
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001::1',
  '2001:db8::1',
  'fe80::1',
  'fc00::1',
  'fd12:3456::1',
  'ff02::1',
];

test('S23: no private, local or disguised address is public; ordinary ones are', () => {
  for (const address of PRIVATE) expect(isPublicAddress(address), address).toBe(false);
  for (const address of [
    '8.8.8.8',
    '172.32.0.1',
    '100.128.0.1',
    '2001:4860:4860::8888',
    '2a00::1',
  ]) {
    expect(isPublicAddress(address), address).toBe(true);
  }
  for (const text of ['', 'localhost', '1', '127.1'])
    expect(isPublicAddress(text), text).toBe(false);
});

test('S23: every spelling of a private host is refused, by the real resolver too', async () => {
  const guard = { trusted: [] };
  for (const host of [
    ...PRIVATE,
    '[::1]',
    'localhost',
    'LOCALHOST.',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '017700000001',
    '0177.0.0.1',
    '127.1',
    '127.0.0.1.',
    'relay',
  ]) {
    await expect(guardHost(guard, host, 25), host).rejects.toThrow(HostRefusedError);
  }
});

test('S23: a name is resolved once, all its addresses count, and the checked one is the answer', async () => {
  let asked = 0;
  const answers = [['93.184.216.34'], ['127.0.0.1']];
  const resolve = async () => answers[asked++] ?? [];
  expect(await guardHost({ trusted: [], resolve }, 'mail.rebind.test', 587)).toBe('93.184.216.34');
  expect(asked).toBe(1);
  await expect(guardHost({ trusted: [], resolve }, 'mail.rebind.test', 587)).rejects.toThrow();
  const mixed = async () => ['93.184.216.34', '10.0.0.1'];
  await expect(guardHost({ trusted: [], resolve: mixed }, 'mixed.test', 587)).rejects.toThrow();
  const none = async () => [];
  await expect(guardHost({ trusted: [], resolve: none }, 'none.test', 587)).rejects.toThrow(
    HostNotFoundError,
  );
  // Of a name that leads inside nothing more is said than of an address.
  const inside = guardHost({ trusted: [], resolve: async () => ['10.0.0.1'] }, 'in.test', 587);
  await expect(inside).rejects.not.toThrow(HostNotFoundError);
});

test('S23: what the operator trusts is let through, on that port only when one is named', async () => {
  const resolve = async () => ['10.0.0.5'];
  const guard = { trusted: ['mail.firm.test:587'], resolve };
  expect(await guardHost(guard, 'mail.firm.test', 587)).toBe('10.0.0.5');
  await expect(guardHost(guard, 'mail.firm.test', 22)).rejects.toThrow(HostRefusedError);
  await expect(guardHost(guard, 'other.firm.test', 587)).rejects.toThrow(HostRefusedError);
});

test('S23 S30: the connection goes to the checked address, and the certificate must be the name’s', async () => {
  const pair = await generate([{ name: 'commonName', value: 'mail.own.test' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'mail.own.test' }] }],
  });
  const peer = await startSmtpPeer({
    options: { disabledCommands: [], key: pair.private, cert: pair.cert },
  });
  cleanUps.push(() => peer.close());
  const deadlines = { open: 3_000, envelope: 1_000, body: 1_000 };
  const open = (host: string) =>
    smtpTransport(
      { host, port: peer.port, secure: false },
      deadlines,
      { ca: pair.cert },
      {
        addressOf: async () => '127.0.0.1',
      },
    ).open();
  const channel = await open('mail.own.test');
  expect(channel.usable).toBe(true);
  channel.close();
  await expect(open('mail.other.test')).rejects.toThrow(/altnames/);
});

test('S23: a token service that redirects is not followed, and plain http only where trusted', async () => {
  const paths: string[] = [];
  const server: Server = createServer((request, response) => {
    paths.push(request.url ?? '');
    response.writeHead(302, { location: '/secret' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const grant = {
    provider: 'other' as const,
    tokenUrl: `http://127.0.0.1:${port}/token`,
    clientId: 'id',
    refreshToken: 'r',
  };
  await expect(new OauthTokens(grant, { trusted: [] }).accessToken()).rejects.toThrow(/https/);
  expect(paths).toEqual([]);
  const trusting = new OauthTokens(grant, { trusted: [`127.0.0.1:${port}`] });
  await expect(trusting.accessToken()).rejects.toThrow(/fails \(302\)/);
  expect(paths).toEqual(['/token']);
  const hidden = { ...grant, tokenUrl: `https://127.0.0.1:${port}/token` };
  await expect(new OauthTokens(hidden, { trusted: [] }).accessToken()).rejects.toThrow(
    HostRefusedError,
  );
});

test('R17: a new refresh token that could not be kept is asked for again, not lost with the process', async () => {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      asked.push(new URLSearchParams(body).get('refresh_token') ?? '');
      const answer = { access_token: 'a', expires_in: 3_600, refresh_token: `r${asked.length}` };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const kept: string[] = [];
  let away = true;
  const tokens = new OauthTokens(
    {
      provider: 'other',
      tokenUrl: `http://127.0.0.1:${port}/token`,
      clientId: 'id',
      refreshToken: 'r0',
    },
    { trusted: [`127.0.0.1:${port}`] },
    async (token) => {
      if (away) throw new Error('the database is away');
      kept.push(token);
    },
  );
  await expect(tokens.accessToken()).rejects.toThrow('away');
  away = false;
  expect(await tokens.accessToken()).toBe('a');
  expect(await tokens.accessToken()).toBe('a');
  expect(asked).toEqual(['r0', 'r1']);
  expect(kept).toEqual(['r2']);
});
