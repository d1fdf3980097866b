import type { BatchState, RecipientState } from '@iapostemanager/protocol/email-batch';
import type { Generated } from 'kysely';

/*
 * Vocabulary. batch: one wish of a user to send. recipient: one row, one message, one Message-ID for ever.
 * worker: one life of one sending process; its id is the fencing token, and a dead worker's id never works again.
 * All times are milliseconds since 1970 (UTC).
 */

export type BatchTable = {
  id: string;
  user_id: string;
  kind: 'single' | 'batch';
  name: string;
  subject: string;
  html: string | null;
  text: string | null;
  /** 1: subject, html and text are LiquidJS templates. */
  is_template: number;
  reply_to: string | null;
  per_minute: number | null;
  send_at: number | null;
  unsubscribe: number;
  state: BatchState;
  pause_reason: string | null;
  total: number;
  created_at: number;
  idempotency_key: string | null;
  request_hash: string | null;
  rejected: string;
  /** Whose server it goes through; null: the operator's. */
  mail_account: string | null;
  /** How many files every mail of it carries. */
  attachments: Generated<number>;
  /** How many of its mails lie in the outbox. */
  kept: Generated<number>;
};

export type RecipientTable = {
  id: Generated<number>;
  batch_id: string;
  idx: number;
  address: string;
  name: string | null;
  fields: string;
  /** Own subject and html of a 3.4 batch, else null. */
  subject: string | null;
  html: string | null;
  state: RecipientState;
  message_id: string;
  attempts: number;
  next_at: number;
  worker: string | null;
  /** 1 from the moment the body may be on the wire: from here a silence means "uncertain". */
  past_data: number;
  last_error: string | null;
  sent_at: number | null;
  /** 1: "sent" into the outbox, it has reached nobody. */
  kept: Generated<number>;
};

export type WorkerTable = { id: string; lease_until: number };
export type RateTable = { key: string; arrival: number };
export type SuppressionTable = {
  user_id: string;
  address: string;
  reason: string;
  created_at: number;
};

export type MailAccountTable = {
  id: string;
  user_id: string;
  name: string;
  from_address: string;
  /** What readers see before it; null: the address alone. */
  from_name: string | null;
  host: string;
  port: number;
  username: string;
  auth: 'password' | 'oauth2';
  /** Sealed with a key from SECRET_KEY. */
  secret: string;
  created_at: number;
  /** Ceilings; null: none. */
  per_minute: number | null;
  per_day: number | null;
  per_domain_minute: number | null;
  /** Another one after each correction: who sends through the account opens it anew. */
  revision: Generated<number>;
};

export type AttachmentTable = {
  batch_id: string;
  position: number;
  filename: string;
  content_type: string;
  /** base64 */
  content: string;
};

export type TokenTable = {
  id: string;
  user_id: string;
  name: string;
  hash: string;
  /** Space-separated. */
  scopes: string;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
};

export type DeviceRequestTable = {
  device_hash: string;
  user_code: string;
  client_id: string;
  scopes: string;
  state: 'pending' | 'approved' | 'denied';
  user_id: string | null;
  expires_at: number;
  last_poll_at: number;
};

export type UsedCodeTable = { user_id: string; code_hash: string; used_at: number };
export type UsageTable = { user_id: string; day: string; kind: string; amount: number };
export type OutboxTable = {
  id: Generated<number>;
  received_at: number;
  mail_from: string;
  rcpt_to: string;
  raw: string;
};

/** Tables of better-auth; only the columns the relay itself reads. */
export type UserTable = {
  id: string;
  email: string;
  name: string;
  role: string | null;
  blocked: Generated<number>;
};
export type SessionTable = { id: string; token: string; userId: string };

export type Tables = {
  batches: BatchTable;
  recipients: RecipientTable;
  workers: WorkerTable;
  rates: RateTable;
  suppressions: SuppressionTable;
  mail_accounts: MailAccountTable;
  attachments: AttachmentTable;
  tokens: TokenTable;
  device_requests: DeviceRequestTable;
  used_codes: UsedCodeTable;
  usage: UsageTable;
  outbox: OutboxTable;
  user: UserTable;
  session: SessionTable;
};
