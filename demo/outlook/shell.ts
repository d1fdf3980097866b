import {
  Bold,
  Calendar,
  FileText,
  Grip,
  Inbox,
  Italic,
  List,
  ListOrdered,
  Mail,
  Redo2,
  RemoveFormatting,
  Search,
  Send,
  Settings,
  SquarePen,
  Strikethrough,
  Underline,
  Undo2,
  Users,
} from 'lucide-preact';
import { avatar } from '../shared/avatar.ts';
import { practiceBanner } from '../shared/banner.ts';
import { el, icon } from '../shared/dom.ts';
import { label } from '../shared/label.ts';
import { drafts } from '../shared/message-store.ts';
import { inbox, owner } from '../shared/sample-mails.ts';
import type { FormatCommand } from './editor.ts';

export interface Shell {
  list: HTMLElement;
  pane: HTMLElement;
  tabs: HTMLElement;
  selectFolder(folder: string): void;
}

const folders = [
  { id: 'inbox', name: 'inbox', drawing: Inbox },
  { id: 'drafts', name: 'drafts', drawing: FileText },
  { id: 'sent', name: 'sent', drawing: Send },
] as const;

const formats: readonly [FormatCommand, typeof Bold][] = [
  ['undo', Undo2],
  ['redo', Redo2],
  ['bold', Bold],
  ['italic', Italic],
  ['underline', Underline],
  ['strike', Strikethrough],
  ['bullets', List],
  ['numbers', ListOrdered],
  ['clear', RemoveFormatting],
];

/** The row of formatting buttons; it acts on the compose window that was used last. */
export function formatRibbon(run: (command: FormatCommand) => void): HTMLElement {
  const ribbon = el('div', {
    role: 'toolbar',
    class: 'formats',
    'aria-label': label('formatting'),
  });
  for (const [command, drawing] of formats) {
    const button = el(
      'button',
      {
        type: 'button',
        class: 'quiet',
        'aria-label': label(command),
        title: label(command),
        'data-command': command,
        on: { mousedown: (event) => event.preventDefault(), click: () => run(command) },
      },
      icon(drawing, 17),
    );
    ribbon.append(button);
  }
  return ribbon;
}

function suiteHeader(): HTMLElement {
  return el(
    'header',
    { id: 'O365_NavHeader', class: 'suite', role: 'banner' },
    el('button', { type: 'button', class: 'waffle', 'aria-label': label('more') }, icon(Grip, 20)),
    el('span', { class: 'suite-name' }, label('mailName')),
    el(
      'div',
      { class: 'suite-search' },
      icon(Search, 16),
      el('input', {
        id: 'topSearchInput',
        role: 'combobox',
        'aria-expanded': 'false',
        'aria-label': label('search'),
        placeholder: label('search'),
        autocomplete: 'off',
      }),
    ),
    el(
      'button',
      {
        type: 'button',
        class: 'suite-button',
        'aria-label': label('settings'),
        title: label('settings'),
        on: {
          click: () => {
            location.hash = 'settings';
          },
        },
      },
      icon(Settings, 19),
    ),
    el('div', { id: 'owa-me-control-container' }, avatar(owner.name, 30)),
  );
}

function rail(): HTMLElement {
  return el(
    'div',
    { class: 'rail', 'aria-hidden': 'true' },
    el('span', { class: 'rail-item on' }, icon(Mail, 21)),
    el('span', { class: 'rail-item' }, icon(Calendar, 21)),
    el('span', { class: 'rail-item' }, icon(Users, 21)),
  );
}

/** The page around the mail: suite header, ribbon, folders, list, reading pane, tabs of open drafts. */
export function buildShell(onNew: () => void, run: (command: FormatCommand) => void): Shell {
  const newMail = el(
    'button',
    { type: 'button', class: 'new-mail', 'aria-label': label('newMail'), on: { click: onNew } },
    icon(SquarePen, 17),
    label('newMail'),
  );
  const items = folders.map(({ id, name, drawing }) => {
    const count = el('span', { class: 'folder-count' });
    const item = el(
      'a',
      { class: 'folder', href: `#${id}`, 'data-folder': id },
      icon(drawing, 17),
      el('span', { class: 'folder-name' }, label(name)),
      count,
    );
    return { id, item, count };
  });
  const list = el('div', { class: 'items', role: 'listbox', 'aria-label': label('inbox') });
  const pane = el('main', {
    id: 'ReadingPaneContainerId',
    class: 'pane',
    'aria-label': label('reading'),
  });
  const tabs = el('div', { class: 'tabs', role: 'tablist' });
  const listTitle = el('div', { class: 'list-title' });
  document.body.append(
    el(
      'div',
      { id: 'app', class: 'page' },
      practiceBanner(otherMailbox()),
      suiteHeader(),
      el(
        'div',
        { class: 'body' },
        rail(),
        el(
          'div',
          { class: 'work' },
          el('div', { class: 'ribbon' }, newMail, formatRibbon(run)),
          el(
            'div',
            { class: 'columns' },
            el(
              'nav',
              { class: 'folders', 'data-app-section': 'NavigationPane' },
              el('div', { class: 'folders-title' }, owner.address),
              ...items.map(({ item }) => item),
            ),
            el('div', { class: 'list', 'data-app-section': 'MessageList' }, listTitle, list),
            el('div', { class: 'reading' }, pane, tabs),
          ),
        ),
      ),
    ),
  );
  return {
    list,
    pane,
    tabs,
    selectFolder(folder) {
      for (const { id, item, count } of items) {
        item.classList.toggle('on', id === folder);
        if (id === folder) listTitle.textContent = item.textContent?.replace(/\d+$/, '') ?? '';
        const unread = inbox.filter((mail) => mail.unread).length;
        const many = id === 'inbox' ? unread : id === 'drafts' ? drafts.all().length : 0;
        count.textContent = many > 0 ? String(many) : '';
      }
    },
  };
}

function otherMailbox(): string {
  if (!location.hostname.startsWith('outlook.')) return '/gmail/';
  return `https://mail.google.com${location.port ? `:${location.port}` : ''}/mail/u/0/`;
}
