import type { NewMailAccount } from '@iapostemanager/protocol/mail-account';
import { TransportError } from '../mail/transport.ts';
import { guardHost, type HostGuard, HostNotFoundError, HostRefusedError } from './guard-host.ts';

/** The account cannot be used as it was given. `code` is stable; nothing of what a server said is repeated. */
export class MailAccountRefusedError extends Error {
  readonly code:
    | 'host-not-found'
    | 'host-refused'
    | 'sign-in-refused'
    | 'server-unreachable'
    | 'token-service-unreachable'
    | 'secret-needed';
  constructor(code: MailAccountRefusedError['code'], message: string) {
    super(message);
    this.name = 'MailAccountRefusedError';
    this.code = code;
  }
}

const DEADLINES = { open: 15_000, envelope: 15_000, body: 15_000 };

/**
 * Signs in once, sends nothing.
 * @param onRenewed told at once of a new refresh token, whatever comes of the sign-in
 * @returns the account to keep: the token service may have handed out a new refresh token.
 * @throws {MailAccountRefusedError}
 */
export async function checkMailAccount(
  account: NewMailAccount,
  guard: HostGuard,
  onRenewed: (refreshToken: string) => Promise<void> = async () => {},
): Promise<NewMailAccount> {
  try {
    await guardHost(guard, account.host, account.port);
  } catch (error) {
    if (error instanceof HostNotFoundError) {
      throw new MailAccountRefusedError('host-not-found', 'No server of this name was found.');
    }
    if (!(error instanceof HostRefusedError)) throw error;
    throw new MailAccountRefusedError('host-refused', 'The relay may not connect to this server.');
  }
  let checked = account;
  const keepRefreshToken = async (refreshToken: string) => {
    await onRenewed(refreshToken);
    const { auth } = account;
    if (auth.type === 'oauth2') checked = { ...account, auth: { ...auth, refreshToken } };
  };
  const opened = { ...account, secret: account.auth };
  const { accountTransport } = await import('./account-transport.ts');
  try {
    (await accountTransport(opened, guard, keepRefreshToken, DEADLINES).open()).close();
  } catch (error) {
    if (error instanceof TransportError && error.reason === 'auth') {
      throw new MailAccountRefusedError('sign-in-refused', 'The mail server refuses the sign-in.');
    }
    if (error instanceof TransportError && error.by === 'token-service') {
      const message = 'The token service cannot be used.';
      throw new MailAccountRefusedError('token-service-unreachable', message);
    }
    throw new MailAccountRefusedError('server-unreachable', 'The mail server cannot be used.');
  }
  return checked;
}
