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

/** One rule may open the way for another; four passes are more than any text was seen to need. */
const passes = 4;

/**
 * Polishes a mail by rules, on this device: spaces, hesitations, doubled small words, greeting and
 * closing on their own lines, end punctuation, capitals, French typography. Deterministic; polishing
 * the result changes nothing more. Addresses, file names, numbers, times, code and atoms are never
 * touched, and lines are added but never joined. A text of unknown language only has its spaces set
 * right.
 */
export function offlinePolish(text: string, language: 'auto' | TextLanguage): string {
  const shield = protectSpans(text);
  if (!shield) return text;
  const spoken = language === 'auto' ? detectLanguage(text) : language;
  let current = shield.text;
  for (let pass = 0; pass < passes; pass += 1) {
    const next = onePass(current, spoken);
    if (next === current) break;
    current = next;
  }
  const polished = shield.restore(current);
  return sameAtoms(text, polished) ? polished : text;
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
