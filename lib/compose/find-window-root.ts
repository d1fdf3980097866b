import type { RankedSelector } from '@/lib/compose/ranked-selectors';

/** What one ancestor of an editable element shows. */
export interface WindowEvidence {
  /** Sum of the evidence seen under this ancestor. */
  readonly score: number;
  /** True when nothing is left to be found: a larger ancestor cannot be better. */
  readonly complete: boolean;
  /** True when the ancestor is too big: it holds another editor, so another window. */
  readonly tooBig: boolean;
}

const maxLevels = 40;
/** Ancestors that are always more than one window. */
const pageParts = 'html, body, [role="main"], main';

/** The points of every kind of evidence; all of it is there when none is 0. */
export function sumUp(points: readonly number[]): { score: number; complete: boolean } {
  return {
    score: points.reduce((sum, point) => sum + point, 0),
    complete: points.every((point) => point > 0),
  };
}

/**
 * Whether a piece of evidence may speak for `element`: one that stands inside the frame of a window does so
 * only for what is in the same frame. Else a chat would pass for the editor of a window that is still
 * being built.
 */
export function ofWindow(
  element: Element,
  frames: readonly RankedSelector[],
): (evidence: Element) => boolean {
  const css = frames.map((frame) => frame.css).join(',');
  return (evidence) => evidence.closest(css)?.contains(element) ?? true;
}

/**
 * Walks up from an editable element to the smallest ancestor that holds all the evidence there is around
 * it. An editable without enough of it (a chat, a search box, the signature in the settings) is no
 * compose window.
 *
 * @param needed evidence score that the ancestor must reach
 */
export function findWindowRoot(
  element: HTMLElement,
  needed: number,
  weigh: (ancestor: HTMLElement) => WindowEvidence,
): HTMLElement | null {
  let best: HTMLElement | null = null;
  let bestScore = needed - 1;
  let ancestor = element.parentElement;
  for (let level = 0; ancestor && level < maxLevels; level += 1) {
    if (ancestor.matches(pageParts)) break;
    const { score, complete, tooBig } = weigh(ancestor);
    if (tooBig) break;
    if (score > bestScore) {
      best = ancestor;
      bestScore = score;
    }
    if (complete) break;
    ancestor = ancestor.parentElement;
  }
  return best;
}
