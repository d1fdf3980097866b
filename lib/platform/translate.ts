import { signal } from '@preact/signals';
import { formatMessage } from '@/lib/core/format-message';
import type { InterfaceLanguage } from '@/lib/core/settings/settings';
import type { Catalogue, MessageKey, MessageParameters } from '@/lib/locales/catalogue';
import { browser } from '@/lib/platform/browser';

/** `t('dictation.minutes', { count: 3 })`: typed by the English catalogue, which is the source. */
export type Translate = <Key extends MessageKey>(
  key: Key,
  ...parameters: [keyof MessageParameters<Key>] extends [never] ? [] : [MessageParameters<Key>]
) => string;

/** A translator over one catalogue. A content script gets its catalogue from the background. */
export function createTranslate(
  catalogue: Partial<Catalogue>,
  language: InterfaceLanguage,
): Translate {
  return (key, ...parameters) =>
    formatMessage(catalogue[key] ?? key, parameters[0] ?? {}, language);
}

const read = new Map<InterfaceLanguage, Promise<Catalogue>>();

/**
 * One language's catalogue, read once. They lie in the package as data (`scripts/catalogue-files.ts`): no
 * script of ours holds three languages, of which one is shown.
 */
export function loadCatalogue(language: InterfaceLanguage): Promise<Catalogue> {
  const known = read.get(language);
  if (known) return known;
  const address = browser.runtime.getURL(`/catalogues/${language}.json` as '/');
  const reading = fetch(address).then((answer) => answer.json() as Promise<Catalogue>);
  read.set(language, reading);
  reading.catch(() => read.delete(language));
  return reading;
}

/** Language and translator of this page; a page re-renders when it changes (switch without restart). */
export const currentLanguage = signal<InterfaceLanguage>('en');
export const currentTranslate = signal<Translate>(((key: MessageKey) => key) as Translate);

/** Puts a language in place for this page, with `<html lang>`. */
export async function applyLanguage(language: InterfaceLanguage): Promise<void> {
  const catalogue = await loadCatalogue(language);
  currentLanguage.value = language;
  currentTranslate.value = createTranslate(catalogue, language);
  document.documentElement.lang = language;
}

/** `auto` → the first of the browser's languages that the interface speaks, else English. */
export function resolveLanguage(
  chosen: 'auto' | InterfaceLanguage,
  preferred: readonly string[],
): InterfaceLanguage {
  if (chosen !== 'auto') return chosen;
  for (const tag of preferred) {
    const short = tag.slice(0, 2).toLowerCase();
    if (short === 'fr' || short === 'en' || short === 'es') return short;
  }
  return 'en';
}
