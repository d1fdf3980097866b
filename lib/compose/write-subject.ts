import type { SubjectOutcome } from '@/lib/compose/compose-editor';
import { isShown } from '@/lib/compose/is-shown';

/**
 * Puts a text into the subject line, as one step of the field's own undo history, and lets the host notice
 * as if it had been typed. Only a field that the user can see is written to: a reply hides its subject, and
 * changing it there would begin another conversation behind the author's back. Focus and selection come
 * back to where they were.
 */
export function writeSubject(field: HTMLInputElement | null, text: string): SubjectOutcome {
  if (!field || !isShown(field) || field.disabled || field.readOnly) {
    return { ok: false, reason: 'hidden' };
  }
  const wanted = text.replace(/\s+/g, ' ').trim();
  const before = field.value;
  if (before === wanted) return { ok: true };
  const giveBack = rememberFocus(field);
  type(field, wanted);
  if (field.value !== wanted) assign(field, wanted);
  const done = field.value === wanted;
  // A host that will not have it gets its own words back.
  if (!done && field.value !== before) assign(field, before);
  giveBack();
  return done ? { ok: true } : { ok: false, reason: 'not-set' };
}

function type(field: HTMLInputElement, text: string): void {
  const { ownerDocument: document } = field;
  field.focus({ preventScroll: true });
  field.select();
  if (text === '') document.execCommand?.('delete');
  else document.execCommand?.('insertText', false, text);
}

/** The slower way, without a step to undo: where the browser does not type into fields. */
function assign(field: HTMLInputElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

function rememberFocus(field: HTMLInputElement): () => void {
  const document = field.ownerDocument;
  const active = document.activeElement;
  const selection = document.getSelection();
  const range = selection?.rangeCount ? selection.getRangeAt(0).cloneRange() : null;
  return () => {
    if (active === field) return;
    if (active instanceof HTMLElement && active !== document.body) {
      active.focus({ preventScroll: true });
    } else field.blur();
    if (range?.startContainer.isConnected && !(active instanceof HTMLInputElement)) {
      selection?.removeAllRanges();
      selection?.addRange(range);
    }
  };
}
