import type { LazyAuth } from './accounts/lazy-auth.ts';
import type { RelayConfig } from './config.ts';
import type { Database } from './database/open-database.ts';
import type { MailCounts } from './ledger/mail-counts.ts';

/** What the routes work with. Built once by whoever starts the relay, or by a test. */
export type RelayServices = {
  config: RelayConfig;
  database: Database;
  auth: LazyAuth;
  /** Something new may be due. */
  wakeSender: () => void;
  /** False while the sender cannot write down what it sends. */
  senderHealthy: () => boolean;
  /** The operator's mail server failed when it was asked last. */
  mailServerFailing: () => boolean;
  /** What became of the mails of this process. */
  mailCounts: MailCounts;
  unsubscribeKey: Buffer;
  /** Seals the secrets of people's mail accounts. */
  mailAccountKey: Buffer;
};

export const VERSION = '4.0.0';
