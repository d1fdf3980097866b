import { diff } from 'fast-myers-diff';
import type { DiffSegment } from '@/lib/core/improve/diff-segment';
import { sameAtoms, wordTokens } from '@/lib/core/improve/word-tokens';

/** Above this share of changed words a paragraph reads better as replaced than as a patchwork. */
const replacedShare = 0.5;

/** A piece of the comparison while it is made; `same` when both sides are equal. */
interface Piece {
  before: string;
  after: string;
}

/**
 * Compares two texts word by word. Joining `text`/`before` gives the old text exactly, `text`/`after`
 * the new one. Changes that only white space or one short word separates are one change; a paragraph
 * changed by more than half is one change; each change holds the same atoms on both sides whenever
 * the whole texts do, so that no choice of changes can lose or double a link.
 *
 * Cost: O(words × differences) within one stretch between unchanged lines; measured by the benchmark.
 */
export function diffWords(before: string, after: string): DiffSegment[] {
  const pieces: Piece[] = [];
  for (const stretch of alignLines(before, after)) {
    if (stretch.before === stretch.after) pieces.push(stretch);
    else pieces.push(...compareStretch(stretch));
  }
  return toSegments(balanceAtoms(joinNeighbours(pieces)));
}

/** Equal lines anchor the comparison; what stands between them is one stretch a pair of lines. */
function alignLines(before: string, after: string): Piece[] {
  const oldLines = splitLines(before);
  const newLines = splitLines(after);
  const stretches: Piece[] = [];
  let oldEnd = 0;
  let newEnd = 0;
  for (const [oldFrom, oldTo, newFrom, newTo] of diff(oldLines, newLines)) {
    pushEqual(stretches, oldLines.slice(oldEnd, oldFrom));
    const oldGap = oldLines.slice(oldFrom, oldTo);
    const newGap = newLines.slice(newFrom, newTo);
    if (oldGap.length === newGap.length) {
      oldGap.forEach((line, index) => {
        stretches.push({ before: line, after: newGap[index] ?? '' });
      });
    } else {
      stretches.push({ before: oldGap.join(''), after: newGap.join('') });
    }
    oldEnd = oldTo;
    newEnd = newTo;
  }
  pushEqual(stretches, newLines.slice(newEnd));
  return stretches;
}

function pushEqual(stretches: Piece[], lines: string[]): void {
  if (lines.length === 0) return;
  const text = lines.join('');
  stretches.push({ before: text, after: text });
}

/** Lines with their line break at the end. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function compareStretch({ before, after }: Piece): Piece[] {
  if (before === '' || after === '') return [{ before, after }];
  const oldTokens = wordTokens(before);
  const newTokens = wordTokens(after);
  // Counted before comparing: a rewritten paragraph would be the slowest to compare and the least read.
  if (changedShare(oldTokens, newTokens) > replacedShare) return replaced(before, after);
  const pieces = mergeConfetti(compareTokens(oldTokens, newTokens));
  return changedShareOf(pieces) > replacedShare ? replaced(before, after) : pieces;
}

/** One change for the whole paragraph; a line break that both end with stays out of it. */
function replaced(before: string, after: string): Piece[] {
  if (!before.endsWith('\n') || !after.endsWith('\n')) return [{ before, after }];
  return [
    { before: before.slice(0, -1), after: after.slice(0, -1) },
    { before: '\n', after: '\n' },
  ];
}

/** Lower bound of the share of words that differ, from how often each word occurs. */
function changedShare(oldTokens: string[], newTokens: string[]): number {
  const counts = new Map<string, number>();
  const oldWords = oldTokens.filter(isWord);
  const newWords = newTokens.filter(isWord);
  if (oldWords.length < 4) return 0;
  for (const word of oldWords) counts.set(word, (counts.get(word) ?? 0) + 1);
  let kept = 0;
  for (const word of newWords) {
    const left = counts.get(word) ?? 0;
    if (left > 0) {
      kept += 1;
      counts.set(word, left - 1);
    }
  }
  return 1 - kept / Math.max(oldWords.length, newWords.length);
}

