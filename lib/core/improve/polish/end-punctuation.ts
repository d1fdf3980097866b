import type { TextLanguage } from '@/lib/core/improve/detect-language';
import type { LineRole } from '@/lib/core/improve/polish/line-roles';
import { figureClass } from '@/lib/core/improve/polish/protect-spans';

/** Words that make a line a sentence rather than a title, a name or a postal address. */
const sentenceWords: Record<TextLanguage, RegExp> = {
  fr: /(?<!\p{L})(?:je|j['’]\p{L}+|tu|il|elle|on|nous|vous|ils|elles|c['’]est|ça|merci|voici|est|sont|suis|êtes|sera|serai|avons|avez|ai|peux|peut|pouvez|veuillez|faut|va|vais|n['’]\p{L}+|ne)(?!\p{L})/iu,
  en: /(?<!\p{L})(?:i|i['’]\p{L}+|you|we|he|she|they|it|it['’]s|thanks|thank|please|is|are|was|were|will|have|has|can|could|let|do|don['’]t|am)(?!\p{L})/iu,
  es: /(?<!\p{L})(?:yo|usted|ustedes|nosotros|gracias|es|son|está|están|he|ha|hemos|puede|puedo|quiero|tengo|le|les|me|se|por favor)(?!\p{L})/iu,
};

const questions: Record<TextLanguage, RegExp> = {
  fr: /^(?:(?:et|mais|alors|donc)\s+)?(?:(?:quand|où|comment|pourquoi|combien|qui|que|à quelle heure|quelle?s?(?: \p{L}+)?|(?:la|le|les)?quel(?:le)?s?)\s+)?(?:est-ce (?:que|qu['’])|\p{L}+-(?:vous|tu|t-il|t-elle|t-on|il|elle|on|nous|ils|elles|je)(?!\p{L}))/iu,
  en: /^(?:(?:and|but|so)\s+)?(?:(?:when|where|why|how|who|what|which)(?:\s+\p{L}+)?\s+)?(?:can|could|would|will|do|does|did|are|is|have|has|should|shall|may)\s+(?:you|we|i|they|he|she|it|there|this|that|the|your|our|my)(?!\p{L})/iu,
  es: /^¿/u,
};

/** Imperatives that look like French inversions ("dites-nous", "appelez-nous") are no questions. */
const notQuestions =
  /^(?:dites|dis|appelez|appelle|envoyez|envoie|donnez|donne|laissez|laisse|faites|fais|tenez|contactez|rappelez|excusez|rejoignez|retrouvez|voyons|rendez|aidez|prévenez|informez|écrivez|permettez)-/iu;

/** A line cannot end with one of these; it goes on somewhere. */
const open: Record<TextLanguage, RegExp> = {
  fr: /(?<!\p{L})(?:le|la|les|un|une|des|du|de|à|au|aux|et|ou|que|qui|pour|par|sur|avec|dans|en|chez|ce|cette|mon|ma|mes|votre|notre)$/iu,
  en: /(?<!\p{L})(?:the|a|an|of|to|and|or|for|with|in|on|at|by|from|my|your|our|that)$/iu,
  es: /(?<!\p{L})(?:el|la|los|las|un|una|de|del|y|o|que|a|al|por|para|con|en|su|mi)$/iu,
};

const sentenceEnd = new RegExp(`[\\p{L}\\p{N})%€${figureClass}]$`, 'u');

/** Ends a paragraph that is a sentence with "." or, when it asks, "?". */
export function endPunctuation(
  lines: readonly string[],
  roles: readonly LineRole[],
  language: TextLanguage,
): string[] {
  return lines.map((line, index) => {
    if (roles[index] !== 'text' || !sentenceEnd.test(line)) return line;
    // A line that the next one continues in lower case was wrapped by hand.
    if (/^\s*\p{Ll}/u.test(lines[index + 1] ?? '') && roles[index + 1] === 'text') return line;
    const sentence = lastSentence(line);
    if (asks(sentence, language)) return `${line}?`;
    const words = sentence.split(/\s+/);
    if (words.length < 3 || open[language].test(sentence)) return line;
    return sentenceWords[language].test(sentence) ? `${line}.` : line;
  });
}

function lastSentence(line: string): string {
  return (
    line
      .split(/[.!?…]\s+/)
      .at(-1)
      ?.trim() ?? line
  );
}

/** Asks the sentence, or what stands after its colon? */
function asks(sentence: string, language: TextLanguage): boolean {
  if (!sentence.includes(' ')) return false;
  const clauses = [sentence, sentence.split(/:\s/).at(-1)?.trim() ?? ''];
  return clauses.some(
    (clause) =>
      questions[language].test(clause) && !(language === 'fr' && notQuestions.test(clause)),
  );
}
