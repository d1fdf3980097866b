import { browser } from '@/lib/platform/browser';

/**
 * Chrome's document without a window, where the microphone is held: a service worker has none, and a
 * mail page would take the recording with it when it closes. One per extension at most.
 */
const path = 'offscreen.html';

// Creating while closing fails in Chrome, so the two wait for each other.
let chain: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = chain.then(work, work);
  chain = turn.catch(() => undefined);
  return turn;
}

export async function hasOffscreenDocument(): Promise<boolean> {
  const contexts = await chrome.runtime.getContexts({
    contextTypes: ['OFFSCREEN_DOCUMENT' as chrome.runtime.ContextType],
  });
  return contexts.length > 0;
}

/** Resolves when the document stands and its script has run. */
export function openOffscreenDocument(): Promise<void> {
  return inTurn(async () => {
    if (await hasOffscreenDocument()) return;
    await chrome.offscreen.createDocument({
      url: browser.runtime.getURL(`/${path}` as '/'),
      reasons: ['USER_MEDIA' as chrome.offscreen.Reason],
      justification: 'Records what the user dictates, and stores it on this device.',
    });
  });
}

/** Closes it unless `stillNeeded` says otherwise once its turn has come. */
export function closeOffscreenDocument(stillNeeded: () => boolean): Promise<void> {
  return inTurn(async () => {
    if (stillNeeded() || !(await hasOffscreenDocument())) return;
    await chrome.offscreen.closeDocument();
  });
}
