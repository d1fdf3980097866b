/** Without accents, letter for letter, so that a place in one is the same place in the other. */
function fold(text: string): string {
  return text.replace(/[À-ɏ]/g, (letter) => letter.normalize('NFD').charAt(0));
}

/** The pattern of the words asked for last: a list asks with the same ones for each of its rows. */
let last: { words: readonly string[]; pattern: RegExp | null } | undefined;

function patternOf(words: readonly string[]): RegExp | null {
  if (last?.words === words) return last.pattern;
  const wanted = words.filter((word) => word !== '').map(escapePattern);
  const pattern = wanted.length === 0 ? null : new RegExp(wanted.join('|'), 'giu');
  last = { words, pattern };
  return pattern;
}

function escapePattern(word: string): string {
  return fold(word).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Where words stand in a text, as places of letters `[start, end]`; case and accents do not matter. */
export function findWords(text: string, words: readonly string[]): [start: number, end: number][] {
  const pattern = patternOf(words);
  if (!pattern) return [];
  return Array.from(fold(text).matchAll(pattern), ({ index, 0: hit }) => [
    index,
    index + hit.length,
  ]);
}
