import type { MailPage } from '../browsers/mail-page.ts';
import type { BrowserSession } from '../browsers/session.ts';

/** What the journeys through the popup have in common. */

/** The popup in a tab, with its bar. */
export async function openPopup(session: BrowserSession): Promise<MailPage> {
  const page = await session.openExtensionPage('popup.html');
  await page.waitFor('[data-action="dictate"]');
  return page;
}
