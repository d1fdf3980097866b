/**
 * Did a person press what they saw (S36)? The event must come from the browser, and at the pressed
 * control's middle the page must show our own element. A page can still draw a picture over us that
 * lets clicks through; the owner of a compose window may pass a stricter check.
 */
export function isGenuinePress(event: Event): boolean {
  if (!event.isTrusted) return false;
  const control = event.currentTarget;
  return !(control instanceof Element) || isOnTop(control);
}

/** Is this element, or the closed shadow root around it, what the document shows at its middle? */
export function isOnTop(control: Element): boolean {
  const { left, top, width, height } = control.getBoundingClientRect();
  const root = control.getRootNode();
  const shell = 'host' in root ? (root as ShadowRoot).host : control;
  // Seen from the document, everything inside a closed root is its host.
  const shown = shell.ownerDocument.elementFromPoint?.(left + width / 2, top + height / 2);
  if (shown === undefined) return true;
  return shown !== null && (shown === shell || shell.contains(shown));
}
