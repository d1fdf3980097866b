import { el, onPress, show } from '../shared/dom.ts';
import { label } from '../shared/label.ts';
import type { StoredMessage } from '../shared/message-store.ts';
import { options } from '../shared/options.ts';
import { gmailId } from './ids.ts';
import { type RecipientCell, type RecipientField, recipientRow } from './recipients.ts';

export interface HeaderForm {
  form: HTMLFormElement;
  subject: HTMLInputElement;
  rows: Record<RecipientField, RecipientCell>;
  /** Inline replies hide their subject; popped out, they show it. */
  showSubject(on: boolean): void;
}

/** Names of the hidden fields that Gmail keeps in the form, in its order. */
const hiddenNames = ['from', 'subject', 'lts', 'bwd', 'rm', 'ac', 'adc', 'ishtml', 'body', 'uet'];

function hiddenInputs(draft: StoredMessage): HTMLElement[] {
  const hidden = (name: string, value: string): HTMLElement =>
    el('input', { type: 'hidden', name, id: gmailId(), value });
  return [
    hidden('composeid', draft.id.slice(2)),
    hidden('draft', `#msg-a:${draft.id}`),
    hidden('rt', draft.threadId ? `#thread-f:${draft.threadId}` : ''),
    ...hiddenNames.map((name) => hidden(name, '')),
  ];
}

function moreRecipients(rows: Record<RecipientField, RecipientCell>): HTMLElement {
  const toggles = (['cc', 'bcc'] as const).map((field) => {
    const toggle = el('span', { class: 'aB gQ', role: 'link', tabindex: '1' }, label(field));
    onPress(toggle, () => {
      show(rows[field].row, true);
      toggle.remove();
      rows[field].input.focus();
    });
    return toggle;
  });
  return el('span', { class: 'aoY-links' }, ...toggles);
}

/**
 * The line of names into which Gmail folds the recipients when the focus leaves them. The rows stay in the
 * page, hidden; the line itself holds no address.
 */
function collapsedRecipients(
  draft: StoredMessage,
  table: HTMLElement,
  rows: Record<RecipientField, RecipientCell>,
): HTMLElement | null {
  if (!options.collapse) return null;
  const names = el('div', { class: 'oL aDm' });
  const summary = el('div', { class: 'aoD hl', tabindex: '1', id: gmailId() }, names);
  const fold = (on: boolean): void => {
    const all = [...draft.to, ...draft.cc, ...draft.bcc];
    names.textContent = all.map(({ name }) => name).join(', ') || label('recipients');
    show(table, !on);
    show(summary, on);
  };
  summary.addEventListener('focus', () => {
    fold(false);
    rows.to.input.focus();
  });
  table.addEventListener('focusout', (event) => {
    if (!table.contains(event.relatedTarget as Node | null)) fold(true);
  });
  fold(draft.to.length > 0);
  return summary;
}

/**
 * The `<form>` of a compose window: recipients, subject, hidden fields. The subject of an inline reply
 * is there but hidden, as in Gmail.
 */
export function headerForm(
  draft: StoredMessage,
  inline: boolean,
  onChange: () => void,
): HeaderForm {
  const rows = {
    to: recipientRow('to', draft.to, inline, onChange),
    cc: recipientRow('cc', draft.cc, inline, onChange),
    bcc: recipientRow('bcc', draft.bcc, inline, onChange),
  };
  for (const field of ['cc', 'bcc'] as const) show(rows[field].row, draft[field].length > 0);
  rows.to.row.lastElementChild?.append(moreRecipients(rows));
  const table = el(
    'div',
    { class: 'fX aXjCH', id: gmailId() },
    el(
      'table',
      { class: 'GS', tabindex: '-1' },
      el('tbody', { class: 'bze' }, rows.to.row, rows.cc.row, rows.bcc.row),
    ),
  );
  const recipients = inline
    ? el(
        'div',
        {},
        el(
          'table',
          { class: 'cf', role: 'presentation' },
          el(
            'tbody',
            {},
            el(
              'tr',
              {},
              el(
                'td',
                { class: 'HQ' },
                el('div', {
                  class: 'Un J-JN-M-I',
                  role: 'button',
                  'aria-haspopup': 'true',
                  'aria-label': label('reply'),
                  tabindex: '1',
                }),
              ),
              el('td', { class: 'Iy' }, table),
            ),
          ),
        ),
      )
    : table;
  const subject = el('input', {
    name: 'subjectbox',
    id: gmailId(),
    class: 'aoT',
    autocomplete: 'off',
    spellcheck: 'true',
    tabindex: '1',
    placeholder: label('subject'),
    'aria-label': label('subject'),
  });
  subject.value = draft.subject;
  subject.addEventListener('input', () => {
    draft.subject = subject.value;
    onChange();
  });
  const summary = collapsedRecipients(draft, table, rows);
  const subjectRow = el('div', { class: 'aoD az6', id: gmailId() }, el('div', {}, subject));
  show(subjectRow, !inline);
  const form = el(
    'form',
    {
      id: gmailId(),
      action: '',
      method: 'POST',
      enctype: 'multipart/form-data',
      'accept-charset': 'utf-8',
      class: 'bAs',
      on: { submit: (event) => event.preventDefault() },
    },
    recipients,
    summary,
    subjectRow,
    ...hiddenInputs(draft),
  );
  return { form, subject, rows, showSubject: (on) => show(subjectRow, on) };
}
