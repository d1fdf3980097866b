import { sql } from 'kysely';
import { hashToken } from '../src/accounts/access-tokens.ts';
import type { Database } from '../src/database/open-database.ts';

/** A token of the person that {@link fillAsReleased} writes down. */
export const RELEASED_TOKEN = `iapr_${'r'.repeat(43)}`;

/** Rows of every table that a release up to this step of the schema had, and of every state, in its own columns. */
export async function fillAsReleased(database: Database, version: string): Promise<void> {
  await fillLedger(database);
  if (version >= '002') await fillAccounts(database);
  if (version >= '011') await fillMailAccounts(database);
}

async function fillLedger({ db }: Database): Promise<void> {
  await sql`insert into batches (id, user_id, kind, name, subject, html, is_template, unsubscribe,
    state, total, created_at, rejected)
    values ('b1', 'u1', 'batch', 'n', 's', 'h', 0, 0, 'running', 6, 1, '[]')`.execute(db);
  const rows = [
    ['p', 'pending', null, 0],
    ['s0', 'sending', 'dead', 0],
    ['s1', 'sending', 'dead', 1],
    ['t', 'sent', null, 1],
    ['f', 'failed', null, 0],
    ['x', 'suppressed', null, 0],
  ] as const;
  for (const [idx, [name, state, worker, pastData]] of rows.entries()) {
    await sql`insert into recipients (batch_id, idx, address, fields, state, message_id, attempts,
      next_at, worker, past_data, sent_at)
      values ('b1', ${idx}, ${`${name}@x.test`}, '{}', ${state}, ${`<${name}@x>`}, 1, 0, ${worker},
      ${pastData}, ${state === 'sent' ? 5 : null})`.execute(db);
  }
  await sql`insert into workers (id, lease_until) values ('dead', 1)`.execute(db);
  await sql`insert into suppressions values ('u1', 'x@x.test', 'unsubscribed', 1)`.execute(db);
  await sql`insert into rates values ('account', 7)`.execute(db);
  await sql`insert into outbox (received_at, mail_from, rcpt_to, raw)
    values (5, 'me@x.test', 't@x.test', 'eA==')`.execute(db);
}

async function fillAccounts({ db, kind }: Database): Promise<void> {
  const at = '2026-01-01T00:00:00Z';
  const yes = sql.raw(kind === 'sqlite' ? '1' : 'true');
  await sql`insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt",
    "twoFactorEnabled", role) values ('u1', 'a', 'a@x.test', ${yes}, ${at}, ${at}, ${yes}, 'admin')`.execute(
    db,
  );
  await sql`insert into account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
    values ('c1', 'u1', 'credential', 'u1', 'hash', ${at}, ${at})`.execute(db);
  await sql`insert into "twoFactor" (id, secret, "backupCodes", "userId")
    values ('f1', 'secret', 'codes', 'u1')`.execute(db);
  await sql`insert into session (id, token, "userId", "expiresAt", "createdAt", "updatedAt")
    values ('s1', 't', 'u1', '2099-01-01T00:00:00Z', ${at}, ${at})`.execute(db);
  await sql`insert into tokens (id, user_id, name, hash, scopes, created_at)
    values ('k1', 'u1', 'Laptop', ${hashToken(RELEASED_TOKEN)}, 'send read', 1)`.execute(db);
  await sql`insert into usage values ('u1', '2026-01-01', 'tokens', 12)`.execute(db);
  await sql`insert into used_codes values ('u1', 'hash', 1)`.execute(db);
  await sql`insert into device_requests values ('d', 'BCDFGHJK', 'c', 'send', 'pending', null, 9, 0)`.execute(
    db,
  );
}

async function fillMailAccounts({ db }: Database): Promise<void> {
  await sql`insert into mail_accounts (id, user_id, name, from_address, host, port, username, auth,
    secret, created_at) values ('m1', 'u1', 'Mine', 'a@gmail.com', 'SMTP.gmail.com', 587,
    'a@gmail.com', 'password', 'sealed', 1)`.execute(db);
  await sql`insert into attachments values ('b1', 0, 'a.txt', 'text/plain', 'eA==')`.execute(db);
}

const TABLES = [
  'batches',
  'recipients',
  'workers',
  'suppressions',
  'rates',
  'outbox',
  'user',
  'account',
  'twoFactor',
  'session',
  'tokens',
  'usage',
  'used_codes',
  'device_requests',
  'mail_accounts',
  'attachments',
];

export type Books = Map<string, Record<string, unknown>[]>;

/** All rows of all tables that are there. */
export async function booksOf({ db }: Database): Promise<Books> {
  const there = new Set((await db.introspection.getTables()).map(({ name }) => name));
  const books: Books = new Map();
  for (const table of TABLES.filter((name) => there.has(name))) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.id(table)}
      order by 1, 2`.execute(db);
    books.set(table, rows);
  }
  return books;
}

/** The same rows with the columns only that they had before. */
export function asBefore(now: Books, before: Books): Books {
  return new Map(
    [...before].map(([table, [first = {}]]) => {
      const columns = Object.keys(first);
      const rows = now.get(table) ?? [];
      return [
        table,
        rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]]))),
      ];
    }),
  );
}
