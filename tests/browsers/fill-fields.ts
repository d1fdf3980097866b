import { type MailPage, waitUntil } from './mail-page.ts';

/** Writes over what a field says, key by key. */
export async function fill(page: MailPage, field: string, text: string): Promise<void> {
  await page.click(field);
  await page.press('Control+a');
  await page.type(text);
}

/** Gives a field or a list its value at once, where typing is not what is looked at. */
export async function setValue(page: MailPage, field: string, value: string): Promise<void> {
  await waitUntil(
    async () => (await page.count(field)) > 0,
    () => `${field} to be there`,
  );
  await page.evaluate(
    (selector, next) => {
      const control = document.querySelector(selector) as HTMLInputElement;
      control.value = next;
      control.dispatchEvent(new Event('input', { bubbles: true }));
      control.dispatchEvent(new Event('change', { bubbles: true }));
    },
    field,
    value,
  );
}

/** How far something sticks out of the page to the side, in CSS pixels. */
export function overflow(page: MailPage): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}
