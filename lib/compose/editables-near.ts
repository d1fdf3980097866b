import { isShown } from '@/lib/compose/is-shown';

const maxLevels = 12;
/** A window never reaches beyond one of these: what is edited outside belongs to something else. */
const boundary =
  '[role="dialog"], [role="region"], [role="main"], main, body, [id^="docking_InitVisiblePart"]';

/**
 * The nearest editable element around each anchor (Send, the window's form), from which the second detector
 * starts. Anchors that are hidden, with a draft that waits, prove nothing.
 */
export function editablesNear(anchors: readonly HTMLElement[], editable: string): HTMLElement[] {
  const found = new Set<HTMLElement>();
  for (const anchor of anchors) {
    let at: HTMLElement | null = anchor.parentElement;
    if (!at || !isShown(at)) continue;
    for (let level = 0; at && level < maxLevels; level += 1, at = at.parentElement) {
      const nearest: HTMLElement | null = at.querySelector<HTMLElement>(editable);
      if (nearest) found.add(nearest);
      if (nearest || at.matches(boundary)) break;
    }
  }
  return [...found];
}
