import { useLayoutEffect } from 'preact/hooks';
import { focusIsLost } from '@/components/use-kept-focus';

/** Where the panel was before the address changed. */
let left = '';
globalThis.addEventListener?.('hashchange', ({ oldURL }) => {
  left = new URL(oldURL).hash;
});

/**
 * Whoever comes back to a list finds the focus on the row that was opened, or at the head of the view when
 * that row is gone. Nothing happens while something else has the focus.
 * @param ready the rows are in the page
 */
export function useReturningFocus(ready: boolean): void {
  useLayoutEffect(() => {
    if (!ready || left === '' || !focusIsLost()) return;
    const rows = [...document.querySelectorAll<HTMLElement>('.panel-main a[href]')];
    const row = rows.find((link) => link.getAttribute('href') === left);
    left = '';
    (row ?? document.querySelector<HTMLElement>('.panel-main'))?.focus({ preventScroll: !row });
  }, [ready]);
}
