import type { DraftScope, RememberedPlace, WriteOutcome } from '@/lib/compose/compose-editor';
import type { DraftSurface } from '@/lib/compose/draft/draft-surface';
import { followSpan, looksSame, mostInserted, partedFrom } from '@/lib/compose/draft/draft-surface';
import { snapshotOrigin, type TextSpan, takePlainSnapshot } from '@/lib/compose/draft/read-draft';
import { revisedText } from '@/lib/compose/draft/revise-cells';

const places = new WeakMap<RememberedPlace, { span: TextSpan; fullText: string }>();

/** Gmail's plain-text mode: the body is a textarea, signature and quote are lines of its text. */
export function createPlainSurface(field: HTMLTextAreaElement): DraftSurface {
  const selected = (): TextSpan | null => {
    const end = plainTextEnd(field.value);
    const span = { start: field.selectionStart, end: Math.min(field.selectionEnd, end) };
    return span.start <= end && span.end >= span.start ? span : null;
  };
  return {
    read: (scope: DraftScope) => {
      const span = scope === 'selection' ? selected() : null;
      const useSelection = span !== null && span.end > span.start;
      const end = trimmedEnd(field.value);
      return takePlainSnapshot(
        field.value,
        useSelection ? 'selection' : 'draft',
        useSelection ? span : { start: 0, end },
      );
    },
    rememberPlace: () => {
      const end = trimmedEnd(field.value);
      const span = selected() ?? { start: end, end };
      const place = { hasSelection: span.end > span.start };
      places.set(place, { span, fullText: field.value });
      return place;
    },
    caretRect: () => field.getBoundingClientRect(),
    focus: () => field.focus({ preventScroll: true }),
    insert: async (given, place, options = {}) => {
      if (given.length > mostInserted) {
        return { ok: false, reason: 'text-too-long', restored: true };
      }
      const origin = places.get(place);
      const end = trimmedEnd(field.value);
      const span = (origin && followSpan(origin.fullText, field.value, origin.span)) ?? {
        start: end,
        end,
      };
      const { before, after } = partedFrom(field.value, span, given, options);
      const text = before + given + after;
      const outcome = await write(field, { ...span, text });
      if (outcome.ok) {
        const at = span.start + text.length;
        places.set(place, { span: { start: at, end: at }, fullText: field.value });
      }
      return outcome;
    },
    apply: async (snapshot, edits) => {
      const origin = snapshotOrigin(snapshot);
      if (!origin || origin.fullText !== field.value) {
        return { ok: false, reason: 'draft-changed', restored: true };
      }
      const moved = edits
        .map((edit) => ({
          ...edit,
          start: edit.start + origin.start,
          end: edit.end + origin.start,
        }))
        .sort((a, b) => a.start - b.start);
      const first = moved[0];
      const last = moved.at(-1);
      if (!first || !last) return { ok: true, method: 'textarea' };
      // One stretch from the first edit to the last: one step of the browser's own undo.
      const text = revisedText(field.value, moved);
      const tail = field.value.length - last.end;
      const stretch = text.slice(first.start, text.length - tail);
      return write(field, { start: first.start, end: last.end, text: stretch });
    },
  };
}

async function write(
  field: HTMLTextAreaElement,
  edit: { start: number; end: number; text: string },
): Promise<WriteOutcome> {
  const before = field.value;
  const expected = revisedText(before, [edit]);
  field.focus({ preventScroll: true });
  field.setSelectionRange(edit.start, edit.end);
  const command = edit.text === '' ? 'delete' : 'insertText';
  if (edit.text !== '' || edit.end > edit.start) {
    field.ownerDocument.execCommand(command, false, edit.text);
  }
  if (field.value !== expected) {
    field.setRangeText(expected, 0, field.value.length, 'end');
    announce(field);
  }
  const caret = edit.start + edit.text.length;
  field.setSelectionRange(caret, caret);
  await new Promise((resolve) => setTimeout(resolve, 0));
  if (field.isConnected && looksSame(field.value, expected))
    return { ok: true, method: 'textarea' };
  if (!field.isConnected) return { ok: false, reason: 'draft-gone', restored: false };
  field.setRangeText(before, 0, field.value.length, 'end');
  announce(field);
  return { ok: false, reason: 'not-inserted', restored: field.value === before };
}

function announce(field: HTMLTextAreaElement): void {
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
}

/**
 * Where the author's part of a plain text ends: before the signature's `-- ` line (RFC 3676) or before
 * the line above the first quoted line.
 */
export function plainTextEnd(text: string): number {
  const signature = text.search(/^-- ?$/m);
  const quoted = /^(?:[^\n>][^\n]*:\n(?:\n)?)?>[^\n]*/m.exec(text)?.index ?? -1;
  return Math.min(...[signature, quoted, text.length].filter((at) => at >= 0));
}

function trimmedEnd(text: string): number {
  return text.slice(0, plainTextEnd(text)).trimEnd().length;
}
