import { autoUpdate, computePosition, offset, shift } from '@floating-ui/dom';

/**
 * Lets the bar float at the foot of the editor, on the side where lines end, above nothing the user has
 * to reach. Its position follows the editor only while the editor is in sight.
 */
export function floatBar(editor: HTMLElement, bar: HTMLElement, signal: AbortSignal): void {
  const document = editor.ownerDocument;
  const place = document.createElement('div');
  place.dataset.iapostePlace = '';
  place.style.cssText = 'position: fixed; top: 0; left: 0; width: max-content; z-index: 1000;';
  place.append(bar);
  document.body.append(place);
  let stop: (() => void) | null = null;
  const follow = (visible: boolean) => {
    place.style.visibility = visible ? 'visible' : 'hidden';
    if (visible) stop ??= autoUpdate(editor, place, () => move(editor, place));
    else {
      stop?.();
      stop = null;
    }
  };
  const observer =
    typeof IntersectionObserver === 'undefined'
      ? null
      : new IntersectionObserver((entries) => follow(entries.at(-1)?.isIntersecting ?? false));
  observer?.observe(editor);
  if (!observer) follow(true);
  signal.addEventListener(
    'abort',
    () => {
      observer?.disconnect();
      stop?.();
      place.remove();
    },
    { once: true },
  );
}

/**
 * The part of the editor that can be seen: a long draft is taller than the pane that scrolls it, and the
 * foot of its box may lie far below.
 */
function visibleBox(editor: HTMLElement): DOMRect {
  const view = editor.ownerDocument.documentElement;
  const box = editor.getBoundingClientRect();
  let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom];
  const clip = (to: { left: number; top: number; right: number; bottom: number }): void => {
    left = Math.max(left, to.left);
    top = Math.max(top, to.top);
    right = Math.min(right, to.right);
    bottom = Math.min(bottom, to.bottom);
  };
  for (let node = editor.parentElement; node && node !== view; node = node.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(node);
    if (overflowX !== 'visible' || overflowY !== 'visible') clip(node.getBoundingClientRect());
  }
  clip({ left: 0, top: 0, right: view.clientWidth, bottom: view.clientHeight });
  return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
}

async function move(editor: HTMLElement, place: HTMLElement): Promise<void> {
  const visible = { getBoundingClientRect: () => visibleBox(editor), contextElement: editor };
  const { x, y } = await computePosition(visible, place, {
    placement: 'bottom-end',
    strategy: 'fixed',
    middleware: [
      // Inside the editor's own box: below it stands Send.
      offset(({ rects }) => ({ mainAxis: -rects.floating.height - 6, crossAxis: -10 })),
      shift({ padding: 4, crossAxis: true }),
    ],
  });
  place.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
}
