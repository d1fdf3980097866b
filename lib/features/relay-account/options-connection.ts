import { signal } from '@preact/signals';
import { AppError, type Failure, toFailure } from '@/lib/core/app-error';
import { localRelays } from '@/lib/core/relay/parse-relay-address';
import type { Stream } from '@/lib/platform/define-stream';
import { requestRelayPermission } from '@/lib/platform/host-permission';
import {
  type ConnectCommand,
  type ConnectEvent,
  type RelayConnection,
  relayAccountPageMessages,
  relayConnectStream,
} from './messages';
import { pageDevice } from './options-device';

/** The relay as this page shows it; null until the background has answered. */
export const connection = signal<RelayConnection | null>(null);

export type Attempt =
  | { step: 'idle'; failure?: Failure }
  | { step: 'checking' }
  /** Several relays answer on this computer: the person says which. */
  | { step: 'choose'; origins: readonly string[] }
  | { step: 'code'; userCode: string; approvalUrl: string; expiresAt: number };

/** The connection in progress. */
export const attempt = signal<Attempt>({ step: 'idle' });

let running: Stream<ConnectCommand, ConnectEvent> | null = null;

export async function refreshConnection(): Promise<void> {
  try {
    connection.value = await relayAccountPageMessages.send('relayAccount.status');
  } catch (thrown) {
    attempt.value = { step: 'idle', failure: toFailure(thrown) };
  }
}

/**
 * Connects to the relay at this origin. Call it first thing in a click handler: the browser is asked for
 * permission, which needs the click. `onCode` gets the address to approve at.
 */
export async function connectTo(
  origin: string,
  onCode: (approvalUrl: string) => void,
): Promise<void> {
  const asked = requestRelayPermission(origin);
  attempt.value = { step: 'checking' };
  try {
    if (!(await asked)) throw new AppError('permission-missing');
    await follow(origin, onCode);
  } catch (thrown) {
    attempt.value = { step: 'idle', failure: toFailure(thrown) };
  }
}

/** The same for the relay on this computer, wherever it listens; with several of them the person is asked. */
export async function connectLocal(onCode: (approvalUrl: string) => void): Promise<void> {
  // A permission knows no ports: this one is for all of them.
  const asked = requestRelayPermission(localRelays[0] ?? '');
  attempt.value = { step: 'checking' };
  try {
    if (!(await asked)) throw new AppError('permission-missing');
    const origins = await relayAccountPageMessages.send('relayAccount.findLocal');
    const [first] = origins;
    if (first === undefined) throw new AppError('relay-none-local');
    if (origins.length > 1) attempt.value = { step: 'choose', origins };
    else await follow(first, onCode);
  } catch (thrown) {
    attempt.value = { step: 'idle', failure: toFailure(thrown) };
  }
}

/** Stops waiting; a code that was shown is then worth nothing. */
export function cancelConnect(): void {
  running?.close();
  running = null;
  attempt.value = { step: 'idle' };
}

function follow(origin: string, onCode: (approvalUrl: string) => void): Promise<void> {
  running?.close();
  const stream = relayConnectStream.connect();
  running = stream;
  return new Promise((resolve, reject) => {
    stream.signal.addEventListener('abort', () => {
      // Ended by us: done or cancelled. Ended by the other side: the background was restarted.
      if (running === stream) reject(new AppError('relay-failed'));
      else resolve();
    });
    stream.onMessage((event) => {
      if (event.type === 'code') {
        const { userCode, approvalUrl, expiresAt } = event;
        attempt.value = { step: 'code', userCode, approvalUrl, expiresAt };
        onCode(approvalUrl);
      } else if (event.type === 'connected' || event.type === 'failed') {
        running = null;
        stream.close();
        attempt.value = {
          step: 'idle',
          failure: event.type === 'failed' ? event.failure : undefined,
        };
        if (event.type === 'connected') connection.value = event.connection;
        resolve();
      }
    });
    stream.post({ type: 'start', address: origin, device: pageDevice() });
  });
}