function changedShareOf(pieces: Piece[]): number {
  let kept = 0;
  let oldWords = 0;
  let newWords = 0;
  for (const piece of pieces) {
    const old = countWords(piece.before);
    const fresh = countWords(piece.after);
    oldWords += old;
    newWords += fresh;
    if (piece.before === piece.after) kept += old;
  }
  return oldWords < 4 ? 0 : 1 - kept / Math.max(oldWords, newWords);
}

function compareTokens(oldTokens: string[], newTokens: string[]): Piece[] {
  // Numbers compare faster than strings (research C4).
  const numbers = new Map<string, number>();
  const encode = (tokens: string[]): Uint32Array =>
    Uint32Array.from(tokens, (token) => {
      const known = numbers.get(token);
      if (known !== undefined) return known;
      numbers.set(token, numbers.size);
      return numbers.size - 1;
    });
  const pieces: Piece[] = [];
  let oldEnd = 0;
  const same = (until: number): void => {
    const text = oldTokens.slice(oldEnd, until).join('');
    if (text !== '') pieces.push({ before: text, after: text });
  };
  for (const [oldFrom, oldTo, newFrom, newTo] of diff(encode(oldTokens), encode(newTokens))) {
    same(oldFrom);
    pieces.push({
      before: oldTokens.slice(oldFrom, oldTo).join(''),
      after: newTokens.slice(newFrom, newTo).join(''),
    });
    oldEnd = oldTo;
  }
  same(oldTokens.length);
  return pieces;
}

/** Joins changes of words that only white space, or one short word, keeps apart. */
function mergeConfetti(pieces: Piece[]): Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const gap = merged.at(-1);
    const previous = merged.at(-2);
    if (gap && previous && piece.before !== piece.after && joins(previous, gap, piece)) {
      merged.splice(-2, 2, {
        before: previous.before + gap.before + piece.before,
        after: previous.after + gap.after + piece.after,
      });
    } else {
      merged.push(piece);
    }
  }
  return merged;
}

function joins(previous: Piece, gap: Piece, next: Piece): boolean {
  if (previous.before === previous.after || gap.before !== gap.after) return false;
  if (/[\n⟦]/u.test(gap.before)) return false;
  const weights = [previous, next].map((piece) =>
    Math.max(countWords(piece.before), countWords(piece.after)),
  );
  // A corrected space or comma beside a corrected word stays a choice of its own.
  const lightest = Math.min(...weights);
  if (lightest === 0) return false;
  const words = countWords(gap.before);
  if (words === 0) return gap.before.trim() === '';
  return words === 1 && gap.before.trim().length <= 3 && lightest >= 2;
}

/** Unchanged stretches that touch are one; changes that touch stay apart, a choice for each line. */
function joinNeighbours(pieces: Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last && last.before === last.after && piece.before === piece.after) {
      last.before += piece.before;
      last.after += piece.after;
    } else {
      joined.push({ ...piece });
    }
  }
  return joined;
}

/** An atom that moved links all changes from the first to the last it touches into one. */
function balanceAtoms(pieces: Piece[]): Piece[] {
  const first = pieces.findIndex((piece) => !sameAtoms(piece.before, piece.after));
  if (first < 0) return pieces;
  const last = pieces.findLastIndex((piece) => !sameAtoms(piece.before, piece.after));
  const linked = pieces.slice(first, last + 1);
  return [
    ...pieces.slice(0, first),
    {
      before: linked.map((piece) => piece.before).join(''),
      after: linked.map((piece) => piece.after).join(''),
    },
    ...pieces.slice(last + 1),
  ];
}

function toSegments(pieces: Piece[]): DiffSegment[] {
  let id = 0;
  return pieces.map((piece) => {
    if (piece.before === piece.after) return { kind: 'same', text: piece.before };
    id += 1;
    return { kind: 'change', id, before: piece.before, after: piece.after };
  });
}

function isWord(token: string): boolean {
  return /[\p{L}\p{N}]/u.test(token);
}

function countWords(text: string): number {
  return wordTokens(text).filter(isWord).length;
}
