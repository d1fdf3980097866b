import type { DraftScope, DraftSnapshot } from '@/lib/compose/compose-editor';
import { type DraftBlock, type IsForeign, readBlocks } from '@/lib/compose/draft/draft-blocks';
import { offsetAt } from '@/lib/compose/draft/draft-point';
import { type DraftText, layOutText } from '@/lib/compose/draft/draft-text';

/** The draft as it stands now, with everything needed to find a place of the text in the page again. */
export interface DraftView {
  readonly blocks: readonly DraftBlock[];
  readonly draft: DraftText;
  /** Where the author's text ends: blank lines above the signature do not count. */
  readonly textEnd: number;
}

/** A part of the draft's text, UTF-16 offsets. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** What a snapshot must remember so that edits made to it can find their way back. */
interface SnapshotOrigin extends TextSpan {
  readonly fullText: string;
}

const origins = new WeakMap<DraftSnapshot, SnapshotOrigin>();

export function readDraftView(root: Element, isForeign: IsForeign): DraftView {
  const blocks = readBlocks(root, isForeign);
  const draft = layOutText(blocks);
  const visible = draft.text.replace(/(?:\n[ \t\u00a0\u200b]*)+$/, '');
  return { blocks, draft, textEnd: visible.trim() === '' ? 0 : visible.length };
}

/** The author's text, or the selected part of it when there is one. */
export function takeSnapshot(
  view: DraftView,
  scope: DraftScope,
  selected: TextSpan | null,
): DraftSnapshot {
  const useSelection = scope === 'selection' && selected !== null && selected.end > selected.start;
  const span = useSelection ? wholeTokens(view.draft, selected) : { start: 0, end: view.textEnd };
  const text = view.draft.text.slice(span.start, span.end);
  const snapshot: DraftSnapshot = {
    scope: useSelection ? 'selection' : 'draft',
    text,
    atoms: view.draft.atoms.filter((atom) => text.includes(atom.token)),
  };
  origins.set(snapshot, { ...span, fullText: view.draft.text });
  return snapshot;
}

/** A snapshot of a plain text, where nothing but characters has to survive. */
export function takePlainSnapshot(
  fullText: string,
  scope: DraftScope,
  span: TextSpan,
): DraftSnapshot {
  const snapshot: DraftSnapshot = { scope, text: fullText.slice(span.start, span.end), atoms: [] };
  origins.set(snapshot, { ...span, fullText });
  return snapshot;
}

export function snapshotOrigin(snapshot: DraftSnapshot): SnapshotOrigin | undefined {
  return origins.get(snapshot);
}

/** A selection inside a link takes the whole link. */
function wholeTokens(draft: DraftText, span: TextSpan): TextSpan {
  let { start, end } = span;
  for (const cell of draft.cells) {
    if (cell.start < start && cell.end > start) start = cell.start;
    if (cell.start < end && cell.end > end) end = cell.end;
  }
  return { start, end };
}

/** The selection as a span of the author's text; null when it lies outside of it altogether. */
export function selectedSpan(root: Element, view: DraftView): TextSpan | null {
  const selection = root.ownerDocument.getSelection();
  if (!selection || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return null;
  return rangeSpan(view, range);
}

export function rangeSpan(view: DraftView, range: AbstractRange): TextSpan | null {
  const { blocks, draft } = view;
  const from = offsetAt(blocks, draft, { node: range.startContainer, offset: range.startOffset });
  const to = offsetAt(blocks, draft, { node: range.endContainer, offset: range.endOffset });
  if (range.collapsed) return from.inside ? { start: from.offset, end: from.offset } : null;
  const touches = from.inside || to.inside || to.offset > from.offset;
  return touches ? { start: from.offset, end: Math.max(from.offset, to.offset) } : null;
}
