import type { TokenScope } from '@iapostemanager/protocol/device-authorization';
import type { FastifyBaseLogger, FastifyInstance, LightMyRequestResponse } from 'fastify';
import { createToken } from '../src/accounts/access-tokens.ts';
import { type Auth, createAuth } from '../src/accounts/create-auth.ts';
import { createUser } from '../src/accounts/create-user.ts';
import { buildApp } from '../src/app.ts';
import { type RelayConfig, readConfig } from '../src/config.ts';
import type { Database } from '../src/database/open-database.ts';
import { deriveKey } from '../src/derive-key.ts';
import { MailCounts } from '../src/ledger/mail-counts.ts';

export const PUBLIC_URL = 'https://relay.test';
export const PASSWORD = 'a long enough password';

const ALL_SCOPES: TokenScope[] = ['send', 'ai', 'read'];

export type AppUnderTest = {
  app: FastifyInstance;
  auth: Auth;
  config: RelayConfig;
  database: Database;
  unsubscribeKey: Buffer;
  /** What the relay is told of its sender, which does not run here; a test may put a real one in its place. */
  sender: { healthy: boolean; serverFailing: boolean };
  mailCounts: MailCounts;
  /** A new person; the token has every scope unless told. */
  person(
    name: string,
    options?: { admin?: boolean; scopes?: TokenScope[] },
  ): Promise<{
    userId: string;
    email: string;
    token: string;
    bearer: { authorization: string };
  }>;
  /** Cookies of a fresh sign-in. */
  signIn(email: string): Promise<string>;
};

/** The real application on a real database, without a port. */
export async function appUnderTest(
  database: Database,
  env: Record<string, string> = {},
  log?: FastifyBaseLogger,
): Promise<AppUnderTest> {
  const config = readConfig({
    SECRET_KEY: 'an example secret of more than 32 characters',
    RELAY_PUBLIC_URL: PUBLIC_URL,
    SMTP_SERVER: '127.0.0.1',
    SMTP_FROM: 'me@relay.test',
    ...env,
  });
  const auth = createAuth(config, database);
  const told = { sender: { healthy: true, serverFailing: false } };
  const mailCounts = new MailCounts();
  const unsubscribeKey = deriveKey(config.secretKey, 'unsubscribe');
  const app = await buildApp(
    {
      config,
      database,
      auth: async () => auth,
      unsubscribeKey,
      mailAccountKey: deriveKey(config.secretKey, 'mail-accounts'),
      wakeSender: () => {},
      senderHealthy: () => told.sender.healthy,
      mailServerFailing: () => told.sender.serverFailing,
      mailCounts,
    },
    log,
  );
  await app.ready();
  let signIns = 0;
  return {
    app,
    auth,
    config,
    database,
    unsubscribeKey,
    mailCounts,
    get sender() {
      return told.sender;
    },
    set sender(sender) {
      told.sender = sender;
    },
    async person(name, { admin = false, scopes = ALL_SCOPES } = {}) {
      const email = `${name}@people.test`;
      const userId = await createUser(auth, database, { email, password: PASSWORD, admin });
      const token = await createToken(database, { userId, name: 'test', scopes, nowMs: 1 });
      return { userId, email, token, bearer: { authorization: `Bearer ${token}` } };
    },
    async signIn(email) {
      return cookiesOf(
        await app.inject({
          method: 'POST',
          url: '/api/auth/sign-in/email',
          headers: { origin: PUBLIC_URL },
          // An address of its own: three sign-ins in ten seconds are the limit of one.
          remoteAddress: `10.2.0.${signIns++ % 250}`,
          payload: { email, password: PASSWORD },
        }),
      );
    },
  };
}

/** What a browser would send back. */
export function cookiesOf(response: LightMyRequestResponse): string {
  return response.cookies
    .filter((cookie) => cookie.value !== '')
    .map((cookie) => `${cookie.name}=${encodeURIComponent(cookie.value)}`)
    .join('; ');
}
