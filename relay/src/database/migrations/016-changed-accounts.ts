import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Mail accounts can be corrected; `revision` tells whoever sends through one that it is another now. */
export function changedAccounts(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await sql`alter table mail_accounts add column revision integer not null default 0`.execute(
        db,
      );
    },
  };
}
