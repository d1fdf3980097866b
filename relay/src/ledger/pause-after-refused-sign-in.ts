import type { Database } from '../database/open-database.ts';
import { isOpen } from './is-open.ts';

/**
 * The mail server refuses our password: every running batch that goes through it
 * waits for a person, before the account is locked.
 */
export async function pauseAfterRefusedSignIn(
  database: Database,
  mailAccount?: string,
): Promise<void> {
  await database.db
    .updateTable('batches')
    .set({ state: 'paused', pause_reason: 'smtp-auth' })
    .where(isOpen)
    .where('state', '=', 'running')
    .where('mail_account', mailAccount ? '=' : 'is', mailAccount ?? null)
    .execute();
}
