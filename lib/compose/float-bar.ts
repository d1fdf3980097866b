import { autoUpdate, computePosition, offset, shift } from '@floating-ui/dom';

/**
 * Lets the bar float at the foot of the editor, on the side where lines end, above nothing the user has
 * to reach. Its position follows the editor only while the editor is in sight.
 */
export function floatBar(editor: HTMLElement, bar: HTMLElement, signal: AbortSignal): void {
  const document = editor.ownerDocument;
  const place = document.createElement('div');
  place.dataset.iapostePlace = '';
  place.style.cssText = 'position: absolute; top: 0; left: 0; width: max-content; z-index: 1000;';
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

async function move(editor: HTMLElement, place: HTMLElement): Promise<void> {
  const { x, y } = await computePosition(editor, place, {
    placement: 'bottom-end',
    middleware: [
      // Inside the editor's own box: below it stands Send.
      offset(({ rects }) => ({ mainAxis: -rects.floating.height - 6, crossAxis: -10 })),
      shift({ padding: 4 }),
    ],
  });
  place.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
}
