import type { Failure } from '@/lib/core/app-error';
import { createChangeChannel } from '@/lib/platform/change-channel';
import { defineMessages } from '@/lib/platform/define-messages';
import { defineStream } from '@/lib/platform/define-stream';

/** How the connected relay sends, as it says itself. */
export interface RelaySender {
  /** What stands in From. */
  address: string;
  /** What readers see before it; absent: the address alone, or the relay has not said it. */
  name?: string | null;
  /** False: mails are kept in the relay's outbox and reach nobody. */
  delivers: boolean;
  /** Ceilings over all batches; null when there is none. */
  perMinute: number | null;
  perDay: number | null;
}

/** What is known of the relay this browser is connected to. */
export interface RelayConnection {
  /**
   * `refused`: the relay no longer takes the token; `unreachable`: it does not answer now. In both the rest
   * is what was known when it last answered.
   */
  state: 'none' | 'connected' | 'refused' | 'unreachable';
  /** Root of the relay, e.g. `https://relay.example.org`; empty when there is none. */
  url: string;
  /** Address of the account that approved this browser. */
  account: string;
  scopes: ('send' | 'ai' | 'read')[];
  /** Name under which the relay lists this browser. */
  device: string;
  /** As it said last; absent until the relay has answered once. */
  sender?: RelaySender;
  /** Has the relay an AI provider behind `/v1`? As it said last; false until it has answered once. */
  ai: boolean;
  /** Where the links of its mails lead, as it said last; absent when it has not, as older ones do not. */
  publicUrl?: string;
}

export interface ConnectCommand {
  type: 'start';
  /** As the person typed it. */
  address: string;
  /** Name for this browser in the relay's list of devices. */
  device: string;
}

export type ConnectEvent =
  | { type: 'checking' }
  /** To be approved at `approvalUrl` (an address of the relay itself) before `expiresAt` (ms since the epoch). */
  | { type: 'code'; userCode: string; approvalUrl: string; expiresAt: number }
  | { type: 'connected'; connection: RelayConnection }
  | { type: 'failed'; failure: Failure };

/** One connection by device authorization (RFC 8628); closing the stream cancels it. */
export const relayConnectStream = defineStream<ConnectCommand, ConnectEvent>(
  'relayAccount.connect',
  'pages',
);

/** Tells our own pages that a relay was connected or disconnected: what they know of it is out of date. */
export const relayChanges = createChangeChannel('relay-account.changed');

/** What only our own pages may ask. No message reads the token back. */
export const relayAccountPageMessages = defineMessages<{
  'relayAccount.status': (data: undefined) => RelayConnection;
  /** Origins of the relays that answer on this computer, at the ports where one is expected. Asks nobody else. */
  'relayAccount.findLocal': (data: undefined) => string[];
  /** Forgets the relay here in any case; `revoked` says whether the relay has ended the token too. */
  'relayAccount.disconnect': (data: undefined) => { revoked: boolean };
}>('pages');
