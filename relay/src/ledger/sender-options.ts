import type { Database } from '../database/open-database.ts';
import type { Composer } from '../mail/compose-message.ts';
import type { Transport } from '../mail/transport.ts';
import type { SendingLimits } from '../mail-accounts/provider-limits.ts';
import type { MailCounts } from './mail-counts.ts';
import type { retryDelay } from './retry-delay.ts';

/** What an operator sees happen. `detail` never holds an address or a text. */
export type SenderEvent = (event: string, detail: Record<string, unknown>) => void;

export type SenderOptions = {
  database: Database;
  transport: Transport;
  composer: Composer;
  from: string;
  connections: number;
  /** Sends the batches of this mail account; absent: those of the operator's server. */
  mailAccount?: string;
  /** The account's as it was opened: once it is another, nothing more is claimed with these settings. */
  revision?: number;
  /** Ceilings of the operator's server; those of a mail account stand in its row. */
  limits?: SendingLimits;
  leaseMs?: number;
  /** Milliseconds between two looks at the database when nothing wakes the sender. */
  pollMs?: number;
  /** First pause after a server that cannot be reached; doubles up to a minute. */
  transportPauseMs?: number;
  retryDelay?: typeof retryDelay;
  onEvent?: SenderEvent;
  /** Where ends are counted; those of several senders may go into one. */
  counts?: MailCounts;
  now?: () => number;
};
