import { AppError } from '@/lib/core/app-error';
import { cleanAnswer } from '@/lib/core/improve/clean-answer';
import { newContacts } from '@/lib/core/improve/find-contacts';
import { numberBlocks, readBlocks, withoutMarks } from '@/lib/core/improve/number-blocks';
import { atomsIn, wordTokens } from '@/lib/core/improve/word-tokens';

export interface ParsedAnswer {
  text: string;
  /** Links, addresses, telephone numbers and IBANs that the draft did not hold: shown to the author. */
  newContacts: string[];
}

/**
 * Turns a model's answer into the new text of the draft, or refuses it. Throws AppError:
 * `answer-lost-token` when a paragraph, a link or an image is missing, doubled or invented;
 * `bad-answer` when nothing is left, or when it is plainly not the same mail (too long, too short, or
 * hardly a word in common), which is what a model does that answers a mail instead of editing it.
 */
export function parseAnswer(
  answer: string,
  source: string,
  tokens: readonly string[],
): ParsedAnswer {
  const blocks = numberBlocks(source);
  const clean = cleanAnswer(answer, source);
  if (clean === '') throw new AppError('bad-answer', { detail: 'empty answer' });
  const read = readBlocks(clean, blocks.count);
  if (read.kind === 'broken') throw new AppError('answer-lost-token', { detail: 'paragraphs' });
  const text =
    read.kind === 'numbered' ? blocks.restore(read.paragraphs) : laidOut(read.text, source);
  if (text.trim() === '') throw new AppError('bad-answer', { detail: 'empty answer' });
  checkTokens(text, tokens);
  checkLikeness(text, source);
  return { text, newContacts: newContacts(source, text) };
}

/** What can be shown of an answer that is still coming in. */
export function readPartial(partial: string, source: string): string {
  return withoutMarks(cleanAnswer(partial, source));
}

/** The longest answer worth reading for this text, in UTF-16 units. */
export function longestAnswer(source: string): number {
  return source.length * 3 + 2_000;
}

/** An answer without numbers keeps the draft's empty lines when it has as many paragraphs. */
function laidOut(answer: string, source: string): string {
  const paragraphs = answer.split('\n').filter((line) => line.trim() !== '');
  const blocks = numberBlocks(source);
  if (paragraphs.length !== blocks.count) return answer;
  return blocks.restore(paragraphs.map((paragraph) => paragraph.trim()));
}

function checkTokens(text: string, tokens: readonly string[]): void {
  const found = atomsIn(text).sort();
  const wanted = [...tokens].sort();
  if (found.length !== wanted.length || found.some((token, index) => token !== wanted[index])) {
    throw new AppError('answer-lost-token');
  }
}

/** Wide on purpose (a real improvement may rewrite a lot): it catches answers, refusals and chatter. */
function checkLikeness(text: string, source: string): void {
  if (text.length > longestAnswer(source)) throw new AppError('bad-answer', { detail: 'too long' });
  const old = stems(source);
  if (old.size < 12) return;
  const fresh = stems(text);
  if (fresh.size < old.size / 5) throw new AppError('bad-answer', { detail: 'too short' });
  let shared = 0;
  for (const stem of fresh) if (old.has(stem)) shared += 1;
  if (shared < fresh.size * 0.15) throw new AppError('bad-answer', { detail: 'another text' });
}

/** The different words of four letters and more, by their first four letters, without accents. */
function stems(text: string): Set<string> {
  const words = wordTokens(text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase());
  return new Set(words.filter((word) => /^\p{L}{4}/u.test(word)).map((word) => word.slice(0, 4)));
}
