import type { RememberedPlace } from '@/lib/compose/compose-editor';
import { pointAt } from '@/lib/compose/draft/draft-point';
import { followSpan } from '@/lib/compose/draft/draft-surface';
import {
  type DraftView,
  rangeSpan,
  selectedSpan,
  type TextSpan,
} from '@/lib/compose/draft/read-draft';

/** Where a place stood: as offsets of the text it was taken from, and as a range that moves with it. */
interface PlaceOrigin {
  span: TextSpan;
  fullText: string;
  range: Range | null;
}

const origins = new WeakMap<RememberedPlace, PlaceOrigin>();

/** Remembers the selection; without one in the author's text, the end of that text. */
export function rememberRichPlace(root: Element, view: DraftView): RememberedPlace {
  const selected = selectedSpan(root, view);
  const span = selected ?? { start: view.textEnd, end: view.textEnd };
  const place = { hasSelection: span.end > span.start };
  setOrigin(place, root, view, span);
  return place;
}

/** Moves a place behind a text just inserted there, so that it can be used again. */
export function movePlace(
  place: RememberedPlace,
  root: Element,
  view: DraftView,
  at: number,
): void {
  setOrigin(place, root, view, { start: at, end: at });
}

function setOrigin(place: RememberedPlace, root: Element, view: DraftView, span: TextSpan): void {
  origins.set(place, { span, fullText: view.draft.text, range: spanRange(root, view, span) });
}

/** The range of a span in the page as it is now. */
export function spanRange(root: Element, view: DraftView, span: TextSpan): Range | null {
  const range = root.ownerDocument.createRange();
  // An editor without any content, or with a signature alone: the text begins where it begins.
  if (view.blocks.length === 0) {
    range.setStart(root, 0);
    return range;
  }
  const from = pointAt(view.blocks, view.draft, span.start);
  const to = span.end === span.start ? from : pointAt(view.blocks, view.draft, span.end);
  if (!from || !to) return null;
  range.setStart(from.node, from.offset);
  range.setEnd(to.node, to.offset);
  return range;
}

/**
 * Where the place is now: by the text when that has only changed elsewhere, by the live range when the
 * user typed around it, else the end of the author's text.
 */
export function resolveRichPlace(place: RememberedPlace, root: Element, view: DraftView): TextSpan {
  const origin = origins.get(place);
  const end = { start: view.textEnd, end: view.textEnd };
  if (!origin) return end;
  const followed = followSpan(origin.fullText, view.draft.text, origin.span);
  if (followed && followed.end <= view.draft.text.length) return followed;
  const range = origin.range;
  if (range && range.startContainer !== root && root.contains(range.startContainer)) {
    return rangeSpan(view, range) ?? end;
  }
  return end;
}
