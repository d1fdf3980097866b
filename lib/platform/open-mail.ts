import {
  type ComposeLink,
  composeLink,
  type MailParts,
  type MailPlace,
} from '@/lib/core/mail/compose-link';
import { browser } from '@/lib/platform/browser';

/**
 * Opens a new message in Gmail, Outlook or the mail program with everything filled in. A text that is too
 * long for an address goes to the clipboard instead; then `withBody` is false. Call it in a press.
 */
export async function openMail(place: MailPlace, mail: MailParts): Promise<ComposeLink> {
  const link = composeLink(place, mail);
  if (!link.withBody) await navigator.clipboard.writeText(mail.body);
  if (place === 'program') {
    const anchor = document.createElement('a');
    anchor.href = link.url;
    anchor.click();
  } else await browser.tabs.create({ url: link.url });
  return link;
}
