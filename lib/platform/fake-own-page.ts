import { fakeBrowser } from 'wxt/testing/fake-browser';

/** The imitation of the browser names no sender: in this test file every message comes from a page of ours. */
export function sendAsOwnPage(page: 'sidepanel.html' | 'popup.html' = 'sidepanel.html'): void {
  const { id, onMessage } = fakeBrowser.runtime;
  const sender = { id, url: fakeBrowser.runtime.getURL(`/${page}`) };
  const addListener = onMessage.addListener.bind(onMessage);
  onMessage.addListener = (listener) =>
    addListener(((message: unknown, _sender: unknown, answer: () => void) =>
      listener(message, sender, answer)) as typeof listener);
}
