import { type MailPage, waitUntil } from './mail-page.ts';

/** More stops than any view of ours has. */
const stops = 60;

/**
 * Presses Tab until an element has the focus, as a person without a mouse does.
 * @throws Error when the keyboard does not get there, or when what has the focus cannot be seen
 */
export async function tabTo(page: MailPage, selector: string): Promise<void> {
  for (let stop = 0; stop <= stops; stop += 1) {
    const at = await page.evaluate((wanted) => {
      const focused = document.activeElement;
      if (!focused?.matches(wanted)) return focused?.tagName ?? 'nothing';
      // A radio button of ours is drawn by what stands beside it.
      const drawn = focused.matches('.segment input') ? focused.nextElementSibling : focused;
      const box = (drawn ?? focused).getBoundingClientRect();
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      const seen = top !== null && (focused.contains(top) || drawn?.contains(top));
      return seen ? 'there' : 'covered';
    }, selector);
    if (at === 'there') return;
    if (at === 'covered') throw new Error(`${selector} has the focus but cannot be seen`);
    await page.press('Tab');
  }
  throw new Error(`The keyboard does not reach ${selector}`);
}

/** Waits until an element has the focus. Not by `:focus`: Firefox drops that while its own bars have the keyboard. */
export async function untilFocused(page: MailPage, selector: string): Promise<void> {
  await waitUntil(
    () => page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector),
    () => `${selector} to have the focus`,
  );
}
