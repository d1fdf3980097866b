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
    // a.m., i.e., U.S.A.
    '(?<![\\p{L}\\p{N}])(?:\\p{L}\\.){2,}',
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

/** Figures and atoms, after which a sentence may end with a full stop; addresses come before them. */
export const figureClass = '\uF000-\uF8FF';
const addressStart = 0xe000;
const figureStart = 0xf000;
const figureEnd = 0xf900;

/**
 * Swaps everything that is not prose (addresses, file names, numbers with separators, times, code,
 * emoticons, atoms) for one character each. Answers null when there are too many.
 */
export function protectSpans(text: string): Protected | null {
  const addresses: string[] = [];
  const figures: string[] = [];
  const shielded = text.replace(spans, (span) => {
    if (/^[\p{N}⟦][^@]*$/u.test(span)) {
      figures.push(span);
      return String.fromCharCode(figureStart + figures.length - 1);
    }
    addresses.push(span);
    return String.fromCharCode(addressStart + addresses.length - 1);
  });
  const full =
    addresses.length > figureStart - addressStart || figures.length > figureEnd - figureStart;
  if (full) return null;
  return {
    text: shielded,
    restore: (polished) =>
      polished.replace(/[\uE000-\uF8FF]/g, (mark) => {
        const code = mark.charCodeAt(0);
        const span =
          code >= figureStart ? figures[code - figureStart] : addresses[code - addressStart];
        return span ?? mark;
      }),
  };
}
