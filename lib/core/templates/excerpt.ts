import { htmlToText } from '@/lib/core/templates/html-to-text';

/**
 * The beginning of a template as one line, for lists: without the greeting that all of them share, and
 * with fall-backs or `[names]` in the place of variables.
 */
export function excerptOf(html: string, length = 160): string {
  const lines = htmlToText(html.slice(0, 8000))
    .split('\n')
    .filter((line) => line.trim() !== '');
  const greeting =
    lines.length > 2 && (lines[0] ?? '').length < 80 && /[,:]\s*$/.test(lines[0] ?? '');
  return lines
    .slice(greeting ? 1 : 0)
    .join(' ')
    .replace(/\{\{-?\s*([\p{L}\p{N}_.]+)\s*(?:\|([^{}]*))?\}\}/gu, (_whole, name, filters) => {
      const fallback = /default:\s*(?:"([^"]*)"|'([^']*)')/.exec(filters ?? '');
      return fallback ? (fallback[1] ?? fallback[2] ?? '') : `[${name}]`;
    })
    .replace(/\{%[^{}]*%\}/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, length);
}
