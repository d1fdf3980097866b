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

/** What the background may ask a mail tab. The answer comes from a mail page: to be read with care. */
export type TabQuestion = 'self-check';

/** Asks the top frame of a tab; null when no content script of ours answers there. */
export async function askTab(tabId: number, question: TabQuestion): Promise<unknown> {
  try {
    const answer: unknown = await browser.tabs.sendMessage(
      tabId,
      { envelope, question },
      { frameId: 0 },
    );
    return answer ?? null;
  } catch {
    return null;
  }
}

/** In a content script: answers the background until `until` aborts. */
export function onTabQuestion(
  question: TabQuestion,
  answer: () => unknown,
  until: AbortSignal,
): void {
  const listener = (data: unknown, sender: { id?: string; tab?: unknown }) => {
    const asked = (data ?? {}) as { envelope?: string; question?: string };
    const foreign = sender.id !== browser.runtime.id || sender.tab;
    if (asked.envelope !== envelope || asked.question !== question || foreign) return undefined;
    return Promise.resolve(answer());
  };
  browser.runtime.onMessage.addListener(listener);
  until.addEventListener('abort', () => browser.runtime.onMessage.removeListener(listener));
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
