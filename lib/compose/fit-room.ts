import type { BarRow } from '@/lib/compose/place-beside';

/** A taller row than this is a row that has wrapped; the large-target profile needs 44 px. */
const rowGrowth = 14;

/** From all of the bar to icons that stand close together. */
const rooms = ['wide', 'narrow', 'tight'] as const;

/**
 * Gives the bar as much room as its row has: all of it, icons only, close icons, or, when even those would
 * push the host's own things away, none (`onNoRoom`). What counts is that neither the editor nor the row changes
 * its size. Measures when sizes change, never while the user types.
 */
export function fitRoom(
  editor: HTMLElement,
  bar: HTMLElement,
  { row, container }: BarRow,
  signal: AbortSignal,
  onNoRoom: () => void,
): void {
  const adjust = () => {
    if (signal.aborted || container.clientWidth === 0) return;
    const measure = () => ({
      editor: editor.getBoundingClientRect().width,
      container: container.getBoundingClientRect().width,
      overflow: row.scrollWidth - row.clientWidth,
      height: row.getBoundingClientRect().height,
    });
    const display = bar.style.display;
    bar.style.display = 'none';
    const without = measure();
    bar.style.display = display;
    for (const room of rooms) {
      bar.dataset.room = room;
      const now = measure();
      const pushed =
        Math.abs(now.editor - without.editor) > 1 ||
        now.container > without.container + 1 ||
        now.overflow > Math.max(without.overflow, 0) + 1 ||
        now.height > without.height + rowGrowth;
      if (!pushed) return;
    }
    onNoRoom();
  };
  adjust();
  if (signal.aborted || typeof ResizeObserver === 'undefined') return;
  const observer = new ResizeObserver(adjust);
  observer.observe(container);
  observer.observe(bar);
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
}
