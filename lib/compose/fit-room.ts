import type { BarRow } from '@/lib/compose/place-beside';

/**
 * Gives the bar as much room as its row has: all of it, icons only, or, when even those would push the
 * host's own buttons away, none (`onNoRoom`). Measures when sizes change, never while the user types.
 */
export function fitRoom(
  bar: HTMLElement,
  { row, container }: BarRow,
  signal: AbortSignal,
  onNoRoom: () => void,
): void {
  bar.dataset.room = 'wide';
  if (typeof ResizeObserver === 'undefined') return;
  const fit = () => {
    if (signal.aborted || container.clientWidth === 0) return;
    const height = heightWithout(bar, row);
    for (const room of ['wide', 'narrow']) {
      bar.dataset.room = room;
      if (!overflows(row, container, height)) return;
    }
    onNoRoom();
  };
  const observer = new ResizeObserver(fit);
  observer.observe(container);
  observer.observe(bar);
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
}

function heightWithout(bar: HTMLElement, row: HTMLElement): number {
  const display = bar.style.display;
  bar.style.display = 'none';
  const height = row.getBoundingClientRect().height;
  bar.style.display = display;
  return height;
}

function overflows(row: HTMLElement, container: HTMLElement, height: number): boolean {
  const box = row.getBoundingClientRect();
  return (
    box.width > container.clientWidth + 1 ||
    row.scrollWidth > row.clientWidth + 1 ||
    box.height > Math.max(height, 34) + 8
  );
}
