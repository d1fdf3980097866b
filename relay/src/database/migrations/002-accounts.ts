import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../open-database.ts';

/** The tables of better-auth 1.7 (as its own schema generator prints them) and the relay's tokens and quotas. */
export function accounts(kind: DatabaseKind): Migration {
  const time = sql.raw(kind === 'sqlite' ? 'date' : 'timestamptz');
  const flag = sql.raw(kind === 'sqlite' ? 'integer' : 'boolean');
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        sql`create table "user" ("id" text not null primary key, "name" text not null,
          "email" text not null unique, "emailVerified" ${flag} not null, "image" text,
          "createdAt" ${time} not null, "updatedAt" ${time} not null,
          "twoFactorEnabled" ${flag}, "role" text)`,
        sql`create table "session" ("id" text not null primary key, "expiresAt" ${time} not null,
          "token" text not null unique, "createdAt" ${time} not null, "updatedAt" ${time} not null,
          "ipAddress" text, "userAgent" text,
          "userId" text not null references "user" ("id") on delete cascade)`,
        sql`create table "account" ("id" text not null primary key, "accountId" text not null,
          "providerId" text not null, "userId" text not null references "user" ("id") on delete cascade,
          "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" ${time},
          "refreshTokenExpiresAt" ${time}, "scope" text, "password" text,
          "createdAt" ${time} not null, "updatedAt" ${time} not null)`,
        sql`create table "verification" ("id" text not null primary key, "identifier" text not null,
          "value" text not null, "expiresAt" ${time} not null, "createdAt" ${time} not null,
          "updatedAt" ${time} not null)`,
        sql`create table "twoFactor" ("id" text not null primary key, "secret" text not null,
          "backupCodes" text not null, "userId" text not null references "user" ("id") on delete cascade,
          "verified" ${flag}, "failedVerificationCount" integer, "lockedUntil" ${time})`,
        sql`create table "rateLimit" ("id" text not null primary key, "key" text not null unique,
          "count" integer not null, "lastRequest" bigint not null)`,
        sql`create index "session_userId_idx" on "session" ("userId")`,
        sql`create index "account_userId_idx" on "account" ("userId")`,
        sql`create index "verification_identifier_idx" on "verification" ("identifier")`,
        sql`create index "twoFactor_secret_idx" on "twoFactor" ("secret")`,
        sql`create index "twoFactor_userId_idx" on "twoFactor" ("userId")`,
        sql`create table tokens (id text primary key, user_id text not null references "user" ("id") on delete cascade,
          name text not null, hash text not null unique, scopes text not null,
          created_at bigint not null, last_used_at bigint, revoked_at bigint)`,
        sql`create index tokens_user on tokens (user_id)`,
        sql`create table device_requests (device_hash text primary key, user_code text not null unique,
          client_id text not null, scopes text not null, state text not null, user_id text,
          expires_at bigint not null, last_poll_at bigint not null)`,
        sql`create table used_codes (user_id text not null, code_hash text not null,
          used_at bigint not null, primary key (user_id, code_hash))`,
        sql`create table usage (user_id text not null, day text not null, kind text not null,
          amount bigint not null, primary key (user_id, day, kind))`,
      ];
      for (const statement of statements) await statement.execute(db);
    },
  };
}
