import { type MailPage, waitUntil } from './mail-page.ts';

/** More stops than any view of ours has. */
const stops = 60;

/**
 * Presses Tab until an element has the focus, as a person without a mouse does.
 * @throws Error when the keyboard does not get there, or when what has the focus cannot be seen
 */
export async function tabTo(page: MailPage, selector: string): Promise<void> {
  for (let stop = 0; stop <= stops; stop += 1) {
    if (await hasFocus(page, selector)) return untilSeen(page, selector);
    await page.press('Tab');
  }
  throw new Error(`The keyboard does not reach ${selector}`);
}

/** What moves (a view that scrolls, a toast that comes in) may lie over it for a moment, and no longer. */
async function untilSeen(page: MailPage, selector: string): Promise<void> {
  await waitUntil(
    () =>
      page.evaluate((wanted) => {
        const focused = document.activeElement;
        if (!focused?.matches(wanted)) throw new Error(`${wanted} has lost the focus`);
        // A radio button of ours is drawn by what stands beside it.
        const drawn = focused.matches('.segment input') ? focused.nextElementSibling : focused;
        const box = (drawn ?? focused).getBoundingClientRect();
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return top !== null && (focused.contains(top) || (drawn?.contains(top) ?? false));
      }, selector),
    () => `${selector}, which has the focus, to be seen`,
  );
}

/** Not by `:focus`: Firefox drops that while its own bars have the keyboard. */
export function hasFocus(page: MailPage, selector: string): Promise<boolean> {
  return page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
}

/** Waits until an element has the focus. */
export async function untilFocused(page: MailPage, selector: string): Promise<void> {
  await waitUntil(
    () => hasFocus(page, selector),
    () => `${selector} to have the focus`,
  );
}
