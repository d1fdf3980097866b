import type {
  DraftScope,
  DraftSnapshot,
  RememberedPlace,
  TextEdit,
  WriteOutcome,
} from '@/lib/compose/compose-editor';
import type { RichElement } from '@/lib/core/mail/rich-text';

/** The text side of a compose window: a rich editor or a plain textarea, with the same promises. */
export interface DraftSurface {
  read(scope: DraftScope): DraftSnapshot;
  rememberPlace(): RememberedPlace;
  caretRect(): DOMRect;
  focus(): void;
  /** `rich`: the same text with its formatting, for an editor that has any. */
  insert(
    text: string,
    place: RememberedPlace,
    rich?: readonly RichElement[] | null,
  ): Promise<WriteOutcome>;
  apply(snapshot: DraftSnapshot, edits: readonly TextEdit[]): Promise<WriteOutcome>;
}

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

/** Moves a span of an earlier text to where the same characters stand in the present one. */
export function followSpan(
  earlier: string,
  present: string,
  span: { start: number; end: number },
): { start: number; end: number } | null {
  if (earlier === present) return span;
  let head = 0;
  while (head < earlier.length && head < present.length && earlier[head] === present[head])
    head += 1;
  let tail = 0;
  while (
    tail < earlier.length - head &&
    tail < present.length - head &&
    earlier[earlier.length - 1 - tail] === present[present.length - 1 - tail]
  ) {
    tail += 1;
  }
  const shift = present.length - earlier.length;
  if (span.end <= head) return span;
  if (span.start >= earlier.length - tail) {
    return { start: span.start + shift, end: span.end + shift };
  }
  return null;
}
