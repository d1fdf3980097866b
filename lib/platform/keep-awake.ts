import { browser } from '@/lib/platform/browser';

/** Chrome ends an idle worker after 30 s; any call of the extension API starts the count anew. */
const interval = 20_000;

/** Keeps the background alive while `work` runs, and not a moment longer. */
export async function keepAwake<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => void browser.runtime.getPlatformInfo(), interval);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
