import { browser } from '@/lib/platform/browser';
import { openSidePanel } from '@/lib/platform/side-panel';
import { sendToTab } from '@/lib/platform/tab-messages';

/**
 * Keyboard commands of the manifest (`dictate`, `improve`, `open-panel`). Must be called while the
 * background starts, synchronously: a listener added later misses the event that woke the worker.
 */
export function registerCommands(): void {
  browser.commands.onCommand.addListener((command, tab) => {
    // The side panel opens only inside the user's gesture: no await may come before this call.
    if (command === 'open-panel') {
      void openSidePanel(tab?.id);
      return;
    }
    if (command === 'dictate' || command === 'improve') void toMailTab(command, tab?.id);
  });
}

async function toMailTab(command: 'dictate' | 'improve', tabId?: number): Promise<void> {
  const id =
    tabId ?? (await browser.tabs.query({ active: true, lastFocusedWindow: true })).at(0)?.id;
  if (id !== undefined) await sendToTab(id, { kind: 'command', command });
}
