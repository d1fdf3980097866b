import type { ComposeAdapter, ComposeParts } from '@/lib/compose/compose-adapter';
import type { ComposeKind } from '@/lib/compose/compose-editor';
import { editablesNear } from '@/lib/compose/editables-near';
import { findWindowRoot, ofWindow, sumUp } from '@/lib/compose/find-window-root';
import { gmailSelectors } from '@/lib/compose/gmail/gmail-selectors';
import { readGmailRecipients } from '@/lib/compose/gmail/read-gmail-recipients';
import { isShown } from '@/lib/compose/is-shown';
import { findAllRanked, findRanked, rankOf } from '@/lib/compose/ranked-selectors';

const richBody = gmailSelectors.body.map((selector) => selector.css).join(',');

/** Gmail: the editor is a Closure field; everything about it that can change is in gmail-selectors.ts. */
export function createGmailAdapter(): ComposeAdapter {
  return {
    host: 'gmail',
    insertMethod: 'exec-command',
    candidates: (root) =>
      [
        ...findAllRanked(root, gmailSelectors.body),
        ...findAllRanked(root, gmailSelectors.plainBody),
      ].map((match) => match.element),
    locate,
    independentCandidates,
    isForeign,
    subject: ({ root }) => subjectField(root)?.value.trim() ?? '',
    subjectField,
    recipients: ({ root }) => readGmailRecipients(root),
    sendButton,
    mountPoint: (root) => sendButton(root)?.closest('td') ?? null,
  };
}

function locate(element: HTMLElement): ComposeParts | null {
  if (!isShown(element)) return null;
  const plain = element instanceof HTMLTextAreaElement;
  const root = findWindowRoot(element, 2, (ancestor) => ({
    ...weigh(ancestor, ofWindow(element, gmailSelectors.frame)),
    tooBig: otherEditors(ancestor, element).length > 0,
  }));
  if (!root) return null;
  if (plain && richBodyShown(root)) return null;
  const bodyRank = rankOf(element, plain ? gmailSelectors.plainBody : gmailSelectors.body);
  const rank = (part: 'subject' | 'identity' | 'toolbar' | 'recipientField') =>
    findRanked(root, gmailSelectors[part])?.rank ?? -1;
  return {
    element,
    root,
    kind: kindOf(element, root),
    evidence: {
      host: 'gmail',
      ranks: {
        body: bodyRank,
        plain: plain ? 0 : -1,
        subject: rank('subject'),
        identity: rank('identity'),
        toolbar: rank('toolbar'),
        recipients: rank('recipientField'),
        send: findRanked(root, gmailSelectors.send)?.rank ?? -1,
      },
    },
  };
}

/** Two points are needed: the window's own form inputs are worth both, single buttons one each. */
function weigh(ancestor: HTMLElement, own: (evidence: Element) => boolean) {
  const send = findRanked(ancestor, gmailSelectors.send, own);
  const points = [
    findRanked(ancestor, gmailSelectors.subject, own) ? 2 : 0,
    findRanked(ancestor, gmailSelectors.identity, own) ? 2 : 0,
    findRanked(ancestor, gmailSelectors.recipientField, own) ? 1 : 0,
    send ? (send.rank === 0 || send.rank === 2 ? 2 : 1) : 0,
  ];
  return sumUp(points);
}

/** Rich bodies beside this one. A plain body has a hidden rich twin in its own window. */
function otherEditors(ancestor: HTMLElement, element: HTMLElement): Element[] {
  const plain = element instanceof HTMLTextAreaElement;
  return [...ancestor.querySelectorAll(richBody)].filter(
    (other) => other !== element && !(plain && !isShown(other)),
  );
}

function richBodyShown(root: HTMLElement): boolean {
  return [...root.querySelectorAll(richBody)].some((body) => isShown(body));
}

function kindOf(element: HTMLElement, root: HTMLElement): ComposeKind {
  const { pathname = '', search = '' } = element.ownerDocument.location ?? {};
  if (/\/popout\b/.test(pathname) || /[?&]view=(btop|cm)\b/.test(search)) return 'popout';
  const subject = findRanked(root, gmailSelectors.subject)?.element;
  if (subject && isShown(subject)) return 'new';
  return element.closest('[role="dialog"]') ? 'new' : 'reply';
}

function subjectField(root: HTMLElement): HTMLInputElement | null {
  const field = findRanked(root, gmailSelectors.subject)?.element;
  return field instanceof HTMLInputElement ? field : null;
}

function sendButton(root: HTMLElement): HTMLElement | null {
  return findRanked(root, gmailSelectors.send)?.element ?? null;
}

function independentCandidates(document: Document): HTMLElement[] {
  const anchors = findAllRanked(document, gmailSelectors.identity).map(({ element }) => element);
  return editablesNear(anchors, '[contenteditable="true"]:not([role="combobox"])');
}

function isForeign(element: Element): boolean {
  if (rankOf(element, gmailSelectors.signature) >= 0) return true;
  if (rankOf(element, gmailSelectors.quote) >= 0) return true;
  // A quote whose classes are unknown: an attribution followed by a bordered block quote.
  return [...element.children].some(
    (child, at) =>
      at > 0 && child.matches('blockquote[type="cite"], blockquote[style*="border-left"]'),
  );
}
