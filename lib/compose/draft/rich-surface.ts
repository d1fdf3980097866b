import type { InsertMethod } from '@/lib/compose/compose-adapter';
import type {
  DraftSnapshot,
  InsertOptions,
  RememberedPlace,
  TextEdit,
  WriteOutcome,
} from '@/lib/compose/compose-editor';
import type { IsForeign } from '@/lib/compose/draft/draft-blocks';
import { type DraftSurface, mostInserted, partedFrom } from '@/lib/compose/draft/draft-surface';
import { insertRich } from '@/lib/compose/draft/insert-rich';
import {
  readDraftView,
  selectedSpan,
  snapshotOrigin,
  takeSnapshot,
} from '@/lib/compose/draft/read-draft';
import { reviseCells, revisedText } from '@/lib/compose/draft/revise-cells';
import { keepsStructure, reviseTree } from '@/lib/compose/draft/revise-tree';
import { movePlace, rememberRichPlace, resolveRichPlace } from '@/lib/compose/draft/rich-place';
import { RichWriter } from '@/lib/compose/draft/rich-writer';
import type { PagePaste } from '@/lib/compose/page-paste';
import type { RichElement } from '@/lib/core/mail/rich-text';

export interface RichSurfaceOptions {
  readonly isForeign: IsForeign;
  readonly insertMethod: InsertMethod;
  readonly pagePaste: PagePaste | null;
}

/** A `contenteditable` body. All writing goes through one RichWriter. */
export function createRichSurface(
  element: HTMLElement,
  { isForeign, insertMethod, pagePaste }: RichSurfaceOptions,
): DraftSurface {
  const view = () => readDraftView(element, isForeign);
  const writer = new RichWriter(element, isForeign, insertMethod, pagePaste);
  return {
    read: (scope) => {
      const now = view();
      return takeSnapshot(now, scope, selectedSpan(element, now));
    },
    rememberPlace: () => rememberRichPlace(element, view()),
    caretRect: () => caretRect(element),
    focus: () => element.focus({ preventScroll: true }),
    insert: (text, place, options = {}) =>
      insert({ element, writer, isForeign, text, place, options }),
    apply: (snapshot, edits) => apply(element, writer, snapshot, edits),
  };
}

interface InsertJob {
  element: HTMLElement;
  writer: RichWriter;
  isForeign: IsForeign;
  text: string;
  place: RememberedPlace;
  options: InsertOptions;
}

/** A line with nothing in it: what was around the place goes there, and the rest keeps clear of it. */
const ownLine: RichElement = { tag: 'div', attributes: {}, children: [] };

async function insert(job: InsertJob): Promise<WriteOutcome> {
  if (job.text.length > mostInserted) return { ok: false, reason: 'text-too-long', restored: true };
  const { element, writer, isForeign, place } = job;
  const { rich = null } = job.options;
  const view = writer.view();
  const span = resolveRichPlace(place, element, view);
  const { before, after } = partedFrom(view.draft.text, span, job.text, job.options);
  const text = before + job.text + after;
  const lines = rich && [...(before ? [ownLine] : []), ...rich, ...(after ? [ownLine] : [])];
  const formatted = lines && insertRich(element, isForeign, view, span, lines);
  if (formatted) {
    const outcome = await writer.replace({ view, revised: [], inPlace: false, ...formatted });
    if (outcome.ok) movePlace(place, element, writer.view(), formatted.caret);
    // Where the host does not take the formatting, it still takes the text.
    if (outcome.ok || !outcome.restored) return outcome;
  }
  const edit = { ...span, text };
  const revised = reviseCells(view.draft, [edit]);
  const expected = revisedText(view.draft.text, [edit]);
  const caret = span.start + text.length;
  // A selection that holds a link or a picture may be replaced with it: that is what the user selected.
  const wanted = revised && reviseTree(element, view.blocks, revised);
  const outcome = await writer.insert({ view, span, text, expected, wanted, caret });
  if (outcome.ok) movePlace(place, element, writer.view(), caret);
  return outcome;
}

async function apply(
  element: HTMLElement,
  writer: RichWriter,
  snapshot: DraftSnapshot,
  edits: readonly TextEdit[],
): Promise<WriteOutcome> {
  const origin = snapshotOrigin(snapshot);
  const view = writer.view();
  if (!origin || origin.fullText !== view.draft.text) {
    return { ok: false, reason: 'draft-changed', restored: true };
  }
  const moved = edits.map(({ start, end, text }) => ({
    start: start + origin.start,
    end: end + origin.start,
    text: text.replace(/\r\n?/g, '\n'),
  }));
  const revised = reviseCells(view.draft, moved);
  if (!revised) return { ok: false, reason: 'not-inserted', restored: true };
  return writer.replace({
    view,
    revised,
    inPlace: keepsStructure(view.blocks, revised),
    wanted: reviseTree(element, view.blocks, revised),
    expected: revisedText(view.draft.text, moved),
    caret: caretAfter(moved),
  });
}

/** Behind the last edit, counted in the text that the edits give. */
function caretAfter(edits: readonly TextEdit[]): number {
  const ordered = [...edits].sort((a, b) => a.start - b.start);
  const last = ordered.at(-1);
  if (!last) return 0;
  const shift = ordered.reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), 0);
  return last.end + shift;
}

function caretRect(element: HTMLElement): DOMRect {
  const selection = element.ownerDocument.getSelection();
  const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0).cloneRange() : null;
  if (!range || !element.contains(range.endContainer)) return element.getBoundingClientRect();
  range.collapse(false);
  const rect = range.getClientRects()[0];
  if (rect) return rect;
  const node = range.endContainer.childNodes[range.endOffset] ?? range.endContainer;
  const beside = node.nodeType === 1 ? (node as Element) : node.parentElement;
  return (beside ?? element).getBoundingClientRect();
}
