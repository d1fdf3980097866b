import { browser } from '@/lib/platform/browser';

/**
 * Languages this person reads, best first: the list of the browser's settings, then the language of the
 * browser itself. Many read French in a browser that exists in English only.
 */
export function preferredLanguages(): string[] {
  return [...navigator.languages, browser.i18n.getUILanguage()];
}
