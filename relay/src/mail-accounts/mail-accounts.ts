import { randomUUID } from 'node:crypto';
import {
  type MailAccount,
  type MailAccountAuth,
  mailAccountAuth,
  type NewMailAccount,
} from '@iapostemanager/protocol/mail-account';
import type { Database } from '../database/open-database.ts';
import { openSecret, sealSecret } from './seal-secret.ts';

/** Mail accounts one person may keep. */
export const MAX_ACCOUNTS = 20;

const COLUMNS = ['id', 'name', 'from_address', 'host', 'port', 'username', 'auth'] as const;
const ownerOf = (id: string, userId: string) => `${userId}/${id}`;

/** Keeps a mail account, its secrets sealed. @returns undefined when the person has too many. */
export async function addMailAccount(
  database: Database,
  key: Buffer,
  { userId, account, nowMs }: { userId: string; account: NewMailAccount; nowMs: number },
): Promise<MailAccount | undefined> {
  if ((await listMailAccounts(database, userId)).length >= MAX_ACCOUNTS) return undefined;
  const id = randomUUID();
  const { name, from, host, port, user, auth } = account;
  await database.db
    .insertInto('mail_accounts')
    .values({
      id,
      user_id: userId,
      name,
      from_address: from,
      host,
      port,
      username: user,
      auth: auth.type,
      secret: sealSecret(key, ownerOf(id, userId), JSON.stringify(auth)),
      created_at: nowMs,
    })
    .execute();
  return { id, name, from, host, port, user, auth: auth.type };
}

/** Oldest first, without any secret. */
export async function listMailAccounts(database: Database, userId: string): Promise<MailAccount[]> {
  const rows = await database.db
    .selectFrom('mail_accounts')
    .select([...COLUMNS])
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute();
  return rows.map(({ from_address: from, username: user, ...row }) => ({ ...row, from, user }));
}

/** Forgets the account; what still waits to go out through it is paused. @returns false for one that is not theirs. */
export async function removeMailAccount(
  database: Database,
  { userId, id }: { userId: string; id: string },
): Promise<boolean> {
  const gone = await database.db
    .deleteFrom('mail_accounts')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (Number(gone.numDeletedRows) === 0) return false;
  await pauseWithoutAccount(database, id);
  return true;
}

/** Batches whose mail account is not there (any more) wait for a person. */
export async function pauseWithoutAccount(database: Database, id: string): Promise<void> {
  await database.db
    .updateTable('batches')
    .set({ state: 'paused', pause_reason: 'no-account' })
    .where('mail_account', '=', id)
    .where('state', 'in', ['running', 'scheduled'])
    .execute();
}

export type OpenedMailAccount = MailAccount & { userId: string; secret: MailAccountAuth };

/** The account with its secrets, for whoever sends. @throws {SealError} when `SECRET_KEY` is another one. */
export async function openMailAccount(
  database: Database,
  key: Buffer,
  id: string,
): Promise<OpenedMailAccount | undefined> {
  const row = await database.db
    .selectFrom('mail_accounts')
    .select([...COLUMNS, 'user_id', 'secret'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const secret = JSON.parse(openSecret(key, ownerOf(id, row.user_id), row.secret));
  return {
    id,
    name: row.name,
    from: row.from_address,
    host: row.host,
    port: row.port,
    user: row.username,
    auth: row.auth,
    userId: row.user_id,
    secret: mailAccountAuth.parse(secret),
  };
}

/** The token service handed out a new refresh token. */
export async function keepRefreshToken(
  database: Database,
  key: Buffer,
  account: OpenedMailAccount,
  refreshToken: string,
): Promise<void> {
  const secret = JSON.stringify({ ...account.secret, refreshToken });
  await database.db
    .updateTable('mail_accounts')
    .set({ secret: sealSecret(key, ownerOf(account.id, account.userId), secret) })
    .where('id', '=', account.id)
    .execute();
}
