import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** An administrator may block an account. */
export function people(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await sql`alter table "user" add column blocked integer not null default 0`.execute(db);
    },
  };
}
