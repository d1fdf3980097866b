import type { ChromiumSession } from './launch-chromium.ts';
import { type MailPage, waitUntil } from './mail-page.ts';
import type { BrowserSession } from './session.ts';

/** Chromium loads an unpacked extension again only for those who develop. */
export async function allowReload({ context }: ChromiumSession): Promise<void> {
  const page = await context.newPage();
  await page.goto('chrome://extensions');
  await page.evaluate(
    `chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true })`,
  );
  await page.close();
}

/** What a new version does to open pages, without its files being other ones; a page of the extension goes with it. */
export async function reloadExtension(page: MailPage): Promise<void> {
  await page
    .evaluate(() => {
      chrome.runtime.reload();
    })
    .catch(() => undefined);
  // Until then its address still opens the old one, which then goes in the middle of whatever is done with it.
  await waitUntil(
    () =>
      page
        .evaluate(() => location.protocol)
        .then(
          (protocol) => !protocol.endsWith('extension:'),
          () => true,
        ),
    () => 'the page to go with its extension',
    20_000,
  );
}

/** Opens a page of the extension as soon as the extension is there again. */
export async function openAfterReload(session: BrowserSession, address: string): Promise<MailPage> {
  const page = await session.newPage('about:blank');
  const scheme = session.browser === 'firefox' ? 'moz-extension' : 'chrome-extension';
  const url = `${scheme}://${session.extensionId}/${address}`;
  await waitUntil(
    () =>
      page.goto(url).then(
        () => page.isVisible('main'),
        () => false,
      ),
    () => `${address} to open`,
    20_000,
  );
  return page;
}
