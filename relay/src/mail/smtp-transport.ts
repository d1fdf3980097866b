import { isIP } from 'node:net';
import SMTPConnection, { type SMTPConnectionAuth } from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import type { SmtpConfig } from '../config.ts';
import { isLoopback } from './is-loopback.ts';
import { type Deadlines, describe } from './smtp-answer.ts';
import { SmtpChannel } from './smtp-channel.ts';
import { type Channel, type Transport, TransportError } from './transport.ts';

export const DEADLINES: Deadlines = { open: 60_000, envelope: 120_000, body: 600_000 };

/** What a user's own server needs beyond the operator's. */
export type OwnServer = {
  /** Says to which address to connect, or throws. The certificate must still be the host's. */
  addressOf: (host: string, port: number) => Promise<string>;
  /** Gives an access token for XOAUTH2; `renew` when the server did not take the last one. Rejects with {@link TransportError}. */
  accessToken?: (renew: boolean) => Promise<string>;
};

/**
 * An SMTP server: the operator's, or with `own` a user's. Anything but a loopback server must speak TLS with a valid certificate: without it
 * neither the password nor a mail goes out.
 * @param tls what to trust; given, a loopback server must speak TLS as well.
 */
export function smtpTransport(
  smtp: SmtpConfig,
  deadlines: Deadlines = DEADLINES,
  tls?: { ca?: string },
  own?: OwnServer,
): Transport {
  return { open: () => openChannel(smtp, deadlines, tls, own) };
}

async function openChannel(
  smtp: SmtpConfig,
  deadlines: Deadlines,
  tls?: { ca?: string },
  own?: OwnServer,
): Promise<Channel> {
  const loopback = isLoopback(smtp.host) && !tls;
  const endsAt = performance.now() + deadlines.open;
  const late = new TransportError('unreachable', `no session within ${deadlines.open} ms`);
  const address = await within(deadlines.open, late, async () => {
    const found = await addressFor(smtp, own);
    // Asked before the server is: whether a grant is dead shows here, and nodemailer would hide it.
    await own?.accessToken?.(false);
    return found;
  });
  const connection = new SMTPConnection({
    host: address,
    port: smtp.port,
    secure: smtp.secure,
    requireTLS: !loopback && !smtp.secure,
    ignoreTLS: loopback && !smtp.secure,
    tls: {
      minVersion: 'TLSv1.2',
      ...(address === smtp.host || isIP(smtp.host) ? {} : { servername: smtp.host }),
      ...tls,
    },
    connectionTimeout: deadlines.open,
    greetingTimeout: deadlines.open,
    socketTimeout: Math.max(deadlines.envelope, deadlines.body),
    socketCloseTimeout: 0,
    maxResponseSize: 64 * 1024,
  });
  return new Promise<Channel>((resolve, reject) => {
    const fail = (error: unknown, reason?: 'auth') => {
      clearTimeout(timer);
      connection.close();
      reject(toTransportError(error, reason));
    };
    const timer = setTimeout(() => fail(late), endsAt - performance.now());
    const ready = () => {
      clearTimeout(timer);
      connection.removeListener('error', fail);
      resolve(new SmtpChannel(connection, deadlines));
    };
    connection.on('error', fail);
    connection.connect((error) => {
      if (error) return fail(error);
      if (!smtp.user) return ready();
      let noToken: unknown;
      const auth = credentials(smtp, own, (error) => {
        noToken = error;
      });
      connection.login(auth, (refused) => (refused ? fail(noToken ?? refused, 'auth') : ready()));
    });
  });
}

/** A resolver or a token service may say nothing for as long as it likes. */
async function within<T>(ms: number, late: Error, ask: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late), ms);
  });
  return Promise.race([ask(), limit]).finally(() => clearTimeout(timer));
}

async function addressFor(smtp: SmtpConfig, own?: OwnServer): Promise<string> {
  if (!own) return smtp.host;
  try {
    return await own.addressOf(smtp.host, smtp.port);
  } catch (error) {
    throw new TransportError('unreachable', describe(error).message);
  }
}

/** A password, or a source of access tokens as nodemailer's connection asks for them (XOAUTH2). */
function credentials(
  smtp: SmtpConfig,
  own: OwnServer | undefined,
  onNoToken: (error: unknown) => void,
): SMTPConnectionAuth {
  const { user = '', password = '' } = smtp;
  const accessToken = own?.accessToken;
  if (!accessToken) return { user, pass: password };
  const oauth2 = new XOAuth2({
    user,
    provisionCallback: (_user, renew, done) => {
      accessToken(renew).then(
        (token) => done(null, token),
        (error) => {
          onNoToken(error);
          done(error instanceof Error ? error : new Error(String(error)));
        },
      );
    },
  });
  return { user, method: 'XOAUTH2', oauth2 };
}

function toTransportError(error: unknown, step?: 'auth'): TransportError {
  if (error instanceof TransportError) return error;
  const { responseCode, message } = describe(error);
  if (step === 'auth' && responseCode !== undefined && responseCode >= 500) {
    return new TransportError('auth', message);
  }
  const busy = responseCode !== undefined && responseCode >= 400 && responseCode < 500;
  return new TransportError(busy ? 'busy' : 'unreachable', message);
}
