import { database } from '@/lib/platform/database';

/**
 * Keys of AI servers. They live in the extension's IndexedDB, not in `storage.local`, because a content
 * script can read `storage.local` in Firefox and can never open this database (S41).
 */
/** `server-key-origin`: the only origin `server-key` may be sent to (lib/platform/server-key). */
/** `relay`: the relay's token with what belongs to it (lib/platform/relay-connection). */
export type SecretName = 'server-key' | 'server-key-origin' | 'relay';

export async function readSecret(name: SecretName): Promise<string> {
  return (await database.secrets.get(name))?.value ?? '';
}

/** An empty value deletes the secret. */
export async function writeSecret(name: SecretName, value: string): Promise<void> {
  if (value === '') await database.secrets.delete(name);
  else await database.secrets.put({ name, value });
}
