import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Mail accounts carry their own ceilings; those that stand get what their provider was known for until now. */
export function sendingLimits(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const column of ['per_minute', 'per_day', 'per_domain_minute']) {
        await sql`alter table mail_accounts add column ${sql.id(column)} integer`.execute(db);
      }
      await sql`update mail_accounts set per_day = case
          when lower(username) like '%@gmail.com' or lower(username) like '%@googlemail.com' then 500
          else 2000 end
        where lower(host) in ('smtp.gmail.com', 'smtp-relay.gmail.com')`.execute(db);
      await sql`update mail_accounts set per_minute = 30, per_day = 10000
        where lower(host) = 'smtp.office365.com'`.execute(db);
    },
  };
}
