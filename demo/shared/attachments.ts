import { Paperclip, X } from 'lucide-preact';
import { el, icon } from './dom.ts';
import { label } from './label.ts';
import type { StoredMessage } from './message-store.ts';

export interface AttachmentStrip {
  element: HTMLElement;
  /** Opens the browser's own file chooser. */
  choose(): void;
}

/** A size as both sites write it, in whole kilobytes. */
export function sizeText(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 1024))} KB`;
}

/** The attached files of a draft: names and sizes only, nothing is read or kept of them. */
export function attachmentStrip(draft: StoredMessage, onChange: () => void): AttachmentStrip {
  const list = el('div', { class: 'attachments', role: 'list' });
  const input = el('input', { type: 'file', name: 'Filedata', multiple: true, hidden: true });
  const draw = (): void => {
    list.replaceChildren(...draft.attachments.map(card));
    list.hidden = draft.attachments.length === 0;
  };
  const card = (file: { name: string; size: number }): HTMLElement => {
    const name = `${label('removeRecipient')} ${file.name}`;
    const remove = el('button', {
      type: 'button',
      class: 'round',
      'aria-label': name,
      title: name,
    });
    remove.append(icon(X, 14));
    remove.addEventListener('click', () => {
      draft.attachments = draft.attachments.filter((one) => one !== file);
      draw();
      onChange();
    });
    return el(
      'div',
      { class: 'attachment', role: 'listitem' },
      icon(Paperclip, 14),
      el('span', { class: 'attachment-name' }, file.name),
      el('span', { class: 'attachment-size' }, `(${sizeText(file.size)})`),
      remove,
    );
  };
  input.addEventListener('change', () => {
    const fresh = [...(input.files ?? [])].map(({ name, size }) => ({ name, size }));
    draft.attachments = [...draft.attachments, ...fresh];
    input.value = '';
    draw();
    onChange();
  });
  draw();
  return { element: el('div', {}, list, input), choose: () => input.click() };
}
