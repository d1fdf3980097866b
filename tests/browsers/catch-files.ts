import type { MailPage } from './mail-page.ts';

/** From now on the text of what the page saves as a file stands in `data-saved` of its root, and no file is made. */
export async function catchFiles(page: MailPage): Promise<void> {
  await page.evaluate(() => {
    const create = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob: Blob) => {
      void blob.text().then((text) => {
        document.documentElement.dataset.saved = text;
      });
      return create(blob);
    };
    addEventListener('click', (event) => {
      if (event.target instanceof HTMLAnchorElement && event.target.download)
        event.preventDefault();
    });
  });
}
