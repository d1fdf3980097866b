import { isEmailAddress } from '@iapostemanager/protocol/email-syntax';
import type { Database } from '../database/open-database.ts';
import type { Auth } from './create-auth.ts';

/** The account was not made; `message` is one line for a person. */
export class AccountRefusedError extends Error {
  readonly about: 'address' | 'password' | 'taken';
  constructor(message: string, about: AccountRefusedError['about']) {
    super(message);
    this.about = about;
  }
}

/** @throws {AccountRefusedError} */
export function assertPassword(password: string): void {
  if (password.length < 12)
    throw new AccountRefusedError('the password needs at least 12 characters', 'password');
  if (password.length > 128)
    throw new AccountRefusedError('the password has more than 128 characters', 'password');
}

/** Accounts are made by whoever runs the relay, and by nobody else. @throws {AccountRefusedError} */
export async function createUser(
  auth: Auth,
  database: Database,
  wish: { email: string; password: string; admin: boolean },
): Promise<string> {
  const email = wish.email.toLowerCase();
  if (!isEmailAddress(email))
    throw new AccountRefusedError('--email is not an e-mail address', 'address');
  assertPassword(wish.password);
  if (await findUserId(database, email))
    throw new AccountRefusedError(`${email} already has an account`, 'taken');
  const context = await auth.$context;
  const user = await context.internalAdapter.createUser(
    { email, name: email, emailVerified: true, role: wish.admin ? 'admin' : 'user' },
    { method: 'admin' },
  );
  await context.internalAdapter.linkAccount({
    userId: user.id,
    providerId: 'credential',
    accountId: user.id,
    password: await context.password.hash(wish.password),
  });
  return user.id;
}

export async function findUserId(database: Database, email: string): Promise<string | undefined> {
  const row = await database.db
    .selectFrom('user')
    .select('id')
    .where('email', '=', email.toLowerCase())
    .executeTakeFirst();
  return row?.id;
}
