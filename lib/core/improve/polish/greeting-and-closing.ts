import type { TextLanguage } from '@/lib/core/improve/detect-language';
import { byLanguage } from '@/lib/core/improve/polish/by-language';
import { closings, greetings, lineRoles } from '@/lib/core/improve/polish/line-roles';

/** With these words a sentence begins right after a greeting that was spoken without its comma. */
const starters: Record<TextLanguage, string> = {
  fr: "je|j['’]|nous|merci|suite|voici|pourriez|pourrais|pouvez|peux|c['’]est|il y|est-ce|auriez|avez|vous",
  en: "I|i|I['’]m|we|thank|thanks|please|could|can|just|following|would|this is",
  es: 'le|les|te|gracias|quería|quisiera|podría|puede|adjunto|soy|necesito',
};

const patterns = byLanguage((language) => ({
  /** With its comma or exclamation mark. */
  marked: new RegExp(
    `^(${greetings[language]})([\\s\\u00a0\\u202f]*[,!])\\s+(\\S*\\p{L}\\S*\\s+\\S*\\p{L}.*)$`,
    'u',
  ),
  spoken: new RegExp(`^(${greetings[language]})() ((?:${starters[language]})(?![\\p{L}]).*)$`, 'u'),
  closing: new RegExp(
    `^(.*[\\p{L}\\p{N})»\\uE000-\\uF8FF])([\\s\\u00a0\\u202f]?[.!?…]+|,)\\s+(${closings[language]})(?:\\s*,\\s*|\\s+|)((?:\\p{Lu}[\\p{L}'’-]*)(?: \\p{Lu}[\\p{L}'’.-]*){0,2})?\\s*[.,]?$`,
    'u',
  ),
}));

/** Greeting and closing get lines of their own when a paragraph holds them. Lines are only added. */
export function greetingAndClosing(lines: readonly string[], language: TextLanguage): string[] {
  return splitClosing(splitGreeting([...lines], language), language);
}

function splitGreeting(lines: string[], language: TextLanguage): string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  const line = lines[first];
  if (line === undefined || lineRoles(lines, language)[first] !== 'text') return lines;
  const { marked, spoken } = patterns[language];
  const found = marked.exec(line) ?? spoken.exec(line);
  if (!found) return lines;
  const [, head = '', comma = '', rest = ''] = found;
  lines.splice(first, 1, head + (comma || ','), '', rest);
  return lines;
}

function splitClosing(lines: string[], language: TextLanguage): string[] {
  const roles = lineRoles(lines, language);
  if (roles.includes('closing')) return lines;
  const last = roles.findLastIndex((role) => role !== 'empty');
  const line = lines[last];
  if (line === undefined || roles[last] !== 'text') return lines;
  const found = patterns[language].closing.exec(line);
  if (!found) return lines;
  const [, body = '', end = '', closing = '', signed] = found;
  const added = [body + (end === ',' ? '.' : end), '', `${closing},`];
  if (signed) added.push(signed);
  lines.splice(last, 1, ...added);
  return lines;
}
