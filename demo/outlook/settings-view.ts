import { el } from '../shared/dom.ts';
import { label } from '../shared/label.ts';
import { options } from '../shared/options.ts';
import { signatureLines } from '../shared/sample-mails.ts';

/**
 * The settings with their signature editor (webmail fragment O2): a rich text box that is no compose
 * window, which an extension must leave alone.
 */
export function settingsView(): HTMLElement {
  const editor = el('div', {
    tabindex: '0',
    dir: options.direction,
    class: 'K2IBb DziEn RlaWM signature-editor',
    role: 'textbox',
    'aria-multiline': 'true',
    'aria-label': label('signatureEditor'),
    contenteditable: 'true',
  });
  for (const line of signatureLines) editor.append(el('p', { style: 'margin: 0in;' }, line));
  return el(
    'div',
    { class: 'conversation settings' },
    el('h2', { class: 'conversation-subject' }, label('settings')),
    el(
      'div',
      { class: 'card' },
      el('h3', {}, label('signatureEditor')),
      el('p', {}, label('signatureHelp')),
      editor,
    ),
  );
}
