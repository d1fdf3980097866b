import { parseSettings, type Settings } from '@/lib/core/settings/settings';
import { browser } from '@/lib/platform/browser';
import { onSettingsChanged, settingsKey } from '@/lib/platform/settings-changes';

/** Settings as stored now; damaged parts are already replaced by defaults. */
export async function loadSettings(): Promise<Settings> {
  const stored = await browser.storage.local.get(settingsKey);
  return parseSettings(stored[settingsKey]);
}

/**
 * Changes settings from what is stored now. One change after another, in all our pages and the background:
 * two that read at the same time would undo each other.
 */
export function updateSettings(change: (settings: Settings) => Settings): Promise<Settings> {
  return inTurn(async () => {
    const next = parseSettings(change(await loadSettings()));
    await browser.storage.local.set({ [settingsKey]: next });
    return next;
  });
}

let before: Promise<unknown> = Promise.resolve();

function inTurn(run: () => Promise<Settings>): Promise<Settings> {
  const locks: LockManager | undefined = navigator.locks;
  const turn = before.then(() => (locks ? locks.request(settingsKey, run) : run()));
  before = turn.catch(() => undefined);
  return turn;
}

/** Calls back with each new value until `signal` aborts. */
export function watchSettings(callback: (settings: Settings) => void, until: AbortSignal): void {
  onSettingsChanged((stored) => callback(parseSettings(stored)), until);
}

/**
 * Tells the settings as they are, then each change until `until` aborts; resolves once the first were told. What changes
 * while they are read is not missed: it is told in their place.
 */
export async function followStoredSettings(
  tell: (settings: Settings) => void,
  until: AbortSignal,
): Promise<void> {
  let changed = false;
  watchSettings((settings) => {
    changed = true;
    tell(settings);
  }, until);
  const stored = await loadSettings();
  if (!changed && !until.aborted) tell(stored);
}
