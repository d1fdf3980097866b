import { en, type PageTexts } from './texts-en.ts';
import { es } from './texts-es.ts';
import { fr } from './texts-fr.ts';

export const PAGE_TEXTS = { en, fr, es };
export type PageLanguage = keyof typeof PAGE_TEXTS;
export type { PageTexts };

/** Each language in its own words, for the choice at the foot of a page. */
export const LANGUAGE_NAMES: Record<PageLanguage, string> = {
  fr: 'Français',
  en: 'English',
  es: 'Español',
};

/** Cookie with the language somebody chose; it holds nothing else. */
export const LANGUAGE_COOKIE = 'relay_language';

export const isPageLanguage = (text: string): text is PageLanguage =>
  Object.hasOwn(PAGE_TEXTS, text);

/** The language somebody chose, else the first of ours that the browser asks for, else English. */
export function pageLanguage(headers: {
  'accept-language'?: string;
  cookie?: string;
}): PageLanguage {
  const chosen = new RegExp(`(?:^|;\\s*)${LANGUAGE_COOKIE}=(\\w+)`).exec(headers.cookie ?? '')?.[1];
  if (chosen && isPageLanguage(chosen)) return chosen;
  for (const part of (headers['accept-language'] ?? '').toLowerCase().split(',')) {
    const code = part.trim().slice(0, 2);
    if (isPageLanguage(code)) return code;
  }
  return 'en';
}

/** Puts values in the place of `{name}`; they stay text. */
export function fillText(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (mark, name) => String(values[name] ?? mark));
}

/** The texts, with `tooMany` saying in how many seconds or minutes to try again. */
export function textsWithWait(language: PageLanguage, seconds: number): PageTexts {
  const words = new Intl.RelativeTimeFormat(language);
  const when =
    seconds <= 90
      ? words.format(Math.max(1, seconds), 'second')
      : words.format(Math.ceil(seconds / 60), 'minute');
  const texts = PAGE_TEXTS[language];
  return { ...texts, tooMany: fillText(texts.tooMany, { when }) };
}

/** A size as a person reads it: “15 bytes”, “1,2 Mo”. */
export function sizeInWords(language: PageLanguage, bytes: number): string {
  const [unit, count] =
    bytes < 1_000
      ? ['byte', bytes]
      : bytes < 1_000_000
        ? ['kilobyte', bytes / 1_000]
        : ['megabyte', bytes / 1_000_000];
  // Short, a byte has no plural in English.
  const unitDisplay = unit === 'byte' ? 'long' : 'short';
  const words = { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language, words).format(count);
}

/** How long ago, in words; beyond a month the date. */
export function timeAgo(language: PageLanguage, ms: number, nowMs: number): string {
  const seconds = Math.max(0, (nowMs - ms) / 1_000);
  if (seconds < 60) return PAGE_TEXTS[language].justNow;
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  if (seconds < 3_600) return words.format(-Math.floor(seconds / 60), 'minute');
  if (seconds < 86_400) return words.format(-Math.floor(seconds / 3_600), 'hour');
  if (seconds < 30 * 86_400) return words.format(-Math.floor(seconds / 86_400), 'day');
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(ms);
}
