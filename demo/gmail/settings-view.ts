import { el } from '../shared/dom.ts';
import { label } from '../shared/label.ts';
import { options } from '../shared/options.ts';
import { signatureLines } from '../shared/sample-mails.ts';

/**
 * The settings page with its signature editor: an editable text box that is no compose window, which
 * an extension must leave alone.
 */
export function settingsView(): HTMLElement {
  const editor = el('div', {
    class: 'Am Al editable signature-editor',
    contenteditable: 'true',
    role: 'textbox',
    'aria-multiline': 'true',
    'aria-label': label('signatureEditor'),
    tabindex: '0',
    dir: options.direction,
  });
  for (const line of signatureLines) editor.append(el('div', {}, line));
  return el(
    'div',
    { class: 'thread settings', role: 'main' },
    el(
      'div',
      { class: 'thread-scroll' },
      el('h2', { class: 'hP' }, label('settings')),
      el('h3', {}, label('signatureEditor')),
      el('p', {}, label('signatureHelp')),
      editor,
    ),
  );
}
