import { isDeepStrictEqual } from 'node:util';
import type {
  ChangedMailAccount,
  MailAccount,
  MailAccountAuth,
} from '@iapostemanager/protocol/mail-account';
import { sql } from 'kysely';
import type { Database } from '../database/open-database.ts';
import { checkMailAccount, MailAccountRefusedError } from './check-mail-account.ts';
import type { HostGuard } from './guard-host.ts';
import {
  accountOf,
  holdMailAccount,
  keepRefreshToken,
  knownLimits,
  letWaitingGo,
  listMailAccounts,
  openMailAccount,
  secretColumns,
  settingColumns,
} from './mail-accounts.ts';
import { SealError } from './seal-secret.ts';

type Place = { database: Database; key: Buffer; guard: HostGuard };
const nextRevision = { revision: sql<number>`revision + 1` };

/**
 * Corrects a mail account: it is tried as it would be, and stays as it was when its server refuses. What waits to go
 * out through it goes with the new settings, at once. Without `auth` the secrets stay, though not for another server: a secret
 * goes only where its owner has sent it. The limits stay, unless they are those that the former provider is known for.
 * @returns undefined for an account that is not theirs
 * @throws {MailAccountRefusedError}
 */
export async function changeMailAccount(
  place: Place,
  { userId, id, account }: { userId: string; id: string; account: ChangedMailAccount },
): Promise<MailAccount | undefined> {
  const { database, key, guard } = place;
  const before = (await listMailAccounts(database, userId)).find((one) => one.id === id);
  if (!before) return undefined;
  const given = account.auth;
  const auth = given
    ? (await checkMailAccount({ ...account, auth: given }, guard)).auth
    : await checkKept(place, id, account);
  const changed = await database.db.transaction().execute(async (trx) => {
    // To try it took its time: limits that another window has set meanwhile stay.
    const held = await holdMailAccount(database, trx, { userId, id });
    // And a kept secret belongs to this server: there it may have become that of another.
    if (!held || (!given && held.host !== before.host)) return undefined;
    const ofProvider = isDeepStrictEqual(held.limits, knownLimits(held));
    const settings = settingColumns(account, ofProvider ? knownLimits(account) : held.limits);
    await trx
      .updateTable('mail_accounts')
      .set({ ...settings, ...nextRevision })
      // A kept one stays as it stands there: its token may have been renewed a moment ago.
      .$if(given !== undefined, (query) => query.set(secretColumns(key, { id, userId }, auth)))
      .where('id', '=', id)
      .execute();
    return accountOf({ id, ...settings, auth: auth.type });
  });
  if (changed) await letWaitingGo(database, { userId, id, tried: true });
  return changed;
}

/** Tries the account with the secret that is kept of it. @throws {MailAccountRefusedError} */
async function checkKept(
  { database, key, guard }: Place,
  id: string,
  account: ChangedMailAccount,
): Promise<MailAccountAuth> {
  const kept = await openKept(database, key, id);
  if (kept?.host.toLowerCase() !== account.host.toLowerCase()) {
    throw new MailAccountRefusedError('secret-needed', 'The secret is needed again.');
  }
  let renewed = false;
  try {
    const wish = { ...account, auth: kept.secret };
    const checked = await checkMailAccount(wish, guard, async (token) => {
      await keepRefreshToken(database, key, kept, token);
      renewed = true;
    });
    return checked.auth;
  } catch (error) {
    // Whoever sends through the account holds a token that may be spent by now.
    const row = database.db.updateTable('mail_accounts').set(nextRevision).where('id', '=', id);
    if (renewed) await row.execute();
    throw error;
  }
}

/** A secret that does not open, since `SECRET_KEY` is another one, is as good as none. */
async function openKept(database: Database, key: Buffer, id: string) {
  try {
    return await openMailAccount(database, key, id);
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}
