import { Square, Star } from 'lucide-preact';
import { shortDate } from '../shared/dates.ts';
import { el, icon, onPress } from '../shared/dom.ts';
import { label } from '../shared/label.ts';
import { htmlToText } from '../shared/mail-html.ts';
import { drafts, type StoredMessage, sent } from '../shared/message-store.ts';
import { inbox } from '../shared/sample-mails.ts';

export interface ListActions {
  openMail(id: string): void;
  openDraft(draft: StoredMessage): void;
  openSent(id: string): void;
}

interface Row {
  who: Node | string;
  subject: string;
  snippet: string;
  date: Date;
  unread: boolean;
  starred: boolean;
  open(): void;
}

function listRow(row: Row): HTMLElement {
  const element = el(
    'div',
    { class: `zA ${row.unread ? 'zE' : 'yO'}`, role: 'row', tabindex: '0' },
    el('span', { class: 'tick' }, icon(Square, 16)),
    el('span', { class: row.starred ? 'star on' : 'star' }, icon(Star, 17)),
    el('span', { class: 'yW', role: 'gridcell' }, row.who),
    el(
      'span',
      { class: 'xY a4W', role: 'gridcell', dir: 'auto' },
      el('span', { class: 'bog' }, row.subject),
      el('span', { class: 'y2' }, ` - ${row.snippet}`),
    ),
    el('span', { class: 'xW', role: 'gridcell' }, shortDate(row.date)),
  );
  onPress(element, row.open);
  return element;
}

const names = (message: StoredMessage): string =>
  [...message.to, ...message.cc, ...message.bcc].map(({ name }) => name).join(', ');

function inboxRows(actions: ListActions): Row[] {
  return inbox.map((mail) => ({
    who: mail.from.name,
    subject: mail.subject,
    snippet: mail.body.join(' '),
    date: mail.sentAt,
    unread: mail.unread,
    starred: mail.starred,
    open: () => actions.openMail(mail.id),
  }));
}

function storedRows(messages: StoredMessage[], actions: ListActions, isDraft: boolean): Row[] {
  return messages.map((message) => ({
    who: isDraft
      ? el('span', { class: 'draft-mark' }, label('draft'))
      : `${label('to')}: ${names(message)}`,
    subject: message.subject || label('newMessage'),
    snippet: htmlToText(message.html).replaceAll('\n', ' '),
    date: new Date(message.savedAt),
    unread: false,
    starred: false,
    open: () => (isDraft ? actions.openDraft(message) : actions.openSent(message.id)),
  }));
}

/** The list of one folder. */
export function mailList(folder: string, actions: ListActions): HTMLElement {
  const rows =
    folder === 'sent'
      ? storedRows(sent.all(), actions, false)
      : folder === 'drafts'
        ? storedRows(drafts.all(), actions, true)
        : inboxRows(actions);
  if (rows.length === 0) {
    const words = label(folder === 'sent' ? 'nothingSent' : 'noDrafts');
    return el('div', { class: 'list empty', role: 'main' }, el('p', {}, words));
  }
  return el(
    'div',
    { class: 'list', role: 'main' },
    el('div', { role: 'grid' }, ...rows.map(listRow)),
  );
}
