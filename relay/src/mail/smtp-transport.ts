import { isIP } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SmtpConfig } from '../config.ts';
import { type Deadlines, describe } from './smtp-answer.ts';
import { SmtpChannel } from './smtp-channel.ts';
import { type Channel, type Transport, TransportError } from './transport.ts';

export const DEADLINES: Deadlines = { open: 60_000, envelope: 120_000, body: 600_000 };

const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/**
 * The operator's SMTP server. Anything but a loopback server must speak TLS with a valid certificate: without it
 * neither the password nor a mail goes out.
 * @param tls what to trust; given, a loopback server must speak TLS as well.
 */
export function smtpTransport(
  smtp: SmtpConfig,
  deadlines: Deadlines = DEADLINES,
  tls?: { ca?: string },
): Transport {
  return { open: () => openChannel(smtp, deadlines, tls) };
}

function openChannel(smtp: SmtpConfig, deadlines: Deadlines, tls?: { ca?: string }) {
  const loopback = isLoopback(smtp.host) && !tls;
  const connection = new SMTPConnection({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.secure,
    requireTLS: !loopback && !smtp.secure,
    ignoreTLS: loopback && !smtp.secure,
    tls: { minVersion: 'TLSv1.2', ...tls },
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
    const timer = setTimeout(
      () => fail(new Error(`no session within ${deadlines.open} ms`)),
      deadlines.open,
    );
    const ready = () => {
      clearTimeout(timer);
      connection.removeListener('error', fail);
      resolve(new SmtpChannel(connection, deadlines));
    };
    connection.on('error', fail);
    connection.connect((error) => {
      if (error) return fail(error);
      if (!smtp.user) return ready();
      connection.login({ user: smtp.user, pass: smtp.password ?? '' }, (refused) =>
        refused ? fail(refused, 'auth') : ready(),
      );
    });
  });
}

function toTransportError(error: unknown, step?: 'auth'): TransportError {
  const { responseCode, message } = describe(error);
  if (step === 'auth' && responseCode !== undefined && responseCode >= 500) {
    return new TransportError('auth', message);
  }
  const busy = responseCode !== undefined && responseCode >= 400 && responseCode < 500;
  return new TransportError(busy ? 'busy' : 'unreachable', message);
}
