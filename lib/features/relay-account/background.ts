import { AppError, toFailure } from '@/lib/core/app-error';
import { localRelays, parseRelayAddress } from '@/lib/core/relay/parse-relay-address';
import type { Stream } from '@/lib/platform/define-stream';
import { hasHostPermission } from '@/lib/platform/host-permission';
import { keepAwake } from '@/lib/platform/keep-awake';
import { judgeHealth, readAccount } from '@/lib/platform/relay-account-answer';
import { askRelay, type RelayAccess } from '@/lib/platform/relay-client';
import {
  readStoredRelay,
  type StoredRelay,
  writeStoredRelay,
} from '@/lib/platform/relay-connection';
import { checkRelay, requestCode, waitForApproval } from './authorize-device';
import {
  type ConnectCommand,
  type ConnectEvent,
  type RelayConnection,
  relayAccountPageMessages,
  relayChanges,
  relayConnectStream,
} from './messages';

const none: RelayConnection = {
  state: 'none',
  url: '',
  account: '',
  scopes: [],
  device: '',
  ai: false,
};

/** The background half of the relay account: the only one that holds and uses the token. */
export function registerRelayAccount(): void {
  relayAccountPageMessages.handle('relayAccount.status', relayStatus);
  relayAccountPageMessages.handle('relayAccount.findLocal', findLocalRelays);
  relayAccountPageMessages.handle('relayAccount.disconnect', disconnectRelay);
  relayConnectStream.accept((stream) => {
    let started = false;
    stream.onMessage((command) => {
      if (command.type !== 'start' || started) return;
      started = true;
      void keepAwake(() => connect(command, stream));
    });
  });
}

/** A closed port of this computer answers at once; what listens there and is silent is no relay. */
export async function findLocalRelays(): Promise<string[]> {
  const looks = localRelays.map(async (origin) => {
    if (!(await hasHostPermission(origin))) throw new AppError('permission-missing');
    const request = { path: '/api/health', timeoutMs: 3_000 };
    return judgeHealth(await askRelay({ origin, token: '' }, request)).kind !== 'other';
  });
  const found = await Promise.allSettled(looks);
  return localRelays.filter((_, index) => {
    const look = found[index];
    return look?.status === 'fulfilled' && look.value;
  });
}

async function connect(
  command: ConnectCommand,
  stream: Stream<ConnectEvent, ConnectCommand>,
): Promise<void> {
  const { signal } = stream;
  try {
    const address = parseRelayAddress(command.address);
    if (!address.ok) throw new AppError('relay-unreachable', { detail: address.problem });
    const { origin } = address;
    if (!(await hasHostPermission(origin))) throw new AppError('permission-missing');
    stream.post({ type: 'checking' });
    await checkRelay(origin, signal);
    const request = await requestCode(origin, command.device.slice(0, 100), signal);
    const { userCode, approvalUrl, expiresAt } = request;
    stream.post({ type: 'code', userCode, approvalUrl, expiresAt });
    const { token } = await waitForApproval(request, signal);
    stream.post({ type: 'connected', connection: await settle({ origin, token }, request.client) });
  } catch (thrown) {
    stream.post({ type: 'failed', failure: toFailure(thrown) });
  }
}

/** Stores the new token before anything else, then asks whose it is; an older token of ours is ended. */
async function settle(access: RelayAccess, device: string): Promise<RelayConnection> {
  const before = await readStoredRelay();
  await writeStoredRelay({ ...access, account: '', scopes: [], device });
  if (before) await revoke(before);
  const now = await relayStatus();
  relayChanges.announce();
  return now;
}

let told: RelayConnection['state'] | undefined;

/**
 * Asks the relay whether it still knows us; what it says of itself is kept for when it is silent. Pages that do not
 * ask hear of it when that has changed.
 */
export async function relayStatus(): Promise<RelayConnection> {
  const now = await askStatus();
  if (told !== undefined && told !== now.state) relayChanges.announce();
  told = now.state;
  return now;
}

async function askStatus(): Promise<RelayConnection> {
  const stored = await readStoredRelay();
  if (!stored) return none;
  const known = describe(stored);
  try {
    if (!(await hasHostPermission(stored.origin))) return { ...known, state: 'unreachable' };
    const account = readAccount(await askRelay(stored, { path: '/api/account', timeoutMs: 8_000 }));
    if (!account) return { ...known, state: 'unreachable' };
    const { email, scopes, sender, ai, publicUrl } = account;
    const device = account.device ?? stored.device;
    const { publicUrl: _earlier, ...rest } = stored;
    const said = { account: email, scopes, device, sender, ai, ...(publicUrl && { publicUrl }) };
    const fresh = { ...rest, ...said };
    await keep(fresh, stored);
    return describe(fresh);
  } catch (thrown) {
    const refused = toFailure(thrown).code === 'relay-refused';
    return { ...known, state: refused ? 'refused' : 'unreachable' };
  }
}

/** Only if it is still the relay we asked: a disconnection in between is not undone. */
async function keep(fresh: StoredRelay, asked: StoredRelay): Promise<void> {
  if (JSON.stringify(fresh) === JSON.stringify(asked)) return;
  if ((await readStoredRelay())?.token === asked.token) await writeStoredRelay(fresh);
}

function describe({ origin, token: _, ai = false, ...known }: StoredRelay): RelayConnection {
  return { state: 'connected', url: origin, ...known, ai };
}

/** Forgets the relay in any case; `revoked` says whether it could be told. */
export async function disconnectRelay(): Promise<{ revoked: boolean }> {
  const stored = await readStoredRelay();
  if (!stored) return { revoked: true };
  const revoked = await revoke(stored);
  await writeStoredRelay(null);
  relayChanges.announce();
  return { revoked };
}

/** RFC 7009: the token itself is the proof. False when the relay could not be told. */
async function revoke({ origin, token }: RelayAccess): Promise<boolean> {
  try {
    await askRelay(
      { origin, token: '' },
      { path: '/api/auth/revoke', method: 'POST', body: { token }, timeoutMs: 8_000 },
    );
    return true;
  } catch {
    return false;
  }
}
