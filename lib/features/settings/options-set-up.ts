import { computed, signal } from '@preact/signals';
import { parseBaseUrl } from '@/lib/core/improve/parse-base-url';
import { improvePageMessages } from '@/lib/features/improve/messages';
import { hasHostPermission } from '@/lib/platform/host-permission';
import { refreshMicrophone } from './options-microphone';
import { pageSettings } from './options-settings';

/** Host name of the server that is set, or an empty string. */
export const serverHost = computed(() => {
  const parsed = parseBaseUrl(pageSettings.value.server.baseUrl);
  return parsed.ok ? parsed.host : '';
});

/** Does the background hold a key for the server that is set? */
export const hasKey = signal(false);
/** May the background reach the server that is set? */
const hasPermission = signal(false);

/** `ready`: a request would go out. */
export type ServerState = 'none' | 'no-permission' | 'no-key' | 'ready';

export const serverState = computed<ServerState>(() => {
  const parsed = parseBaseUrl(pageSettings.value.server.baseUrl);
  if (!parsed.ok) return 'none';
  if (!hasKey.value && !parsed.local) return 'no-key';
  return hasPermission.value ? 'ready' : 'no-permission';
});

/** Asks the background and the browser again; call it after the address, key or permission changed. */
export async function refreshServerState(): Promise<void> {
  const { baseUrl } = pageSettings.value.server;
  const [key, permission] = await Promise.all([
    improvePageMessages.send('improve.hasKey').catch(() => false),
    hasHostPermission(baseUrl).catch(() => false),
  ]);
  hasKey.value = key;
  hasPermission.value = permission;
}

/** All that decides what the options and the welcome page show: microphone and server. */
export async function learnSetUp(): Promise<void> {
  await Promise.all([refreshMicrophone(), refreshServerState()]);
}

/** Has this browser a speech recogniser of its own? */
export function hasRecogniser(): boolean {
  return 'SpeechRecognition' in globalThis || 'webkitSpeechRecognition' in globalThis;
}
