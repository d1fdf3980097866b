import { type MailPage, waitUntil } from './mail-page.ts';

/** Gives a file input a file, as if it had been chosen. `content`: text, or bytes. */
export async function chooseFile(
  page: MailPage,
  selector: string,
  name: string,
  content: string | Uint8Array,
): Promise<void> {
  await waitUntil(
    async () => (await page.count(selector)) > 0,
    () => `${selector} to be there`,
  );
  const base64 = Buffer.from(content).toString('base64');
  await page.evaluate(
    (file) => {
      const bytes = Uint8Array.from(atob(file.base64), (character) => character.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], file.name));
      const input = document.querySelector(file.selector) as HTMLInputElement;
      input.files = transfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    },
    { selector, name, base64 },
  );
}
