import { Ellipsis } from 'lucide-preact';
import { el, icon, onPress, show } from '../shared/dom.ts';
import { label } from '../shared/label.ts';
import { htmlToText, textToHtml } from '../shared/mail-html.ts';
import type { StoredMessage } from '../shared/message-store.ts';
import { type GmailEditor, startEditor } from './editor.ts';
import { gmailId } from './ids.ts';

export interface BodyArea {
  element: HTMLElement;
  /** Starts the editor; the element must stand in the document. */
  start(): void;
  /** What Send would send now, quote included. */
  fullHtml(): string;
  togglePlainText(): void;
  run(command: string): void;
  appendHtml(html: string): void;
  focus(): void;
  dispose(): void;
}

interface Parts {
  textarea: HTMLTextAreaElement;
  plain: HTMLElement;
  rich: HTMLElement;
  editable: HTMLElement;
  hint: HTMLElement;
  /** Stays empty until the editor starts, as Gmail's does. */
  holder: HTMLElement;
  trimmed: HTMLElement;
}

function buildParts(): Parts {
  const textarea = el('textarea', {
    id: gmailId(),
    class: 'Ak aXjCH',
    'aria-label': label('body'),
    spellcheck: 'true',
    itacorner: '6,7:1,1,0,0',
    tabindex: '1',
    form: 'nosend',
  });
  const editable = el('div', { id: gmailId() });
  const hint = el('span', { class: 'body-hint', 'aria-hidden': 'true' }, label('bodyHint'));
  const trimmed = el(
    'div',
    {
      id: gmailId(),
      class: 'ajR',
      role: 'button',
      tabindex: '0',
      'aria-label': label('trimmed'),
      title: label('trimmed'),
    },
    el('div', { class: 'uC' }, icon(Ellipsis, 16)),
  );
  return {
    textarea,
    plain: el('div', { class: 'Ar As' }, el('div', { class: 'At' }, textarea)),
    rich: el('div', { class: 'Ar Au' }, el('div', { class: 'aO7' }, editable, hint)),
    editable,
    hint,
    holder: el('div', {}),
    trimmed,
  };
}

/** The table around both editors. */
function editorTable(parts: Parts): HTMLElement {
  return el(
    'table',
    { class: 'cf An', cellpadding: '0' },
    el(
      'tbody',
      {},
      el(
        'tr',
        {},
        el('td', { class: 'Aq' }),
        el('td', { class: 'Ap' }, parts.plain, parts.rich),
        el('td', { class: 'Aq' }),
      ),
    ),
  );
}

function nest(parts: Parts): HTMLElement {
  return el(
    'div',
    { class: 'GP', id: gmailId() },
    el(
      'div',
      { class: 'qz aXjCH', id: gmailId() },
      el('div', { class: 'et' }, el('div', { class: 'ZyRVue' }, parts.holder)),
      parts.trimmed,
    ),
  );
}

/**
 * The writing area of a compose window: the rich editor (a Closure field), the plain-text `textarea`
 * that takes its place in plain-text mode, and the button behind which the quote waits.
 */
export function bodyArea(
  draft: StoredMessage,
  quote: string | null,
  minHeight: number,
  onChange: () => void,
): BodyArea {
  const parts = buildParts();
  let editor: GmailEditor | null = null;

  const changed = (): void => {
    if (draft.plainText) draft.html = textToHtml(parts.textarea.value);
    else if (editor) draft.html = editor.html();
    show(parts.hint, !draft.plainText && editor?.element.textContent === '');
    onChange();
  };
  const startRich = (): void => {
    editor = startEditor(parts.editable, draft.html, minHeight, changed);
    show(parts.hint, editor.element.textContent === '');
  };
  const showMode = (): void => {
    show(parts.plain, draft.plainText);
    show(parts.rich, !draft.plainText);
    show(parts.trimmed, quote !== null && !draft.quoteInside);
  };
  parts.textarea.addEventListener('input', changed);
  parts.textarea.style.minHeight = `${minHeight}px`;
  onPress(parts.trimmed, () => {
    draft.quoteInside = true;
    area.appendHtml(quote ?? '');
    showMode();
  });

  const area: BodyArea = {
    element: nest(parts),
    start() {
      parts.holder.append(editorTable(parts));
      if (draft.plainText) parts.textarea.value = htmlToText(draft.html);
      startRich();
      showMode();
    },
    fullHtml: () => draft.html + (quote !== null && !draft.quoteInside ? `<br>${quote}` : ''),
    togglePlainText() {
      draft.plainText = !draft.plainText;
      if (draft.plainText) {
        parts.textarea.value = htmlToText(draft.html);
      } else {
        editor?.replace(textToHtml(parts.textarea.value));
      }
      showMode();
      changed();
      area.focus();
    },
    run: (command) => editor?.run(command),
    appendHtml(html) {
      editor?.replace(draft.html + html);
      draft.html += html;
      if (draft.plainText) parts.textarea.value = htmlToText(draft.html);
      changed();
    },
    focus() {
      if (draft.plainText) parts.textarea.focus();
      else editor?.focus();
    },
    dispose: () => editor?.dispose(),
  };
  return area;
}
