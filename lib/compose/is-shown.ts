/**
 * Whether the page shows the element at all (laid out, not hidden), whatever its scroll position. Falls
 * back to the inline styles where the engine has no layout.
 */
export function isShown(element: Element): boolean {
  if (!element.isConnected) return false;
  if (hiddenByAttribute(element)) return false;
  if (typeof element.checkVisibility !== 'function') return true;
  return element.checkVisibility({ visibilityProperty: true });
}

function hiddenByAttribute(element: Element): boolean {
  for (let at: Element | null = element; at; at = at.parentElement) {
    if (at.hasAttribute('hidden')) return true;
    if (/display:\s*none/i.test(at.getAttribute('style') ?? '')) return true;
  }
  return false;
}
