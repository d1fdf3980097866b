/** Stands for a protected span; one private-use character each, which no rule touches. */
export const shieldClass = '\uE000-\uF8FF';

const spans = new RegExp(
  [
    `[${shieldClass}]`,
    '⟦[^⟦⟧\\n]{1,20}⟧',
    '`[^`\\n]+`',
    '(?:https?|ftp|mailto|tel|file):[^\\s<>«»"]*[^\\s<>«»".,;:!?)\\]’\']',
    '\\bwww\\.[^\\s<>«»"]*[^\\s<>«»".,;:!?)\\]’\']',
    '[\\p{L}\\p{N}._%+-]+@[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)+',
    // Windows and Unix paths.
    '\\b[A-Za-z]:\\\\[^\\s]+',
    '(?<![\\p{L}\\p{N}])~?(?:/[\\w.-]+){2,}',
    // File names, domains, versions, abbreviations: dots inside a word, not before a capital.
    '[\\p{L}\\p{N}_-]+(?:\\.[\\p{Ll}\\p{N}_-]+)+(?:/[\\w./?=&%-]*)?',
    // Dates, times, amounts, scores.
    '\\p{N}+(?:[.,:/hH-]\\p{N}+)+',
    '[@#][\\p{L}\\p{N}_-]+',
    // Emoticons.
    "(?<![^\\s])(?:[:;=8][-^']?[()DPpOo|/\\\\*\\]\\[]|<3|\\^\\^|XD)(?=[\\s.,!?]|$)",
    '\\.{3,}',
  ].join('|'),
  'gu',
);

export interface Protected {
  text: string;
  /** Puts the spans back. */
  restore(text: string): string;
}

/** Private-use characters there are; a text with more spans than that is left alone. */
const capacity = 0xf8ff - 0xe000 + 1;

/**
 * Swaps everything that is not prose (addresses, file names, numbers with separators, times, code,
 * emoticons, atoms) for one character each. Answers null when there are too many.
 */
export function protectSpans(text: string): Protected | null {
  const kept: string[] = [];
  const shielded = text.replace(spans, (span) => {
    kept.push(span);
    return String.fromCharCode(0xe000 + kept.length - 1);
  });
  if (kept.length > capacity) return null;
  return {
    text: shielded,
    restore: (polished) =>
      polished.replace(/[\uE000-\uF8FF]/g, (mark) => kept[mark.charCodeAt(0) - 0xe000] ?? mark),
  };
}
