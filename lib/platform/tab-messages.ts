import { browser } from '@/lib/platform/browser';

/**
 * What the background may tell a mail tab. The other direction is defineMessages: a tab asks, the
 * background answers.
 */
export type TabMessage = { kind: 'command'; command: 'dictate' | 'improve' };

const envelope = 'iaposte.tab';

/** Sends to the top frame of a tab. Answers false when no content script of ours listens there. */
export async function sendToTab(tabId: number, message: TabMessage): Promise<boolean> {
  try {
    await browser.tabs.sendMessage(tabId, { envelope, message }, { frameId: 0 });
    return true;
  } catch {
    return false;
  }
}

/** In a content script: hears the background until `until` aborts. Nobody else can send these. */
export function onTabMessage(callback: (message: TabMessage) => void, until: AbortSignal): void {
  const listener = (data: unknown, sender: { id?: string; tab?: unknown }): undefined => {
    const { envelope: seen, message } = (data ?? {}) as { envelope?: string; message?: TabMessage };
    if (seen !== envelope || !message || sender.id !== browser.runtime.id || sender.tab) return;
    callback(message);
  };
  browser.runtime.onMessage.addListener(listener);
  until.addEventListener('abort', () => browser.runtime.onMessage.removeListener(listener));
}
