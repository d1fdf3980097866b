import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The name that readers see before the address of a person's mail account; none until now. */
export function senderNames(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await sql`alter table mail_accounts add column from_name text`.execute(db);
    },
  };
}
