import { defineMessages } from '@/lib/platform/define-messages';

/** What is known of the relay this browser is connected to. */
export interface RelayConnection {
  state: 'none' | 'connected' | 'refused' | 'unreachable';
  /** Root of the relay, e.g. `https://relay.example.org`; empty when there is none. */
  url: string;
  /** Address of the account that approved this browser. */
  account: string;
  scopes: ('send' | 'ai' | 'read')[];
}

/** What only our own pages may ask. No message reads the token back. */
export const relayAccountPageMessages = defineMessages<{
  'relayAccount.status': (data: undefined) => RelayConnection;
}>('pages');
