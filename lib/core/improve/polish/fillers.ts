import type { TextLanguage } from '@/lib/core/improve/detect-language';
import { byLanguage } from '@/lib/core/improve/polish/by-language';

/** Sounds of hesitation, lower case or with a capital; never all capitals (those are initials). */
const sounds: Record<TextLanguage, string> = {
  // "ben" only in lower case: Ben is a name.
  fr: '[Ee]u+h+|[Hh]eu+h*|[Hh]u+m+|[Hh]mm+|[Bb]ah|ben',
  en: '[Uu]m+|[Uu]h+m*|[Ee]rm+|[Hh]mm+',
  es: '[Ee]hm+|[Ee]mm+|[Ee]h(?=,)',
};

/** Sentence openers that say nothing. "du coup de fil" is none. */
const openers: Record<TextLanguage, string | null> = {
  fr: "[Dd]u coup,?(?! d(?:e |u |es |['’]))",
  en: '[Yy]ou know,',
  es: null,
};

const asides: Record<TextLanguage, string | null> = {
  fr: null,
  en: 'you know',
  es: null,
};

const patterns = byLanguage((language) => {
  const sound = sounds[language];
  const opener = openers[language];
  const aside = asides[language] ? `${sound}|${asides[language]}` : sound;
  const head = opener ? `(?:${sound})(?:,|…)?|${opener}` : `(?:${sound})(?:,|…)?`;
  return {
    atStart: new RegExp(`(^|[.!?…]\\s+)((?:(?:${head})\\s+)+)(\\p{L})`, 'gu'),
    betweenCommas: new RegExp(`,\\s*(?:${aside})\\s*,\\s*`, 'gu'),
    inside: new RegExp(`(\\S)\\s+(?:${sound})(?:,|…)?(?=\\s+[\\p{L}\\p{N}])`, 'gu'),
    atEnd: new RegExp(`,?\\s+(?:${sound})(?=[.!?]|$)`, 'gu'),
  };
});

/** Takes hesitations out of one line, with the commas that held them. */
export function fillers(line: string, language: TextLanguage): string {
  const { atStart, betweenCommas, inside, atEnd } = patterns[language];
  return line
    .replace(
      atStart,
      (_, start: string, head: string, letter: string) =>
        start + (/^\p{Lu}/u.test(head) ? letter.toUpperCase() : letter),
    )
    .replace(betweenCommas, ' ')
    .replace(inside, '$1')
    .replace(atEnd, '');
}
