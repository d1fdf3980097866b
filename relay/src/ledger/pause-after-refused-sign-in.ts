import type { Database } from '../database/open-database.ts';
import { isOpen } from './is-open.ts';

/**
 * The mail server refuses our password: every running batch that goes through it
 * waits for a person, before the account is locked. One that was corrected since it was opened is not meant.
 */
export async function pauseAfterRefusedSignIn({
  database,
  mailAccount,
  revision,
}: {
  database: Database;
  mailAccount?: string;
  revision?: number;
}): Promise<void> {
  await database.db
    .updateTable('batches')
    .set({ state: 'paused', pause_reason: 'smtp-auth' })
    .where(isOpen)
    .where('state', '=', 'running')
    .where('mail_account', mailAccount ? '=' : 'is', mailAccount ?? null)
    .$if(revision !== undefined, (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('mail_accounts')
            .select('mail_accounts.id')
            .where('mail_accounts.id', '=', mailAccount ?? '')
            .where('revision', '=', revision ?? 0),
        ),
      ),
    )
    .execute();
}
