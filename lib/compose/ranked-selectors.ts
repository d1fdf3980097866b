/**
 * One way to recognise a part of a compose window. The lists below are data: best evidence first, never
 * a translated word, and for each entry where and when it was seen.
 */
export interface RankedSelector {
  readonly css: string;
  /** Where it was seen and when, so that whoever repairs it knows what to trust. */
  readonly seen: string;
}

export interface RankedMatch {
  readonly element: HTMLElement;
  /** Index in the list of the selector that matched. */
  readonly rank: number;
}

/** First element under `root` that any selector of the list matches, best rank first. */
export function findRanked(
  root: ParentNode,
  selectors: readonly RankedSelector[],
  accept?: (element: HTMLElement) => boolean,
): RankedMatch | null {
  for (const [rank, selector] of selectors.entries()) {
    if (!accept) {
      const element = root.querySelector<HTMLElement>(selector.css);
      if (element) return { element, rank };
      continue;
    }
    for (const element of root.querySelectorAll<HTMLElement>(selector.css)) {
      if (accept(element)) return { element, rank };
    }
  }
  return null;
}

/** All elements that any selector of the list matches, each once, with its best rank. */
export function findAllRanked(
  root: ParentNode,
  selectors: readonly RankedSelector[],
): RankedMatch[] {
  const found = new Map<HTMLElement, number>();
  for (const [rank, selector] of selectors.entries()) {
    for (const element of root.querySelectorAll<HTMLElement>(selector.css)) {
      if (!found.has(element)) found.set(element, rank);
    }
  }
  return [...found].map(([element, rank]) => ({ element, rank }));
}

/** Rank of the first selector that `element` itself matches, -1 when none does. */
export function rankOf(element: Element, selectors: readonly RankedSelector[]): number {
  return selectors.findIndex((selector) => element.matches(selector.css));
}
