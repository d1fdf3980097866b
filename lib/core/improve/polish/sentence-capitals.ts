import type { TextLanguage } from '@/lib/core/improve/detect-language';
import type { LineRole } from '@/lib/core/improve/polish/line-roles';

/** A full stop after one of these ends no sentence; single letters (initials) never do. */
const abbreviations = new Set(
  'mme mmes mlle mr mrs ms dr prof st ste etc ex cf vs approx env tél tel no nos art chap fig vol réf ref min max av bd bld resp adj inc ltd corp jr sr dept est sra sres ud uds pág núm sept oct nov déc janv févr avr juil jan feb mar apr jun jul aug sep dec'.split(
    ' ',
  ),
);

const afterStop =
  /([\p{L}\p{N}\uE000-\uF8FF)%€]+)([\u00a0\u202f ]?[.!?]+)(\s+[«“"(¿¡]?[\u00a0\u202f]?)(\p{Ll}[\p{L}'’-]*)/gu;

/** Capital letters at the start of sentences, and English "I". */
export function sentenceCapitals(
  lines: readonly string[],
  roles: readonly LineRole[],
  language: TextLanguage,
): string[] {
  return lines.map((line, index) => {
    const role = roles[index];
    if (role !== 'text' && role !== 'greeting' && role !== 'closing' && role !== 'item')
      return line;
    const inside = withinLine(language === 'en' ? englishI(line) : line);
    if (role === 'item' || !startsSentence(lines, roles, index)) return inside;
    return inside.replace(/^(\s*["«“(¿¡]?[\s\u00a0\u202f]*)(\p{Ll}[\p{L}'’-]*)/u, raise);
  });
}

function startsSentence(
  lines: readonly string[],
  roles: readonly LineRole[],
  index: number,
): boolean {
  if (index === 0 || roles[index] === 'closing') return true;
  const before = roles[index - 1];
  if (before === 'empty' || before === 'greeting') return true;
  return before === 'text' && /[.!?]["»”)]?\s*$/u.test(lines[index - 1] ?? '');
}

function withinLine(line: string): string {
  return line.replace(
    afterStop,
    (found, before: string, stop: string, gap: string, word: string, offset: number) => {
      if (stop.trim() === '.' && endsNoSentence(before, offset)) return found;
      return before + stop + raise('', gap, word);
    },
  );
}

function endsNoSentence(word: string, offset: number): boolean {
  if (abbreviations.has(word.toLowerCase())) return true;
  if (/^\p{L}$/u.test(word)) return true;
  // "1. lire": a number that opens the line.
  return offset === 0 && /^\p{N}+$/u.test(word);
}

/** Names such as iPhone or eBay keep their letters. */
function raise(_: string, before: string, word: string): string {
  const rest = word.slice(1);
  if (rest !== rest.toLowerCase()) return before + word;
  return before + word.charAt(0).toUpperCase() + rest;
}

function englishI(line: string): string {
  return line.replace(
    /(?<![\p{L}\p{N}.'’_/\\-])i(?=['’](?:m|ll|ve|d)(?!\p{L})|\s|[,;?!]|$)/gu,
    'I',
  );
}
