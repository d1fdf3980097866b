import type { ComposeAdapter, ComposeParts } from '@/lib/compose/compose-adapter';
import type { ComposeKind } from '@/lib/compose/compose-editor';
import { editablesNear } from '@/lib/compose/editables-near';
import { findWindowRoot, ofWindow, sumUp } from '@/lib/compose/find-window-root';
import { isShown } from '@/lib/compose/is-shown';
import { outlookSelectors } from '@/lib/compose/outlook/outlook-selectors';
import { ownField, readOutlookRecipients } from '@/lib/compose/outlook/read-outlook-recipients';
import { findAllRanked, findRanked, rankOf } from '@/lib/compose/ranked-selectors';

const body = outlookSelectors.body.map((selector) => selector.css).join(',');

/** Outlook on the web: the editor is RoosterJS, and ids carry the meaning. */
export function createOutlookAdapter(): ComposeAdapter {
  return {
    host: 'outlook',
    insertMethod: 'paste',
    candidates: (root) => findAllRanked(root, outlookSelectors.body).map((match) => match.element),
    locate,
    independentCandidates,
    isForeign,
    subject: ({ root }) => readSubject(root),
    subjectField,
    recipients: ({ root }) => readOutlookRecipients(root),
    sendButton,
    mountPoint,
  };
}

function locate(element: HTMLElement): ComposeParts | null {
  if (!isShown(element) || isRecipientBox(element)) return null;
  const root = findWindowRoot(element, 2, (ancestor) => ({
    ...weigh(ancestor, ofWindow(element, outlookSelectors.frame)),
    tooBig: otherEditors(ancestor, element),
  }));
  if (!root) return null;
  const container = rootAround(root, element);
  const rank = (part: 'send' | 'discard' | 'to' | 'subject') =>
    findRanked(container, outlookSelectors[part])?.rank ?? -1;
  return {
    element,
    root: container,
    kind: kindOf(element, container),
    evidence: {
      host: 'outlook',
      ranks: {
        body: rankOf(element, outlookSelectors.body),
        root: rankOf(container, outlookSelectors.root),
        send: rank('send'),
        discard: rank('discard'),
        to: rank('to'),
        subject: rank('subject'),
      },
    },
  };
}

/**
 * Two points are needed. A read message has its own `MSG_*` ids, but nothing to type in or to send; a
 * draft that waits hidden in the page proves nothing for what is shown beside it.
 */
function weigh(ancestor: HTMLElement, own: (evidence: Element) => boolean) {
  const good = (evidence: Element) => own(evidence) && isShown(evidence);
  const to = ownField(ancestor, 'to');
  return sumUp([
    findRanked(ancestor, outlookSelectors.send, good) ? 2 : 0,
    findRanked(ancestor, outlookSelectors.discard, good) ? 1 : 0,
    to && good(to) ? 1 : 0,
    findRanked(ancestor, outlookSelectors.subject, good) ? 1 : 0,
    rankOf(ancestor, outlookSelectors.root) >= 0 ? 1 : 0,
  ]);
}

/** The declared container when there is one around the proof and it holds no other editor. */
function rootAround(root: HTMLElement, element: HTMLElement): HTMLElement {
  const declared = root.closest<HTMLElement>(
    outlookSelectors.root.map((selector) => selector.css).join(','),
  );
  return declared && !otherEditors(declared, element) ? declared : root;
}

function otherEditors(ancestor: HTMLElement, element: HTMLElement): boolean {
  return [...ancestor.querySelectorAll(body)].some(
    (other) => other !== element && isShown(other) && !isRecipientBox(other),
  );
}

function isRecipientBox(element: Element): boolean {
  return (
    element.closest('[id^="MSG_"]') !== null ||
    element.getAttribute('aria-controls') === 'FloatingSuggestionsList'
  );
}

function kindOf(element: HTMLElement, root: HTMLElement): ComposeKind {
  const path = element.ownerDocument.location?.pathname ?? '';
  if (root.matches('[data-app-section="Form_Content"]') || /\/deeplink\//.test(path)) {
    return 'popout';
  }
  return findRanked(root, outlookSelectors.subject) ? 'new' : 'reply';
}

function subjectField(root: HTMLElement): HTMLInputElement | null {
  const field = findRanked(root, outlookSelectors.subject)?.element;
  return field instanceof HTMLInputElement ? field : null;
}

function readSubject(root: HTMLElement): string {
  const field = subjectField(root);
  if (field) return field.value.trim();
  const shown = findRanked(root.ownerDocument, outlookSelectors.conversationSubject)?.element;
  return shown?.textContent?.trim() ?? '';
}

function sendButton(root: HTMLElement): HTMLElement | null {
  return findRanked(root, outlookSelectors.send)?.element ?? null;
}

/** After the split button that Send is half of, so that the two halves stay together. */
function mountPoint(root: HTMLElement): HTMLElement | null {
  const send = sendButton(root);
  const wrapper = send?.parentElement;
  if (!send || !wrapper) return null;
  const paired = [...wrapper.children].every((child) => child.tagName === 'BUTTON');
  const menu = wrapper.querySelector('[aria-haspopup]') !== null;
  return paired && menu && wrapper.children.length <= 3 ? wrapper : send;
}

function independentCandidates(document: Document): HTMLElement[] {
  const anchors = [
    ...findAllRanked(document, outlookSelectors.send),
    ...findAllRanked(document, outlookSelectors.discard),
  ].map(({ element }) => element);
  return editablesNear(anchors, '[contenteditable="true"][role="textbox"]:not([aria-controls])');
}

function isForeign(element: Element): boolean {
  if (rankOf(element, outlookSelectors.signature) >= 0) return true;
  if (rankOf(element, outlookSelectors.quote) >= 0) return true;
  const next = element.tagName === 'HR' ? element.nextElementSibling : null;
  return next !== null && rankOf(next, outlookSelectors.quote) >= 0;
}
