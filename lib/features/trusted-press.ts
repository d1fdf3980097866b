/**
 * May this event act on our bar (S36)? A page can dispatch events, fade the bar or lay something of its
 * own over it and guide a real click there. So: a real event only; our host element fully visible; and,
 * for a pointer, our host on top at the very point. Keyboard presses have no point (`detail` is 0).
 */
export function trustedPress(event: Event, host: HTMLElement): boolean {
  if (!event.isTrusted) return false;
  const visible = host.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  if (!visible || fadedBelow(host, 0.7)) return false;
  const pointer = event instanceof MouseEvent && event.detail > 0 ? event : null;
  if (!pointer) return true;
  const top = host.ownerDocument.elementFromPoint(pointer.clientX, pointer.clientY);
  return top === host;
}

/** True when the element or one of its ancestors together leave less than `least` opacity. */
function fadedBelow(element: HTMLElement, least: number): boolean {
  let opacity = 1;
  for (let node: HTMLElement | null = element; node; node = node.parentElement) {
    opacity *= Number(getComputedStyle(node).opacity);
  }
  return opacity < least;
}
