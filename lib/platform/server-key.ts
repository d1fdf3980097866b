import { parseBaseUrl } from '@/lib/core/improve/parse-base-url';
import { readStoredRelay } from '@/lib/platform/relay-connection';
import { readSecret, writeSecret } from '@/lib/platform/secrets';

/**
 * The key of the user's AI server, tied to the origin it was given for: after the address changes to
 * another origin the stored key is not sent there (S42); the user enters the new server's own key.
 */
export async function saveServerKey(key: string, baseUrl: string): Promise<void> {
  const parsed = parseBaseUrl(baseUrl);
  await writeSecret('server-key', key.trim());
  await writeSecret('server-key-origin', key.trim() !== '' && parsed.ok ? parsed.origin : '');
}

/** The key for this address, or '' when there is none for its origin. */
export async function readServerKey(baseUrl: string): Promise<string> {
  const parsed = parseBaseUrl(baseUrl);
  if (!parsed.ok) return '';
  // The relay as AI server: its own token opens it, and it never leaves the relay's origin.
  const relay = await readStoredRelay();
  if (relay && relay.origin === parsed.origin) return relay.token;
  const key = await readSecret('server-key');
  if (key === '') return '';
  const origin = await readSecret('server-key-origin');
  if (origin === '') {
    // The key was saved before any address was: it belongs to the first address it is used with.
    await writeSecret('server-key-origin', parsed.origin);
    return key;
  }
  return origin === parsed.origin ? key : '';
}
