import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Mail accounts of people, and files of batches. */
export function mailAccounts(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        sql`create table mail_accounts (id text primary key,
          user_id text not null references "user" ("id") on delete cascade, name text not null,
          from_address text not null, host text not null, port integer not null, username text not null,
          auth text not null, secret text not null, created_at bigint not null)`,
        sql`create index mail_accounts_user on mail_accounts (user_id)`,
        sql`alter table batches add column mail_account text`,
        sql`alter table batches add column attachments integer not null default 0`,
        sql`create table attachments (batch_id text not null references batches (id), position integer not null,
          filename text not null, content_type text not null, content text not null,
          primary key (batch_id, position))`,
      ];
      for (const statement of statements) await statement.execute(db);
    },
  };
}
