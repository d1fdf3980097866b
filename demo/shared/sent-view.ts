import { sizeText } from './attachments.ts';
import { longDate } from './dates.ts';
import { el } from './dom.ts';
import { label } from './label.ts';
import { parseMail } from './mail-html.ts';
import type { Person, StoredMessage } from './message-store.ts';

const line = (name: string, persons: Person[]): HTMLElement | null =>
  persons.length === 0
    ? null
    : el(
        'div',
        { class: 'sent-line' },
        el('span', { class: 'sent-label' }, name),
        el('span', {}, persons.map((person) => `${person.name} <${person.address}>`).join(', ')),
      );

const files = ({ attachments }: StoredMessage): HTMLElement | null =>
  attachments.length === 0
    ? null
    : el(
        'div',
        { class: 'sent-line' },
        el('span', { class: 'sent-label' }, label('attach')),
        el(
          'span',
          {},
          attachments.map(({ name, size }) => `${name} (${sizeText(size)})`).join(', '),
        ),
      );

/** Shows a sent message exactly as it was handed over: addresses, subject, body with its quote. */
export function sentView(message: StoredMessage): HTMLElement {
  return el(
    'div',
    { class: 'thread sent-view', role: 'main' },
    el(
      'div',
      { class: 'thread-scroll' },
      el('h2', { class: 'hP' }, message.subject || label('newMessage')),
      el(
        'p',
        { class: 'sent-note' },
        `${label('sentExactly')} · ${longDate(new Date(message.savedAt))}`,
      ),
      line(label('to'), message.to),
      line(label('cc'), message.cc),
      line(label('bcc'), message.bcc),
      files(message),
      el('div', { class: 'sent-body', 'data-sent-body': true }, parseMail(message.html)),
    ),
  );
}
