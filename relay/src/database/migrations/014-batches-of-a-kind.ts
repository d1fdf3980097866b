import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The list of batches must not go past thousands of single mails. */
export function batchesOfAKind(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await sql`create index batches_kind on batches (user_id, kind, created_at)`.execute(db);
    },
  };
}
