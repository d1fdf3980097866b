/** What one step of the walk upwards found. */
export interface WindowEvidence {
  /** Sum of the evidence seen under this ancestor. */
  readonly score: number;
  /** True when the ancestor is too big: it holds another editor or another window. */
  readonly tooBig: boolean;
}

const maxLevels = 40;

/**
 * Walks up from an editable element to the nearest ancestor that proves to be a compose window. An
 * editable without that proof (a chat, a search box, the signature in the settings) is none.
 *
 * @param needed evidence score that an ancestor must reach
 */
export function findWindowRoot(
  element: HTMLElement,
  needed: number,
  weigh: (ancestor: HTMLElement) => WindowEvidence,
): HTMLElement | null {
  let ancestor = element.parentElement;
  for (let level = 0; ancestor && level < maxLevels; level += 1) {
    if (ancestor === element.ownerDocument.documentElement) return null;
    const { score, tooBig } = weigh(ancestor);
    if (tooBig) return null;
    if (score >= needed) return ancestor;
    ancestor = ancestor.parentElement;
  }
  return null;
}
