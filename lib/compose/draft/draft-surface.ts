import type {
  DraftScope,
  DraftSnapshot,
  InsertOptions,
  RememberedPlace,
  TextEdit,
  WriteOutcome,
} from '@/lib/compose/compose-editor';
import { spacesAround } from '@/lib/compose/draft/spaces-around';
import { commonEnds } from '@/lib/core/common-ends';

/** The text side of a compose window: a rich editor or a plain textarea, with the same promises. */
export interface DraftSurface {
  read(scope: DraftScope): DraftSnapshot;
  rememberPlace(): RememberedPlace;
  caretRect(): DOMRect;
  focus(): void;
  insert(text: string, place: RememberedPlace, options?: InsertOptions): Promise<WriteOutcome>;
  apply(snapshot: DraftSnapshot, edits: readonly TextEdit[]): Promise<WriteOutcome>;
}

/** Characters of one insertion. Measured: at this length a mail page stands still for about 2 s. */
export const mostInserted = 200_000;

/**
 * Two texts that look the same: browsers keep a space at the end of a line as a no-break space, and hosts
 * drop it.
 */
export function looksSame(one: string, other: string): boolean {
  return settle(one) === settle(other);
}

function settle(text: string): string {
  return text
    .replace(/[\u200b\ufeff]/g, '')
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
}

/** What has to stand before and behind a text that is put in place of a span, as the options want it. */
export function partedFrom(
  draft: string,
  span: { start: number; end: number },
  text: string,
  { ownLines = false, ownWords = false }: InsertOptions,
): { before: string; after: string } {
  if (ownLines && text.includes('\n')) return lineBreaksAround(draft, span);
  return ownWords ? spacesAround(text, draft, span) : { before: '', after: '' };
}

/** What a text of several lines needs around it to stand on lines of its own. */
function lineBreaksAround(
  draft: string,
  { start, end }: { start: number; end: number },
): { before: '' | '\n'; after: '' | '\n' } {
  const glued = (neighbour: string): '' | '\n' =>
    neighbour === '' || neighbour === '\n' ? '' : '\n';
  return { before: glued(draft.charAt(start - 1)), after: glued(draft.charAt(end)) };
}

/** Moves a span of an earlier text to where the same characters stand in the present one. */
export function followSpan(
  earlier: string,
  present: string,
  span: { start: number; end: number },
): { start: number; end: number } | null {
  if (earlier === present) return span;
  const { head, tail } = commonEnds(earlier, present);
  const shift = present.length - earlier.length;
  if (span.end <= head) return span;
  if (span.start >= earlier.length - tail) {
    return { start: span.start + shift, end: span.end + shift };
  }
  return null;
}
