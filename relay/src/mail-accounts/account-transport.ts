import { DEADLINES, type OwnServer, smtpTransport } from '../mail/smtp-transport.ts';
import { type Transport, TransportError } from '../mail/transport.ts';
import { guardHost, type HostGuard } from './guard-host.ts';
import type { OpenedMailAccount } from './mail-accounts.ts';
import { OauthTokens, TokenError } from './oauth-token.ts';

/**
 * The SMTP server of a person's mail account: guarded, with a password or XOAUTH2.
 * @param keepRefreshToken told when the token service hands out a new refresh token
 */
export function accountTransport(
  account: Pick<OpenedMailAccount, 'host' | 'port' | 'user' | 'secret'>,
  guard: HostGuard,
  keepRefreshToken: (token: string) => Promise<void>,
  deadlines = DEADLINES,
): Transport {
  const { secret } = account;
  const own: OwnServer = { addressOf: (host, port) => guardHost(guard, host, port) };
  if (secret.type === 'oauth2') {
    const tokens = new OauthTokens(secret, guard, keepRefreshToken);
    own.accessToken = async (renew) => {
      try {
        return await tokens.accessToken(renew);
      } catch (error) {
        const refused = error instanceof TokenError && error.refused;
        const message = error instanceof Error ? error.message : String(error);
        throw new TransportError(refused ? 'auth' : 'unreachable', message, 'token-service');
      }
    };
  }
  return smtpTransport(
    {
      host: account.host,
      port: account.port,
      user: account.user,
      password: secret.type === 'password' ? secret.password : undefined,
      secure: account.port === 465,
    },
    deadlines,
    undefined,
    own,
  );
}
