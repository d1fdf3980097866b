import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  type ChangedMailAccount,
  type MailAccount,
  type MailAccountAuth,
  mailAccountAuth,
  type NewMailAccount,
  type SendingLimits,
} from '@iapostemanager/protocol/mail-account';
import type { Selectable } from 'kysely';
import type { Database, Queryable } from '../database/open-database.ts';
import type { MailAccountTable } from '../database/tables.ts';
import { isOpen } from '../ledger/is-open.ts';
import { moveWaiting } from '../ledger/move-waiting.ts';
import { storable } from '../ledger/storable.ts';
import { providerLimits } from './provider-limits.ts';
import { openSecret, sealSecret } from './seal-secret.ts';

/** Mail accounts one person may keep. */
export const MAX_ACCOUNTS = 20;

const COLUMNS = [
  'id',
  'name',
  'from_address',
  'from_name',
  'host',
  'port',
  'username',
  'auth',
  'per_minute',
  'per_day',
  'per_domain_minute',
] as const;
type Row = Pick<Selectable<MailAccountTable>, (typeof COLUMNS)[number]>;

const limitColumns = (limits: SendingLimits) => ({
  per_minute: limits.perMinute,
  per_day: limits.perDay,
  per_domain_minute: limits.perDomainMinute,
});

/** What a row says of an account, without its secret. */
export const settingColumns = (account: ChangedMailAccount, limits: SendingLimits) => ({
  name: account.name,
  from_address: account.from,
  from_name: account.fromName ? storable(account.fromName) : null,
  host: account.host,
  port: account.port,
  username: account.user,
  ...limitColumns(limits),
});

/** How an account signs in, sealed for its owner. */
export const secretColumns = (
  key: Buffer,
  { id, userId }: { id: string; userId: string },
  auth: MailAccountAuth,
) => ({ auth: auth.type, secret: sealSecret(key, ownerOf(id, userId), JSON.stringify(auth)) });

/** What a server's provider is known for. */
export const knownLimits = (server: { host: string; user?: string }) => ({
  perMinute: null,
  perDay: null,
  perDomainMinute: null,
  ...providerLimits(server),
});

export const accountOf = (row: Row): MailAccount => ({
  id: row.id,
  name: row.name,
  from: row.from_address,
  fromName: row.from_name,
  host: row.host,
  port: row.port,
  user: row.username,
  auth: row.auth,
  limits: {
    perMinute: row.per_minute,
    perDay: row.per_day,
    perDomainMinute: row.per_domain_minute,
  },
});

const ownerOf = (id: string, userId: string) => `${userId}/${id}`;

/** Keeps a mail account, its secrets sealed, with the limits of its provider if none are given. @returns undefined when the person has too many. */
export async function addMailAccount(
  database: Database,
  key: Buffer,
  { userId, account, nowMs }: { userId: string; account: NewMailAccount; nowMs: number },
): Promise<MailAccount | undefined> {
  if ((await listMailAccounts(database, userId)).length >= MAX_ACCOUNTS) return undefined;
  const id = randomUUID();
  const settings = settingColumns(account, account.limits ?? knownLimits(account));
  await database.db
    .insertInto('mail_accounts')
    .values({
      id,
      user_id: userId,
      created_at: nowMs,
      ...settings,
      ...secretColumns(key, { id, userId }, account.auth),
    })
    .execute();
  return accountOf({ id, ...settings, auth: account.auth.type });
}

/** Whether anybody has one. */
export async function hasMailAccounts({ db }: Database): Promise<boolean> {
  return (
    (await db.selectFrom('mail_accounts').select('id').limit(1).executeTakeFirst()) !== undefined
  );
}

/** Oldest first, without any secret. */
export async function listMailAccounts(database: Database, userId: string): Promise<MailAccount[]> {
  const rows = await database.db
    .selectFrom('mail_accounts')
    .select([...COLUMNS])
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute();
  return rows.map(accountOf);
}

/** An account as it stands now, and until `trx` ends. */
export async function holdMailAccount(
  { kind }: Database,
  trx: Queryable,
  { userId, id }: { userId: string; id: string },
): Promise<MailAccount | undefined> {
  let query = trx
    .selectFrom('mail_accounts')
    .select([...COLUMNS])
    .where('id', '=', id)
    .where('user_id', '=', userId);
  if (kind === 'postgres') query = query.forUpdate();
  const row = await query.executeTakeFirst();
  return row && accountOf(row);
}

/** Other limits, at once: mails that waited for the old ones may go. @returns false for an account that is not theirs. */
export async function limitMailAccount(
  database: Database,
  { userId, id, limits }: { userId: string; id: string; limits: SendingLimits },
): Promise<boolean> {
  const changed = await database.db
    .updateTable('mail_accounts')
    .set(limitColumns(limits))
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (Number(changed.numUpdatedRows) === 0) return false;
  await letWaitingGo(database, { userId, id, tried: false });
  return true;
}

/**
 * What waits for the account as it was, its limits or its server, is due now.
 * @param of the person whose account it is; absent: only batches that are under way or will be
 * @param of.tried also what a server has put off: the one that asked for patience is not theirs any more
 */
export async function letWaitingGo(
  database: Database,
  { userId, id, tried }: { userId?: string; id: string; tried: boolean },
): Promise<void> {
  await moveWaiting(database, 0, (waiting) =>
    waiting
      .where('next_at', '>', 0)
      .$if(!tried, (rows) => rows.where('attempts', '=', 0))
      .where('batch_id', 'in', ({ selectFrom }) => {
        const batches = selectFrom('batches').select('batches.id').where('mail_account', '=', id);
        return userId === undefined ? batches.where(isOpen) : batches.where('user_id', '=', userId);
      }),
  );
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
    .where(isOpen)
    .execute();
}

export type OpenedMailAccount = MailAccount & {
  userId: string;
  secret: MailAccountAuth;
  revision: number;
};

/** The account with its secrets, for whoever sends. @throws {SealError} when `SECRET_KEY` is another one. */
export async function openMailAccount(
  database: Database,
  key: Buffer,
  id: string,
): Promise<OpenedMailAccount | undefined> {
  const row = await database.db
    .selectFrom('mail_accounts')
    .select([...COLUMNS, 'user_id', 'secret', 'revision'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    ...accountOf(row),
    userId: row.user_id,
    revision: row.revision,
    secret: openAuth(key, ownerOf(id, row.user_id), row.secret),
  };
}

const openAuth = (key: Buffer, owner: string, sealed: string): MailAccountAuth =>
  mailAccountAuth.parse(JSON.parse(openSecret(key, owner, sealed)));

/**
 * The token service handed out a new refresh token in place of that of `account`, which is told it. What the person
 * has put there meanwhile stays.
 */
export async function keepRefreshToken(
  database: Database,
  key: Buffer,
  account: OpenedMailAccount,
  refreshToken: string,
): Promise<void> {
  const owner = ownerOf(account.id, account.userId);
  const row = await database.db
    .selectFrom('mail_accounts')
    .select('secret')
    .where('id', '=', account.id)
    .executeTakeFirst();
  if (!row || !isDeepStrictEqual(openAuth(key, owner, row.secret), account.secret)) return;
  const secret = { ...account.secret, refreshToken };
  await database.db
    .updateTable('mail_accounts')
    .set({ secret: sealSecret(key, owner, JSON.stringify(secret)) })
    .where('id', '=', account.id)
    .where('secret', '=', row.secret)
    .execute();
  account.secret = secret;
}
