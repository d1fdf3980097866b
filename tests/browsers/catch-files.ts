import type { MailPage } from './mail-page.ts';

/** From now on what the page saves as a file is kept instead; {@link savedFile} answers it. */
export async function catchFiles(page: MailPage): Promise<void> {
  await page.evaluate(() => {
    // What was saved before is not what comes next.
    delete document.documentElement.dataset.saved;
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

/** The text of the file that the page has saved. */
export async function savedFile(page: MailPage): Promise<string> {
  await page.waitFor('html[data-saved]');
  return (await page.attribute('html', 'data-saved')) ?? '';
}
