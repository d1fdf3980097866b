import type { RelayAccount } from '@iapostemanager/protocol/relay-account';
import { AppError } from '@/lib/core/app-error';
import { readList, readObject, readOptional, readText } from '@/lib/core/read-value';
import { hasHostPermission } from '@/lib/platform/host-permission';
import { type RelayScope, readScopes, readSender } from '@/lib/platform/relay-account-answer';
import type { RelayAccess } from '@/lib/platform/relay-client';
import { readSecret, writeSecret } from '@/lib/platform/secrets';

/** What this browser holds of its relay. One secret, so that token and origin can never part (S42). */
export interface StoredRelay extends RelayAccess {
  /** Address of the account that approved this browser. */
  account: string;
  scopes: RelayScope[];
  /** Name under which the relay lists this browser. */
  device: string;
  /** How it sends and whether it has an AI, as it said last; absent until it has. */
  sender?: RelayAccount['sender'];
  ai?: boolean;
  /** Where the links of its mails lead; absent until it has said so. */
  publicUrl?: string;
}

export async function readStoredRelay(): Promise<StoredRelay | null> {
  const text = await readSecret('relay');
  if (text === '') return null;
  const stored = readObject(JSON.parse(text));
  const sender = readOptional(stored.sender, readSender);
  return {
    origin: readText(stored.origin),
    token: readText(stored.token),
    account: readText(stored.account),
    scopes: readScopes(readList(stored.scopes, (scope) => readText(scope))),
    device: readText(stored.device),
    ...(sender && { sender }),
    ...(typeof stored.ai === 'boolean' && { ai: stored.ai }),
    ...(typeof stored.publicUrl === 'string' && { publicUrl: stored.publicUrl }),
  };
}

/** Null forgets the relay and its token. */
export async function writeStoredRelay(relay: StoredRelay | null): Promise<void> {
  await writeSecret('relay', relay ? JSON.stringify(relay) : '');
}

/**
 * The relay this browser is connected to, ready to be asked.
 * Throws `relay-none` when there is none, `permission-missing` when the browser may not reach it.
 */
export async function connectedRelay(): Promise<StoredRelay> {
  const relay = await readStoredRelay();
  if (!relay) throw new AppError('relay-none');
  if (!(await hasHostPermission(relay.origin))) throw new AppError('permission-missing');
  return relay;
}
