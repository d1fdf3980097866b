import type { Recipients } from '@/lib/compose/compose-editor';
import { outlookSelectors } from '@/lib/compose/outlook/outlook-selectors';
import { findAllRanked } from '@/lib/compose/ranked-selectors';
import { splitAddresses } from '@/lib/compose/split-addresses';

/**
 * The recipient field that can be typed in. The message being read has elements with the same ids, but
 * nothing editable in them.
 */
export function ownField(root: HTMLElement, name: keyof Recipients): HTMLElement | null {
  for (const { element } of findAllRanked(root, outlookSelectors[name])) {
    if (element.matches('[contenteditable="true"], input')) return element;
    if (element.querySelector('[contenteditable="true"], input')) return element;
  }
  return null;
}

/** Addresses of an Outlook window, from the chips' labels and from what is still being typed. */
export function readOutlookRecipients(root: HTMLElement): Recipients {
  return { to: readField(root, 'to'), cc: readField(root, 'cc'), bcc: readField(root, 'bcc') };
}

function readField(root: HTMLElement, name: keyof Recipients): string[] {
  const field = ownField(root, name);
  if (!field) return [];
  const addresses = new Set<string>();
  const chips = findAllRanked(field, outlookSelectors.recipientChip).map((chip) => chip.element);
  for (const chip of chips) {
    const labelled = splitAddresses(chip.getAttribute('aria-label') ?? '');
    const found = labelled.length > 0 ? labelled : splitAddresses(chip.textContent ?? '');
    for (const address of found) addresses.add(address);
  }
  for (const address of splitAddresses(textOutside(field, chips))) addresses.add(address);
  return [...addresses];
}

function textOutside(field: HTMLElement, chips: readonly HTMLElement[]): string {
  const walker = field.ownerDocument.createTreeWalker(field, NodeFilter.SHOW_TEXT);
  let text = '';
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!chips.some((chip) => chip.contains(node))) text += node.nodeValue ?? '';
  }
  const typed = field.querySelector('input')?.value ?? '';
  return `${text} ${typed}`.replaceAll('\u200b', ' ');
}
