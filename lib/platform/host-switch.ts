import { browser } from '@/lib/platform/browser';
import { onSettingsChanged, settingsKey } from '@/lib/platform/settings-changes';

export type SwitchedHost = 'gmail' | 'outlook';

/**
 * In a content script: tells whether the user wants us on this mail host, now and at each change, until
 * `until` aborts. Nothing but a stored `false` turns a host off; the schema stays out of mail pages.
 */
export function followHostSwitch(
  host: SwitchedHost,
  tell: (on: boolean) => void,
  until: AbortSignal,
): void {
  let told: boolean | null = null;
  const note = (stored: unknown): void => {
    const on = !isOff(stored, host);
    if (until.aborted || on === told) return;
    told = on;
    tell(on);
  };
  onSettingsChanged(note, until);
  browser.storage.local.get(settingsKey).then(
    // A change that came first is newer than what was read.
    (stored) => told === null && note(stored[settingsKey]),
    () => note(undefined),
  );
}

function isOff(stored: unknown, host: SwitchedHost): boolean {
  const hosts = (stored as { hosts?: Partial<Record<SwitchedHost, unknown>> } | null)?.hosts;
  return hosts?.[host] === false;
}
