import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export type ReceivedMail = { from: string; to: string[]; messageId: string; raw: string };

export type SmtpPeer = {
  port: number;
  received: ReceivedMail[];
  /** Count of connections accepted so far. */
  connections(): number;
  /** Resolves when this many mails are here. */
  untilReceived(count: number): Promise<void>;
  server: SMTPServer;
  close(): Promise<void>;
};

/** What smtp-server keeps of a session; its types do not say. */
type Connection = { session: { id: string }; _socket: Socket };

type Behaviour = {
  options?: SMTPServerOptions;
  onConnect?: () => Error | undefined;
  onMailFrom?: (address: string, session: string) => Error | 'drop' | undefined;
  onRcptTo?: (address: string) => Error | 'drop' | undefined;
  /** The server has said 354. */
  onData?: () => void;
  /** A piece of a body has come; `before` counts the bytes that came earlier. */
  onBody?: (before: number) => void;
  /** After the final dot: an error to answer, or `hang` / `drop`. Undefined takes the mail, a promise when it is kept. */
  afterDot?: (mail: ReceivedMail) => Error | 'hang' | 'drop' | Promise<void> | undefined;
};

/** An SMTP answer with this code. */
export function smtpError(code: number, text = 'no'): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

/** A real SMTP server on a free loopback port that remembers every mail it answered 250 to. */
export async function startSmtpPeer(behaviour: Behaviour = {}): Promise<SmtpPeer> {
  const received: ReceivedMail[] = [];
  let connections = 0;
  let waiters: (() => void)[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    disableReverseLookup: true,
    ...behaviour.options,
    onConnect(_session, done) {
      connections += 1;
      done(behaviour.onConnect?.());
    },
    onMailFrom(address, session, done) {
      const answer = behaviour.onMailFrom?.(address.address, session.id);
      if (answer === 'drop') socketOf(session.id)?.destroy();
      else done(answer);
    },
    onRcptTo(address, session, done) {
      const answer = behaviour.onRcptTo?.(address.address);
      if (answer === 'drop') socketOf(session.id)?.destroy();
      else done(answer);
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      let bytes = 0;
      behaviour.onData?.();
      stream.on('data', (chunk: Buffer) => {
        behaviour.onBody?.(bytes);
        bytes += chunk.length;
        chunks.push(chunk);
      });
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        const mail = {
          from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
          to: session.envelope.rcptTo.map((rcpt) => rcpt.address),
          messageId: /^message-id:\s*(<[^>]+>)/im.exec(raw)?.[1] ?? '',
          raw,
        };
        const answer = behaviour.afterDot?.(mail);
        if (answer === 'drop') return socketOf(session.id)?.destroy();
        if (answer === 'hang') return;
        if (answer instanceof Error) return done(answer);
        const take = () => {
          received.push(mail);
          done();
          for (const waiter of waiters) waiter();
        };
        if (answer) answer.then(take);
        else take();
      });
    },
  });
  if (behaviour.options?.onData) server.onData = behaviour.options.onData;
  const socketOf = (sessionId: string) =>
    [...(server.connections as Set<Connection>)].find((one) => one.session.id === sessionId)
      ?._socket;
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    connections: () => connections,
    untilReceived: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (received.length < count) return;
          waiters = waiters.filter((waiter) => waiter !== look);
          resolve();
        };
        waiters.push(look);
        look();
      }),
    server,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
