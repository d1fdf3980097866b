import { type ComponentType, render } from 'preact';
import '@/components/pages.css';
import { prepareMessages } from '@/lib/core/format-message';
import { currentLanguage } from '@/lib/platform/translate';
import './settings.css';
import { followSettings } from './options-settings';

/** Longest time, in milliseconds, that a page stays empty for what it would like to know first. */
const patience = 1000;

/**
 * Starts one of our own pages: language and theme first, so that nothing is seen twice. `learn` finds out
 * what decides how the page is laid out; shown without it, the page would move under a hand that clicks.
 */
export async function startPage(
  View: ComponentType,
  learn?: () => Promise<unknown>,
): Promise<void> {
  const gone = new AbortController();
  addEventListener('pagehide', ({ persisted }) => {
    if (!persisted) gone.abort();
  });
  await followSettings(gone.signal);
  if (learn) {
    const enough = new Promise((resolve) => setTimeout(resolve, patience));
    await Promise.race([learn().catch(() => undefined), enough]);
  }
  const place = document.getElementById('page');
  if (!place) return;
  // What stood there until now (entrypoints/*/index.html) goes in the same turn in which the view comes.
  place.replaceChildren();
  render(<View />, place);
  requestIdleCallback(() => prepareMessages(currentLanguage.value));
}
