import { browser } from '@/lib/platform/browser';

/** Where settings lie in `storage.local`. */
export const settingsKey = 'settings';

/**
 * Calls back when the settings have changed, with what was stored, until `until` aborts. It does not read
 * it: a content script needs to know that something changed, and must stay small (no schema).
 */
export function onSettingsChanged(callback: (stored: unknown) => void, until: AbortSignal): void {
  const listener = (changes: Record<string, { newValue?: unknown }>, area: string): void => {
    const change = area === 'local' ? changes[settingsKey] : undefined;
    if (change) callback(change.newValue);
  };
  browser.storage.onChanged.addListener(listener);
  until.addEventListener('abort', () => browser.storage.onChanged.removeListener(listener));
}
