import '../shared/shared.css';
import './gmail.css';
import './compose.css';
import { listenForShortcuts } from '../shared/host-shortcuts.ts';
import { label } from '../shared/label.ts';
import { newMessage, type StoredMessage, sent } from '../shared/message-store.ts';
import { applyOptions, options } from '../shared/options.ts';
import { findMail, inbox } from '../shared/sample-mails.ts';
import { sentView } from '../shared/sent-view.ts';
import { mailList } from './mail-list.ts';
import { openMole, startDock } from './mole.ts';
import { startPopout } from './popout.ts';
import { freshBody } from './quote.ts';
import { settingsView } from './settings-view.ts';
import { buildShell, type Shell } from './shell.ts';
import { type ThreadView, threadView } from './thread-view.ts';

let thread: ThreadView | null = null;

function openDraft(folder: string, draft: StoredMessage): void {
  // Beside the list, the list stays what it was.
  if (draft.threadId) location.hash = `${options.pane ? folder : 'inbox'}/${draft.threadId}`;
  else openMole(draft);
}

function folderList(folder: string): HTMLElement {
  return mailList(folder, {
    openMail: (mailId) => {
      location.hash = `${folder}/${mailId}`;
    },
    openDraft: (draft) => openDraft(folder, draft),
    openSent: (sentId) => {
      location.hash = `sent/${sentId}`;
    },
  });
}

function show(shell: Shell): void {
  const [folder = 'inbox', id] = (location.hash.slice(1).split('?')[0] || 'inbox').split('/');
  thread?.close();
  thread = null;
  shell.select(folder);
  shell.content.classList.remove('split');
  const mail = id ? findMail(id) : undefined;
  const message = folder === 'sent' && id ? sent.all().find((one) => one.id === id) : undefined;
  if (mail) {
    thread = threadView(mail, () => {
      location.hash = folder;
    });
    const beside = options.pane ? [folderList(folder)] : [];
    shell.content.replaceChildren(...beside, thread.element);
    shell.content.classList.toggle('split', options.pane !== null);
  } else if (message) {
    shell.content.replaceChildren(sentView(message));
  } else if (folder === 'settings') {
    shell.content.replaceChildren(settingsView());
  } else {
    shell.content.replaceChildren(folderList(folder));
  }
}

function startMailbox(): void {
  document.body.className = 'aAU';
  document.title = `${label('inbox')} - ${label('mailName')}`;
  const writeNew = (): void => openMole(newMessage({ html: freshBody() }));
  const shell = buildShell(writeNew);
  listenForShortcuts({
    c: writeNew,
    r: () => thread?.reply('reply'),
    '/': () => document.querySelector<HTMLInputElement>('input[name="q"]')?.focus(),
  });
  if (options.compose === 'reply' && !location.hash) location.hash = `inbox/${inbox[0]?.id}`;
  show(shell);
  startDock();
  addEventListener('hashchange', () => show(shell));
  addEventListener('mailbox-changed', () => {
    if (thread) shell.select('inbox');
    else show(shell);
  });
  if (options.compose === 'new' && !location.hash.includes('compose=')) {
    writeNew();
  }
  // A saved reply opens by itself a moment later; a second one beside it would be wrong.
  if (options.compose === 'reply') setTimeout(() => thread?.reply('reply'));
}

applyOptions();
// `view=cm`: a link from elsewhere that asks for a new mail, filled in.
const isLink = new URLSearchParams(location.search).get('view') === 'cm';
if (isLink || location.pathname.replace(/\/$/, '').endsWith('/popout')) startPopout();
else startMailbox();
