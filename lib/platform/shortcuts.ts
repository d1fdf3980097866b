import { browser } from '@/lib/platform/browser';

export interface BoundShortcut {
  /** Name of the command: `dictate`, `improve`, `open-panel`, `_execute_action` (the popup). */
  name: string;
  /** Keys to be held together, as the browser writes them; empty when nothing is bound. */
  keys: string[];
}

/** Commands as they are bound now, those that the browser adds by itself (sidebar) left out. */
export async function boundShortcuts(): Promise<BoundShortcut[]> {
  const commands = await browser.commands.getAll();
  return commands.flatMap(({ name, shortcut }) =>
    name && (name === '_execute_action' || !name.startsWith('_'))
      ? [{ name, keys: splitKeys(shortcut ?? '') }]
      : [],
  );
}

/** `Alt+Shift+D` → three keys; Chrome on a Mac writes them without plus signs: `⌥⇧D`. */
function splitKeys(shortcut: string): string[] {
  if (shortcut === '') return [];
  return shortcut.includes('+') ? shortcut.split('+') : [...shortcut];
}

/** Opens the browser's own page for shortcuts: extensions may not bind keys by themselves. */
export async function openShortcutPage(): Promise<void> {
  const commands = browser.commands as typeof browser.commands & {
    openShortcutSettings?(): Promise<void>;
  };
  if (commands.openShortcutSettings) await commands.openShortcutSettings();
  else await browser.tabs.create({ url: 'chrome://extensions/shortcuts' });
}
