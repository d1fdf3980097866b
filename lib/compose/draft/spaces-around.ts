/** Behind these a word begins, and before these it ends, whatever stands on the other side. */
const opening = /[([{<«‹“‘„¿¡]/u;
const closing = /[)\]}>»›”.,;:!?…%]/u;
const word = /[\p{L}\p{N}\p{M}\p{Sc}\p{Extended_Pictographic}]/u;

/**
 * The spaces that keep spoken words from running into those beside them: "Hello.|" and "until Thursday" need one,
 * "l’|" and "eau", "(|" and "yes", a line's beginning and anything need none. Where a sign could stand on either side
 * (an apostrophe, a hyphen, a slash, a straight quote) nothing is added.
 */
export function spacesAround(
  text: string,
  draft: string,
  { start, end }: { start: number; end: number },
): { before: '' | ' '; after: '' | ' ' } {
  return {
    before: parted(lastOf(draft.slice(Math.max(0, start - 2), start)), firstOf(text)),
    after: parted(lastOf(text), firstOf(draft.slice(end, end + 2))),
  };
}

function parted(left: string, right: string): '' | ' ' {
  const ends = word.test(left) || closing.test(left);
  const begins = word.test(right) || opening.test(right);
  return ends && begins ? ' ' : '';
}

const firstOf = (text: string): string => [...text][0] ?? '';
const lastOf = (text: string): string => [...text].at(-1) ?? '';
