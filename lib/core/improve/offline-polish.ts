import { detectLanguage, type TextLanguage } from '@/lib/core/improve/detect-language';
import { endPunctuation } from '@/lib/core/improve/polish/end-punctuation';
import { fillers } from '@/lib/core/improve/polish/fillers';
import { frenchTypography } from '@/lib/core/improve/polish/french-typography';
import { greetingAndClosing } from '@/lib/core/improve/polish/greeting-and-closing';
import { lineRoles } from '@/lib/core/improve/polish/line-roles';
import { protectSpans } from '@/lib/core/improve/polish/protect-spans';
import { repeatedWords } from '@/lib/core/improve/polish/repeated-words';
import { sentenceCapitals } from '@/lib/core/improve/polish/sentence-capitals';
import { spacing } from '@/lib/core/improve/polish/spacing';
import { sameAtoms } from '@/lib/core/improve/word-tokens';

/** One rule may open the way for another; eight passes are more than any text was seen to need. */
const passes = 8;

/**
 * Polishes a mail by rules, on this device: spaces, hesitations, doubled small words, greeting and
 * closing on their own lines, end punctuation, capitals, French typography. Deterministic; polishing
 * the result changes nothing more. Addresses, file names, numbers, times, code and atoms are never
 * touched, and lines are added but never joined. A text of unknown language only has its spaces set
 * right.
 */
export function offlinePolish(text: string, language: 'auto' | TextLanguage): string {
  let current = text;
  for (let pass = 0; pass < passes; pass += 1) {
    const next = polishOnce(current, language);
    if (next === current) return sameAtoms(text, current) ? current : text;
    current = next;
  }
  // Never settled: no mail was seen to do that, and a text that keeps changing is better left alone.
  return text;
}

function polishOnce(text: string, language: 'auto' | TextLanguage): string {
  if (language !== 'auto') return polishAs(text, language);
  const found = detectLanguage(text);
  const polished = polishAs(text, found);
  // A text so mixed that the rules of one language make it look like another: only its spaces.
  return detectLanguage(polished) === found ? polished : polishAs(text, 'unknown');
}

function polishAs(text: string, language: TextLanguage | 'unknown'): string {
  const shield = protectSpans(text);
  return shield ? shield.restore(onePass(shield.text, language)) : text;
}

function onePass(text: string, language: TextLanguage | 'unknown'): string {
  const lines = text.split('\n');
  if (language === 'unknown') {
    return lines.map((line) => spacing(line, language)).join('\n');
  }
  const before = lineRoles(lines, language);
  const cleaned = lines.map((line, index) => {
    if (before[index] === 'other' || before[index] === 'signature') return line;
    return repeatedWords(fillers(spacing(line, language), language), language);
  });
  const laidOut = greetingAndClosing(cleaned, language);
  const roles = lineRoles(laidOut, language);
  const ended = endPunctuation(laidOut, roles, language);
  const capitalised = sentenceCapitals(ended, roles, language);
  if (language !== 'fr') return capitalised.join('\n');
  return capitalised
    .map((line, index) => (roles[index] === 'other' ? line : frenchTypography(line)))
    .join('\n');
}
