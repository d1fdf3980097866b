import type { TextLanguage } from '@/lib/core/improve/detect-language';

/** Spaces of one line: doubled, trailing, before a comma or full stop, missing after a comma. */
export function spacing(line: string, language: TextLanguage | 'unknown'): string {
  if (line === '-- ') return line;
  // French keeps a space before these; its typography rule makes it a no-break one.
  const marks = language === 'en' || language === 'es' ? ',.;:!?' : ',.';
  return line
    .replace(/(\S) {2,}(?=\S)/g, '$1 ')
    .replace(/(\S)[ \t]+$/, '$1')
    .replace(new RegExp(`([^\\s.]) ([${marks}]+)(?=\\s|$)`, 'gu'), '$1$2')
    .replace(/([\p{L}\p{N})»”]) ,(?=\p{L})/gu, '$1, ')
    .replace(/(\p{L}),(?=\p{L})/gu, '$1, ')
    .replace(/(\p{L})([;!?])(?=\p{L})/gu, '$1$2 ')
    .replace(/(\p{Ll}{3,})\.(?=\p{Lu}\p{Ll})/gu, '$1. ');
}
