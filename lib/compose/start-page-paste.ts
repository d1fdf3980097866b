/**
 * The page-world half of the paste helper, for Outlook only. RoosterJS takes an inserted text as a step
 * of its own undo history when it comes as a `paste` event; the event's `clipboardData` can only be
 * filled from the page's own world (in Firefox it arrives empty otherwise).
 *
 * It lives among scripts that are not ours, so it holds nothing and can do nothing:
 * - It carries plain text into an editable element and answers whether the host took it. A script of the
 *   page could dispatch the same event itself, so there is nothing to gain by reaching this code.
 * - It answers to one channel, named by the isolated half with 128 random bits while the document is
 *   still loading, before any script of the page runs. The name never stands in the DOM. Forged, replayed
 *   or guessed events (S31) find no listener; a request must bear the one-shot nonce of the last answer.
 * - A page that replaces natives later (S33) changes nothing here: all of them are captured at start.
 *   A page that breaks them earlier, or stops the helper, only makes it silent: the isolated half reads
 *   the draft back and uses another method.
 * - What a page can always do: read the text once it is in its own editor, or refuse it.
 */
import { pagePasteHello, pagePastePresent } from '@/lib/compose/page-paste';

const nonceLength = 32;

/** Starts the helper in the page's world. Must run at document start. */
export function startPagePaste(window: Window & typeof globalThis): void {
  const { document, CustomEvent, ClipboardEvent, DataTransfer, crypto } = window;
  const Numbers = window.Uint32Array;
  const apply = window.Reflect.apply;
  const define = window.Object.defineProperty;
  const listen = window.EventTarget.prototype.addEventListener;
  const unlisten = window.EventTarget.prototype.removeEventListener;
  const dispatch = window.EventTarget.prototype.dispatchEvent;
  const setData = DataTransfer.prototype.setData;
  const slice = window.String.prototype.slice;
  const toText = window.Number.prototype.toString;
  const random = window.Crypto.prototype.getRandomValues;
  const detailOf = getter(window.CustomEvent.prototype, 'detail');
  const targetOf = getter(window.Event.prototype, 'target');
  const stateOf = getter(window.Document.prototype, 'readyState');
  const editableOf = getter(window.HTMLElement.prototype, 'isContentEditable');
  if (!detailOf || !targetOf || !stateOf || !editableOf) return;

  const newNonce = (): string => {
    const parts = apply(random, crypto, [new Numbers(4)]) as InstanceType<typeof Numbers>;
    let text = '';
    for (let at = 0; at < 4; at += 1) {
      const part = `0000000${apply(toText, parts[at], [16]) as string}`;
      text += apply(slice, part, [-8]) as string;
    }
    return text;
  };
  const answer = (channel: string, word: 'ready ' | 'taken ' | 'empty ', nonce: string) => {
    const event = new CustomEvent(`${channel}:answer`, {
      __proto__: null,
      detail: word + nonce,
    } as CustomEventInit);
    apply(dispatch, document, [event]);
  };
  const pasteInto = (target: EventTarget, text: string): boolean => {
    const data = new DataTransfer();
    apply(setData, data, ['text/plain', text]);
    const event = new ClipboardEvent('paste', {
      __proto__: null,
      bubbles: true,
      cancelable: true,
      composed: true,
    } as EventInit);
    define(event, 'clipboardData', { __proto__: null, value: data } as PropertyDescriptor);
    return !(apply(dispatch, target, [event]) as boolean);
  };
  const serve = (channel: string) => {
    let nonce = newNonce();
    const onRequest = (event: Event) => {
      const detail: unknown = apply(detailOf, event, []);
      const target = apply(targetOf, event, []) as EventTarget;
      if (typeof detail !== 'string' || !isEditable(target)) return;
      if ((apply(slice, detail, [0, nonceLength]) as string) !== nonce) return;
      nonce = newNonce();
      const taken = pasteInto(target, apply(slice, detail, [nonceLength]) as string);
      answer(channel, taken ? 'taken ' : 'empty ', nonce);
    };
    apply(listen, document, [channel, onRequest, true]);
    answer(channel, 'ready ', nonce);
  };
  const isEditable = (target: EventTarget): boolean => {
    try {
      return apply(editableOf, target, []) === true;
    } catch {
      return false;
    }
  };
  const onHello = (event: Event) => {
    apply(unlisten, document, [pagePasteHello, onHello]);
    if (apply(stateOf, document, []) !== 'loading') return;
    const channel: unknown = apply(detailOf, event, []);
    if (typeof channel === 'string' && channel.length === nonceLength) serve(channel);
  };
  apply(listen, document, [pagePasteHello, onHello]);
  apply(dispatch, document, [new window.Event(pagePastePresent)]);
}

function getter(prototype: object, name: string): (() => unknown) | undefined {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get;
}
