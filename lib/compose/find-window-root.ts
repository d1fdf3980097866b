/** What one ancestor of an editable element shows. */
export interface WindowEvidence {
  /** Sum of the evidence seen under this ancestor. */
  readonly score: number;
  /** True when the ancestor is too big: it holds another editor, so another window. */
  readonly tooBig: boolean;
}

const maxLevels = 40;
/** Ancestors that are always more than one window. */
const pageParts = 'html, body, [role="main"], main';

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
    const { score, tooBig } = weigh(ancestor);
    if (tooBig) break;
    if (score > bestScore) {
      best = ancestor;
      bestScore = score;
    }
    ancestor = ancestor.parentElement;
  }
  return best;
}
