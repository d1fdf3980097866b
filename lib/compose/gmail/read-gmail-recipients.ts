import type { Recipients } from '@/lib/compose/compose-editor';
import { gmailSelectors } from '@/lib/compose/gmail/gmail-selectors';
import { findAllRanked } from '@/lib/compose/ranked-selectors';
import { splitAddresses } from '@/lib/compose/split-addresses';

/** Addresses of a Gmail window, chips and what is typed but not yet a chip. Nothing is focused. */
export function readGmailRecipients(root: HTMLElement): Recipients {
  return { to: readField(root, 'to'), cc: readField(root, 'cc'), bcc: readField(root, 'bcc') };
}

function readField(root: HTMLElement, name: keyof Recipients): string[] {
  const addresses = new Set<string>();
  for (const field of root.querySelectorAll(`[name="${name}"]`)) {
    if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) {
      for (const address of splitAddresses(field.value)) addresses.add(address);
      continue;
    }
    for (const { element } of findAllRanked(field, gmailSelectors.recipientChip)) {
      const address = element.dataset.hovercardId?.trim();
      if (address) addresses.add(address);
    }
    for (const input of field.querySelectorAll('input')) {
      for (const address of splitAddresses(input.value)) addresses.add(address);
    }
  }
  return [...addresses];
}
