import type { DiffSegment } from '@/lib/core/improve/diff-segment';

/** Replace `[start, end)` of the text as it was (UTF-16 offsets) by `text`. */
export interface DecidedEdit {
  start: number;
  end: number;
  text: string;
}

export interface Decided {
  /** The text with the accepted changes made. */
  text: string;
  /** The same as edits of the old text: in order, never overlapping, never holding an atom they keep. */
  edits: DecidedEdit[];
}

/** Makes the changes whose ids are in `accepted`; the others keep their old words. */
export function applyDecisions(
  segments: readonly DiffSegment[],
  accepted: ReadonlySet<number>,
): Decided {
  let text = '';
  let offset = 0;
  const edits: DecidedEdit[] = [];
  for (const segment of segments) {
    if (segment.kind === 'same') {
      text += segment.text;
      offset += segment.text.length;
      continue;
    }
    const taken = accepted.has(segment.id);
    text += taken ? segment.after : segment.before;
    if (taken) edits.push(...aroundAtoms(segment.before, segment.after, offset));
    offset += segment.before.length;
  }
  return { text, edits };
}

/** Both sides cut at their atoms: atoms that stay in order are left in place, with their formatting. */
function aroundAtoms(before: string, after: string, offset: number): DecidedEdit[] {
  const oldParts = before.split(/(⟦[^⟦⟧\n]{1,20}⟧)/u);
  const newParts = after.split(/(⟦[^⟦⟧\n]{1,20}⟧)/u);
  const atoms = (parts: string[]): string => parts.filter((_, index) => index % 2 === 1).join();
  if (atoms(oldParts) !== atoms(newParts)) {
    return [{ start: offset, end: offset + before.length, text: after }];
  }
  const edits: DecidedEdit[] = [];
  let start = offset;
  oldParts.forEach((part, index) => {
    const end = start + part.length;
    const text = newParts[index] ?? '';
    if (text !== part) edits.push({ start, end, text });
    start = end;
  });
  return edits;
}
