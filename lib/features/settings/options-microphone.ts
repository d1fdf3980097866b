import { signal } from '@preact/signals';
import {
  type MicrophoneState,
  microphoneState,
  requestMicrophone,
} from '@/lib/platform/microphone';

/** What this extension may do with the microphone; null until the browser has answered. */
export const microphone = signal<MicrophoneState | null>(null);

export async function refreshMicrophone(): Promise<void> {
  microphone.value = await microphoneState();
}

/** Lets the browser ask. Call it in a click. */
export async function allowMicrophone(): Promise<void> {
  microphone.value = await requestMicrophone();
}

/** Follows what the user does in the browser's own settings while the page is open. */
export async function followMicrophone(): Promise<void> {
  await refreshMicrophone();
  navigator.mediaDevices?.addEventListener('devicechange', () => void refreshMicrophone());
  try {
    const status = await navigator.permissions.query({ name: 'microphone' as PermissionName });
    status.addEventListener('change', () => void refreshMicrophone());
  } catch {
    // A browser that cannot tell is asked again by the button.
  }
}
