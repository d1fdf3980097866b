import { isGenuinePress } from '@/components/genuine-press';

/** Less than this and a person cannot be said to have seen the bar (as KeePassXC-Browser decided). */
const leastOpacity = 0.7;

/**
 * May this event act on our bar (S36)? On top of a real event on an uncovered control: a page can also
 * fade the bar, or what it stands in, and guide a real click there.
 */
export function trustedPress(event: Event, host: HTMLElement): boolean {
  const visible = host.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  return visible && opacityOf(host) >= leastOpacity && isGenuinePress(event);
}

/** The opacity with which an element is seen: its own and that of everything around it. */
function opacityOf(element: HTMLElement): number {
  let opacity = 1;
  for (let node: HTMLElement | null = element; node; node = node.parentElement) {
    opacity *= Number(getComputedStyle(node).opacity);
  }
  return opacity;
}
