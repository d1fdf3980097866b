import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../open-database.ts';

/** Batches, recipients (the ledger), workers, shared rates, suppressions, the embedded outbox. */
export function mailLedger(kind: DatabaseKind): Migration {
  const identity = sql.raw(
    kind === 'sqlite'
      ? 'integer primary key autoincrement'
      : 'bigint generated always as identity primary key',
  );
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        sql`create table batches (
          id text primary key, user_id text not null, kind text not null, name text not null,
          subject text not null, html text, text text, is_template integer not null, reply_to text,
          per_minute integer, send_at bigint, unsubscribe integer not null, state text not null,
          pause_reason text, total integer not null, created_at bigint not null,
          idempotency_key text, request_hash text, rejected text not null,
          unique (user_id, idempotency_key))`,
        sql`create index batches_user on batches (user_id, created_at)`,
        sql`create index batches_open on batches (state) where state in ('scheduled', 'running')`,
        sql`create table recipients (
          id ${identity}, batch_id text not null references batches (id), idx integer not null,
          address text not null, name text, fields text not null, subject text, html text,
          state text not null, message_id text not null, attempts integer not null,
          next_at bigint not null, worker text, past_data integer not null, last_error text,
          sent_at bigint, unique (batch_id, idx))`,
        sql`create index recipients_pending on recipients (batch_id, next_at, id) where state = 'pending'`,
        sql`create index recipients_sending on recipients (worker) where state = 'sending'`,
        sql`create index recipients_state on recipients (batch_id, state)`,
        sql`create index recipients_sent on recipients (sent_at) where sent_at is not null`,
        sql`create table workers (id text primary key, lease_until bigint not null)`,
        sql`create table rates (key text primary key, arrival bigint not null)`,
        sql`create table suppressions (
          user_id text not null, address text not null, reason text not null,
          created_at bigint not null, primary key (user_id, address))`,
        sql`create table outbox (
          id ${identity}, received_at bigint not null, mail_from text not null,
          rcpt_to text not null, raw text not null)`,
      ];
      for (const statement of statements) await statement.execute(db);
    },
  };
}
