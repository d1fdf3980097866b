/**
 * Cuts a text into the pieces that a comparison may exchange. Joined again they are the text exactly.
 *
 * One piece each: an atom (`⟦1⟧`), a line break, a run of other white space, an address, a number with
 * its separators, a word, any other character. A French elision stands alone (`d’`, `qu’`), so that
 * "d’accord" → "d’abord" changes one word; "aujourd’hui" and English "don’t" stay whole.
 */
export function wordTokens(text: string): string[] {
  return text.match(pattern) ?? [];
}

const pattern = new RegExp(
  [
    '⟦[^⟦⟧\\n]{1,20}⟧',
    '\\n',
    '[^\\S\\n]+',
    'https?://[^\\s<>«»"]*[^\\s<>«»".,;:!?)\\]’\']',
    '[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+',
    '\\p{N}+(?:[.,:/]\\p{N}+)*',
    "(?:[ldjmtsncLDJMTSNC]|(?:[Jj]us|[Ll]ors|[Pp]uis|[Qq]uoi)?[Qq]u)['’](?=\\p{L})",
    "[\\p{L}\\p{M}\\p{N}]+(?:['’][\\p{L}\\p{M}]+)*",
    '[^]',
  ].join('|'),
  'gu',
);

const atomPattern = /⟦[^⟦⟧\n]{1,20}⟧/gu;

/** The atoms of a text in reading order. */
export function atomsIn(text: string): string[] {
  return text.match(atomPattern) ?? [];
}

/** Do both texts hold the same atoms, each as often, in whatever order? */
export function sameAtoms(one: string, other: string): boolean {
  const left = atomsIn(one).sort();
  const right = atomsIn(other).sort();
  return left.length === right.length && left.every((atom, index) => atom === right[index]);
}
