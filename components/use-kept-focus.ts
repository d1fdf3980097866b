import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

const usable =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex="0"]';

/** Nothing that can be used has the focus: what had it is gone, or nothing had it yet. */
export function focusIsLost(): boolean {
  const at = document.activeElement;
  return at === null || at === document.body || at === document.querySelector('main');
}

/**
 * Keeps the keyboard's place in a view whose parts come and go. When the control that had the focus is
 * taken away, the focus goes on to the next entry of its list, else to the first control of the part that
 * is left, else to the title of the view or the view itself.
 * @param place the view; it needs `tabIndex={-1}`
 */
export function useKeptFocus(place: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const root = place.current;
    if (!root) return;
    let path: Step[] = [];
    const remember = ({ target }: FocusEvent): void => {
      path = target instanceof HTMLElement ? pathOf(target, root) : [];
    };
    /** Whoever goes away by themselves is not brought back; `mend` has been before, where something was taken. */
    const forget = ({ target }: FocusEvent): void => {
      setTimeout(() => {
        if (target === path[0]?.element && document.activeElement !== target) path = [];
      });
    };
    const mend = (changes: MutationRecord[]): void => {
      const [held] = path;
      if (!held || document.activeElement !== document.body) return;
      const taken = changes.some(({ removedNodes }) =>
        [...removedNodes].some((node) => node.contains(held.element)),
      );
      if (!taken) return;
      // What was only moved to another place of its list has lost the focus as well.
      const next = held.element.isConnected ? held.element : successor(path, root);
      path = [];
      next.focus({ preventScroll: true });
    };
    root.addEventListener('focusin', remember);
    root.addEventListener('focusout', forget);
    const observer = new MutationObserver(mend);
    observer.observe(root, { childList: true, subtree: true });
    return () => {
      root.removeEventListener('focusin', remember);
      root.removeEventListener('focusout', forget);
      observer.disconnect();
    };
  }, []);
}

/** An element on the way from what has the focus up to the view, and its neighbours at that time. */
interface Step {
  element: HTMLElement;
  neighbours: (Element | null)[];
}

function pathOf(target: HTMLElement, root: HTMLElement): Step[] {
  const path: Step[] = [];
  for (let at: HTMLElement | null = target; at && at !== root; at = at.parentElement) {
    path.push({ element: at, neighbours: [at.nextElementSibling, at.previousElementSibling] });
  }
  return path;
}

function successor(path: readonly Step[], root: HTMLElement): HTMLElement {
  const left = path.findIndex(({ element }) => element.isConnected);
  const gone = left < 0 ? path.at(-1) : path[left - 1];
  if (gone?.element.matches('li')) {
    const neighbour = gone.neighbours.find((one) => one?.isConnected);
    const control = neighbour?.querySelector<HTMLElement>(usable);
    if (control) return control;
  }
  const part = path[left]?.element ?? root;
  const title = root.querySelector<HTMLElement>('.view-title');
  // What holds the whole view is no part of it: its first control may be far from what was done.
  if (part === root || part.parentElement === root || part.contains(title)) return title ?? root;
  return part.querySelector<HTMLElement>(usable) ?? title ?? root;
}
