import { createServer, type Server, type Socket } from 'node:net';
import { generate } from 'selfsigned';
import { afterEach, expect, test } from 'vitest';
import { type OwnServer, smtpTransport } from '../../src/mail/smtp-transport.ts';
import type { Delivery } from '../../src/mail/transport.ts';
import { startSmtpPeer } from '../smtp-peer.ts';

const deadlines = { open: 700, envelope: 500, body: 500 };
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const delivery = (extra: Partial<Delivery> = {}): Delivery => ({
  from: 'me@relay.test',
  to: 'you@x.test',
  raw: Buffer.from('Subject: s\r\n\r\nbody\r\n'),
  bodyStarts: async () => true,
  ...extra,
});

/** A server that answers each line as told; `script` gets the line without its end. */
async function scripted(
  script: (line: string, socket: Socket) => string | undefined,
): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.write('220 x\r\n');
    let rest = '';
    socket.on('data', (chunk) => {
      rest += chunk;
      for (let at = rest.indexOf('\r\n'); at >= 0; at = rest.indexOf('\r\n')) {
        const answer = script(rest.slice(0, at), socket);
        rest = rest.slice(at + 2);
        if (answer) socket.write(`${answer}\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as { port: number }).port;
}
const polite = (line: string) => {
  if (line === 'DATA') return '354 go';
  if (line === '.' || /^(EHLO|MAIL|RCPT|RSET)/.test(line)) return '250 ok';
  return undefined;
};
const open = (port: number) =>
  smtpTransport({ host: '127.0.0.1', port, secure: false }, deadlines).open();

test('R11: a connection cut right after the final dot is unknown; cut before it, surely not delivered', async () => {
  const afterDot = await scripted((line, socket) => {
    if (line === '.') socket.destroy();
    return polite(line);
  });
  const late = await (await open(afterDot)).send(delivery());
  expect(late).toMatchObject({ kind: 'lost', delivered: 'unknown' });
  const atData = await scripted((line, socket) => {
    if (line === 'DATA') socket.destroy();
    return polite(line);
  });
  expect(await (await open(atData)).send(delivery())).toMatchObject({
    kind: 'lost',
    delivered: 'no',
  });
});

test('R10: trickling answers, endless lines and a line without end stop at the total deadline', async () => {
  const timers: NodeJS.Timeout[] = [];
  cleanUps.push(() => timers.forEach(clearInterval));
  const trickle = await scripted((line, socket) => {
    if (!line.startsWith('RCPT')) return polite(line);
    timers.push(setInterval(() => socket.write('250-still\r\n'), 20));
    return undefined;
  });
  const slow = await (await open(trickle)).send(delivery());
  expect(slow).toMatchObject({ kind: 'lost', delivered: 'no', message: 'no answer within 500 ms' });
  const endless = await scripted((line, socket) => {
    if (line !== '.') return polite(line);
    timers.push(setInterval(() => socket.write('250-still\r\n'), 20));
    return undefined;
  });
  const taken = await (await open(endless)).send(delivery());
  expect(taken).toMatchObject({ delivered: 'unknown', message: 'no answer within 500 ms' });
  const huge = await scripted((line, socket) => {
    if (line.startsWith('MAIL')) socket.write(`250 ${'x'.repeat(10_000_000)}`);
    return line.startsWith('MAIL') ? undefined : polite(line);
  });
  expect(await (await open(huge)).send(delivery())).toMatchObject({
    kind: 'lost',
    delivered: 'no',
  });
});

test('R8 R10: names that are looked up for ever, tokens that do not come, and a greeting without end stop at the total deadline', async () => {
  const timers: NodeJS.Timeout[] = [];
  cleanUps.push(() => timers.forEach(clearInterval));
  const trickle = (socket: Socket, line: string) => {
    timers.push(setInterval(() => socket.write(line), 20));
    return undefined;
  };
  const never = new Promise<string>(() => {});
  const peer = await startSmtpPeer();
  cleanUps.push(() => peer.close());
  const smtp = { host: '127.0.0.1', port: peer.port, user: 'me', secure: false };
  const asked = (own: Partial<OwnServer>) =>
    smtpTransport(smtp, deadlines, undefined, { addressOf: async () => smtp.host, ...own }).open();
  const greeting = createServer((socket) => {
    socket.on('error', () => {});
    trickle(socket, '220-still\r\n');
  });
  await new Promise<void>((resolve) => greeting.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => greeting.close());
  const ehlo = await scripted((line, socket) =>
    line.startsWith('EHLO') ? trickle(socket, '250-still\r\n') : polite(line),
  );
  const sessions = {
    'a name': asked({ addressOf: () => never }),
    'a token': asked({ accessToken: () => never }),
    'a greeting': open((greeting.address() as { port: number }).port),
    'an introduction': open(ehlo),
  };
  await Promise.all(
    Object.entries(sessions).map(([what, session]) =>
      expect(session, what).rejects.toMatchObject({
        reason: 'unreachable',
        message: 'no session within 700 ms',
      }),
    ),
  );
  expect(peer.connections(), 'nobody connects without an address').toBe(0);
});

test('a body that is no longer ours is never begun', async () => {
  const lines: string[] = [];
  const port = await scripted((line) => {
    lines.push(line);
    return polite(line);
  });
  const channel = await open(port);
  expect(await channel.send(delivery({ bodyStarts: async () => false }))).toEqual({
    kind: 'fenced',
  });
  expect(channel.usable).toBe(false);
  expect(lines.at(-1)).toBe('DATA');
});

test('R6: a refusal leaves the session usable, 421 does not', async () => {
  let code = '550 no';
  const port = await scripted((line) => (line.startsWith('RCPT') ? code : polite(line)));
  const channel = await open(port);
  expect(await channel.send(delivery())).toMatchObject({
    kind: 'refused',
    permanent: true,
    code: 550,
  });
  code = '250 ok';
  expect(await channel.send(delivery())).toMatchObject({ kind: 'sent' });
  code = '421 too many';
  expect(await channel.send(delivery())).toMatchObject({
    kind: 'refused',
    permanent: false,
    code: 421,
  });
  expect(channel.usable).toBe(false);

  // As real servers do it: they close with the answer, whichever command it is for.
  for (const verb of ['MAIL', 'RCPT', 'DATA']) {
    const closing = await scripted((line, socket) => {
      if (!line.startsWith(verb)) return polite(line);
      socket.end('421 closing\r\n');
      return undefined;
    });
    const outcome = await (await open(closing)).send(delivery());
    expect(outcome, verb).toMatchObject({ kind: 'refused', permanent: false, code: 421 });
  }
});

test('S16: dots and bare line ends in a text never end the message', async () => {
  const smtp = await startSmtpPeer();
  cleanUps.push(() => smtp.close());
  const channel = await open(smtp.port);
  const evil = [
    '\r\n.\r\nMAIL FROM:<evil@x.test>\r\n',
    '\n.\nMAIL FROM:<evil@x.test>\n',
    '\r.\rMAIL FROM:<evil@x.test>\r',
  ];
  for (const text of evil) {
    const raw = Buffer.from(`Subject: s\r\n\r\nbefore${text}after\r\n`);
    expect((await channel.send(delivery({ raw }))).kind).toBe('sent');
  }
  expect(smtp.received.map((mail) => mail.from)).toEqual(Array(3).fill('me@relay.test'));
  for (const mail of smtp.received) expect(mail.raw).toContain('after');
  channel.close();
});

test('S15: a line break in the envelope never reaches the server', async () => {
  const lines: string[] = [];
  const port = await scripted((line) => {
    lines.push(line);
    return polite(line);
  });
  for (const extra of [
    { to: 'a@x.test>\r\nRCPT TO:<evil@x.test' },
    { from: 'a@x.test>\r\nRCPT TO:<evil@x.test' },
  ]) {
    const channel = await open(port);
    expect((await channel.send(delivery(extra))).kind).toBe('lost');
    channel.close();
  }
  expect(lines.filter((line) => line.includes('evil'))).toEqual([]);
});

test('S30 R14: without valid TLS neither password nor mail goes to a server that is not on this machine', async () => {
  const said: string[] = [];
  const onAuth = (
    _auth: unknown,
    _session: unknown,
    done: (e: null, r: { user: string }) => void,
  ) => {
    said.push('password');
    done(null, { user: 'me' });
  };
  const pair = await generate([{ name: 'commonName', value: 'mail.other.test' }]);
  const stripped = await startSmtpPeer({
    options: { onAuth, disabledCommands: ['STARTTLS'], allowInsecureAuth: true },
  });
  const selfSigned = await startSmtpPeer({
    options: { onAuth, disabledCommands: [], key: pair.private, cert: pair.cert },
  });
  cleanUps.push(
    () => stripped.close(),
    () => selfSigned.close(),
  );
  const day = 86_400_000;
  const old = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    notBeforeDate: new Date(Date.now() - 20 * day),
    notAfterDate: new Date(Date.now() - day),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const expired = await startSmtpPeer({
    options: { onAuth, disabledCommands: [], key: old.private, cert: old.cert },
  });
  // Somebody on the way answers in clear what is asked under TLS, before it begins.
  const injected = await scripted((line, socket) => {
    if (line.startsWith('EHLO')) return '250-x\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS';
    if (line.startsWith('AUTH')) said.push('password in clear');
    if (line !== 'STARTTLS') return '250 ok';
    socket.write('220 go\r\n250-x\r\n250 AUTH PLAIN LOGIN\r\n235 welcome\r\n');
    return undefined;
  });
  cleanUps.push(() => expired.close());
  const smtp = { user: 'me', password: 'secret', secure: false };
  // Trust is given even as an empty set: then a server on this machine is treated like any other.
  const at = (port: number, trust: { ca?: string }) =>
    smtpTransport(
      { ...smtp, host: '127.0.0.1', port },
      { ...deadlines, open: 3_000 },
      trust,
    ).open();
  await expect(at(stripped.port, {})).rejects.toThrow(/STARTTLS/);
  await expect(at(selfSigned.port, {})).rejects.toThrow(/self-signed/);
  await expect(at(selfSigned.port, { ca: pair.cert })).rejects.toThrow(/altnames/);
  await expect(at(expired.port, { ca: old.cert })).rejects.toThrow(/expired/);
  await expect(at(injected, {})).rejects.toThrow();
  expect(said).toEqual([]);
});
