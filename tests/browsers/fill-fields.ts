import { type MailPage, waitUntil } from './mail-page.ts';
import { hasFocus } from './tab-to.ts';

/** Clicks into a field, again when the page moved under the click. */
export async function clickInto(page: MailPage, field: string): Promise<void> {
  await waitUntil(
    async () => {
      await page.click(field);
      return hasFocus(page, field);
    },
    () => `${field} to take the focus`,
  );
}

/** Writes over what a field says, key by key. */
export async function fill(page: MailPage, field: string, text: string): Promise<void> {
  await clickInto(page, field);
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

/** Waits until nothing sticks out of the page to the side: a page draws itself anew for another width. */
export async function untilFits(page: MailPage, what = 'the page'): Promise<void> {
  let last = 0;
  await waitUntil(
    async () => {
      last = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      return last === 0;
    },
    () => `${what} to fit; it sticks out by ${last} px`,
  );
}
