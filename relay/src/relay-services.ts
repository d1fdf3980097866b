import type { LazyAuth } from './accounts/lazy-auth.ts';
import type { RelayConfig } from './config.ts';
import type { Database } from './database/open-database.ts';

/** What the routes work with. Built once by whoever starts the relay, or by a test. */
export type RelayServices = {
  config: RelayConfig;
  database: Database;
  auth: LazyAuth;
  /** Something new may be due. */
  wakeSender: () => void;
  /** False while the sender cannot write down what it sends. */
  senderHealthy: () => boolean;
  unsubscribeKey: Buffer;
  /** Seals the secrets of people's mail accounts. */
  mailAccountKey: Buffer;
};

export const VERSION = '4.0.0';
