import {
  Clock3,
  FileText,
  Inbox,
  Mail,
  Menu,
  Pencil,
  Search,
  Send,
  Settings,
  Star,
} from 'lucide-preact';
import { avatar } from '../shared/avatar.ts';
import { practiceBanner } from '../shared/banner.ts';
import { el, icon, onPress } from '../shared/dom.ts';
import { label } from '../shared/label.ts';
import type { LabelKey } from '../shared/labels/en.ts';
import { drafts } from '../shared/message-store.ts';
import { inbox, owner } from '../shared/sample-mails.ts';

export interface Shell {
  content: HTMLElement;
  select(folder: string): void;
}

const folders: readonly { id: string; name: LabelKey; drawing: typeof Inbox }[] = [
  { id: 'inbox', name: 'inbox', drawing: Inbox },
  { id: 'starred', name: 'starred', drawing: Star },
  { id: 'snoozed', name: 'snoozed', drawing: Clock3 },
  { id: 'sent', name: 'sent', drawing: Send },
  { id: 'drafts', name: 'drafts', drawing: FileText },
];

function header(): HTMLElement {
  const search = el('input', {
    class: 'gb_me',
    name: 'q',
    type: 'text',
    role: 'combobox',
    'aria-expanded': 'false',
    'aria-label': label('search'),
    placeholder: label('search'),
    autocomplete: 'off',
  });
  const settings = el(
    'button',
    { type: 'button', class: 'round', 'aria-label': label('settings'), title: label('settings') },
    icon(Settings, 21),
  );
  settings.addEventListener('click', () => {
    location.hash = 'settings';
  });
  return el(
    'header',
    { class: 'top', role: 'banner' },
    el(
      'div',
      { class: 'brand' },
      el('button', { type: 'button', class: 'round', 'aria-label': label('more') }, icon(Menu, 21)),
      el('span', { class: 'brand-mark' }, icon(Mail, 20)),
      el('span', { class: 'brand-name' }, label('mailName')),
    ),
    el('form', { class: 'search', role: 'search' }, icon(Search, 20), search),
    el('div', { class: 'account' }, settings, avatar(owner.name, 32)),
  );
}

/** The page around the mail: search, folders, chat (a decoy), the place for the content. */
export function buildShell(onCompose: () => void): Shell {
  const compose = el(
    'div',
    { class: 'T-I T-I-KE L3', role: 'button', tabindex: '0', jscontroller: 'eIu7Db' },
    icon(Pencil, 20),
    el('span', {}, label('compose')),
  );
  onPress(compose, onCompose);
  const content = el('div', { class: 'content' });
  const items = folders.map(({ id, name, drawing }) => {
    const count = el('span', { class: 'bsU' });
    const item = el(
      'a',
      { class: 'TO', href: `#${id}`, 'data-folder': id },
      icon(drawing, 18),
      el('span', { class: 'nU' }, label(name)),
      count,
    );
    return { id, item, count };
  });
  const chat = el(
    'div',
    { class: 'chat', role: 'complementary', 'aria-label': label('chat') },
    el('div', { class: 'chat-title' }, label('chat')),
    el('div', {
      class: 'chat-box editable',
      contenteditable: 'true',
      role: 'textbox',
      'aria-label': label('chatHint'),
      'data-hint': label('chatHint'),
    }),
  );
  const side = el(
    'nav',
    { class: 'side' },
    compose,
    el('div', { class: 'folders' }, ...items.map(({ item }) => item)),
    chat,
  );
  document.body.append(
    el(
      'div',
      { class: 'page' },
      practiceBanner(otherMailbox()),
      header(),
      el('div', { class: 'columns' }, side, content),
    ),
  );
  return {
    content,
    select(folder) {
      for (const { id, item, count } of items) {
        item.classList.toggle('nZ', id === folder);
        if (id === folder) item.setAttribute('aria-current', 'page');
        else item.removeAttribute('aria-current');
        const many =
          id === 'inbox'
            ? inbox.filter(({ unread }) => unread).length
            : id === 'drafts'
              ? drafts.all().length
              : 0;
        count.textContent = many > 0 ? String(many) : '';
      }
    },
  };
}

/** Under the real host names each mailbox has its own host; elsewhere both are folders of one server. */
function otherMailbox(): string {
  if (!location.hostname.startsWith('mail.')) return '/outlook/';
  return `https://outlook.office.com${location.port ? `:${location.port}` : ''}/mail/`;
}
