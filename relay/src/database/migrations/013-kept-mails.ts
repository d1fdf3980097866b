import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Which mails lie in the outbox: a relay that gets a mail server later must not call them sent. */
export function keptMails(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const table of ['batches', 'recipients']) {
        await sql`alter table ${sql.id(table)} add column kept integer not null default 0`.execute(
          db,
        );
      }
      await sql`update recipients set kept = 1
        where state = 'sent' and address in (select rcpt_to from outbox)`.execute(db);
      await sql`update batches set kept = (select count(*) from recipients
          where recipients.batch_id = batches.id and recipients.kept = 1)
        where id in (select batch_id from recipients where kept = 1)`.execute(db);
    },
  };
}
