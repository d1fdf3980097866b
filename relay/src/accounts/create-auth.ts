import { betterAuth } from 'better-auth';
import { twoFactor } from 'better-auth/plugins/two-factor';
import type { RelayConfig } from '../config.ts';
import type { Database } from '../database/open-database.ts';
import { deriveKey } from '../derive-key.ts';
import { CLIENT_IP_HEADER } from './auth-endpoints.ts';
import { makeRecoveryCodes } from './recovery-codes.ts';

export type AuthSettings = Pick<RelayConfig, 'publicUrl' | 'secretKey'>;

/** Accounts of people: password (scrypt), TOTP, recovery codes, sessions in httpOnly cookies. */
export function createAuth(config: AuthSettings, database: Database) {
  const secure = config.publicUrl.startsWith('https:');
  return betterAuth({
    appName: 'IAPosteManager',
    baseURL: config.publicUrl,
    basePath: '/api/auth',
    secret: deriveKey(config.secretKey, 'accounts').toString('base64url'),
    database: { db: database.db, type: database.kind },
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12 },
    user: {
      additionalFields: {
        role: { type: 'string', input: false, required: false, defaultValue: 'user' },
      },
    },
    // No cookie cache: a revoked session must be dead at once, in every process.
    session: { cookieCache: { enabled: false } },
    // On every install: a first request may come before NODE_ENV says "production".
    rateLimit: { enabled: true, storage: 'database' },
    advanced: {
      // `__Host-`: a neighbour below the same domain cannot plant one. better-auth would write `__Secure-`, which it can.
      cookiePrefix: secure ? '__Host-relay' : 'relay',
      useSecureCookies: false,
      defaultCookieAttributes: { secure },
      ipAddress: { ipAddressHeaders: [CLIENT_IP_HEADER] },
    },
    plugins: [
      twoFactor({
        issuer: 'IAPosteManager',
        backupCodeOptions: { customBackupCodesGenerate: makeRecoveryCodes },
      }),
    ],
  });
}

export type Auth = ReturnType<typeof createAuth>;
