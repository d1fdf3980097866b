import { avatar } from '../shared/avatar.ts';
import { shortDate } from '../shared/dates.ts';
import { el, onPress } from '../shared/dom.ts';
import { label } from '../shared/label.ts';
import { htmlToText } from '../shared/mail-html.ts';
import { drafts, type StoredMessage, sent } from '../shared/message-store.ts';
import { inbox } from '../shared/sample-mails.ts';

interface Item {
  id: string;
  who: string;
  subject: string;
  preview: string;
  date: Date;
  unread: boolean;
  draft: boolean;
}

const names = (message: StoredMessage): string =>
  [...message.to, ...message.cc, ...message.bcc].map(({ name }) => name).join(', ');

function itemsOf(folder: string): Item[] {
  const stored = folder === 'sent' ? sent.all() : folder === 'drafts' ? drafts.all() : null;
  if (stored) {
    return stored.map((message) => ({
      id: message.id,
      who: names(message) || label('draft'),
      subject: message.subject || label('newMessage'),
      preview: htmlToText(message.html).replaceAll('\n', ' '),
      date: new Date(message.savedAt),
      unread: false,
      draft: folder === 'drafts',
    }));
  }
  const replies = new Set(drafts.all().map(({ threadId }) => threadId));
  return inbox.map((mail) => ({
    id: mail.id,
    who: mail.from.name,
    subject: mail.subject,
    preview: mail.body.join(' '),
    date: mail.sentAt,
    unread: mail.unread,
    draft: replies.has(mail.id),
  }));
}

function option(item: Item, selected: boolean, open: (id: string) => void): HTMLElement {
  const element = el(
    'div',
    {
      role: 'option',
      tabindex: '0',
      class: `item${item.unread ? ' unread' : ''}${selected ? ' selected' : ''}`,
      'aria-selected': String(selected),
      'data-convid': item.id,
    },
    avatar(item.who, 32),
    el(
      'div',
      { class: 'item-text' },
      el('div', { class: 'item-who' }, item.who),
      el(
        'div',
        { class: 'item-line' },
        item.draft ? el('span', { class: 'draft-mark' }, `[${label('draft')}] `) : null,
        el('span', { class: 'item-subject', dir: 'auto' }, item.subject),
        el('span', { class: 'item-date' }, shortDate(item.date)),
      ),
      el('div', { class: 'item-preview', dir: 'auto' }, item.preview),
    ),
  );
  onPress(element, () => open(item.id));
  return element;
}

/** The list of one folder, as `role=option` items. */
export function fillList(
  list: HTMLElement,
  folder: string,
  selected: string | undefined,
  open: (id: string) => void,
): void {
  const items = itemsOf(folder);
  list.replaceChildren(...items.map((item) => option(item, item.id === selected, open)));
  if (items.length === 0) {
    list.append(
      el('p', { class: 'list-empty' }, label(folder === 'sent' ? 'nothingSent' : 'noDrafts')),
    );
  }
}
