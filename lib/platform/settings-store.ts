import { signal } from '@preact/signals';
import { parseSettings, type Settings } from '@/lib/core/settings/settings';
import { browser } from '@/lib/platform/browser';
import { onSettingsChanged, settingsKey } from '@/lib/platform/settings-changes';

/** Settings as stored now; damaged parts are already replaced by defaults. */
export async function loadSettings(): Promise<Settings> {
  const stored = await browser.storage.local.get(settingsKey);
  return parseSettings(stored[settingsKey]);
}

/** Changes settings from what is stored now, so that two pages do not undo each other's choices. */
export async function updateSettings(change: (settings: Settings) => Settings): Promise<Settings> {
  const next = parseSettings(change(await loadSettings()));
  await browser.storage.local.set({ [settingsKey]: next });
  return next;
}

/** Calls back with each new value until `signal` aborts. */
export function watchSettings(callback: (settings: Settings) => void, until: AbortSignal): void {
  onSettingsChanged((stored) => callback(parseSettings(stored)), until);
}

/** Settings of an extension page as a signal, kept fresh while the page lives. */
export async function liveSettings(until: AbortSignal): Promise<{ readonly value: Settings }> {
  const current = signal(await loadSettings());
  watchSettings((settings) => {
    current.value = settings;
  }, until);
  return current;
}
