import type { TextLanguage } from '@/lib/core/improve/detect-language';

/** Builds something once for each language; patterns are costly to compile on every line. */
export function byLanguage<T>(build: (language: TextLanguage) => T): Record<TextLanguage, T> {
  return { fr: build('fr'), en: build('en'), es: build('es') };
}
