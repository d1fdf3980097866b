import { signal } from '@preact/signals';
import { formatMessage } from '@/lib/core/format-message';
import type { InterfaceLanguage } from '@/lib/core/settings/settings';
import type { Catalogue, MessageKey, MessageParameters } from '@/lib/locales/catalogue';

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

/** Loads one language's catalogue as its own chunk (extension pages; the background imports all). */
export async function loadCatalogue(language: InterfaceLanguage): Promise<Catalogue> {
  switch (language) {
    case 'fr':
      return (await import('@/lib/locales/fr')).fr;
    case 'es':
      return (await import('@/lib/locales/es')).es;
    default:
      return (await import('@/lib/locales/en')).en;
  }
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
