import './default-policy.ts';
import '../shared/shared.css';
import './outlook.css';
import './compose.css';
import { MailOpen } from 'lucide-preact';
import { el, icon } from '../shared/dom.ts';
import { listenForShortcuts } from '../shared/host-shortcuts.ts';
import { label } from '../shared/label.ts';
import { drafts, newMessage, sent } from '../shared/message-store.ts';
import { applyOptions, options } from '../shared/options.ts';
import { findMail, inbox } from '../shared/sample-mails.ts';
import { sentView } from '../shared/sent-view.ts';
import type { FormatCommand } from './editor.ts';
import { fillList } from './message-list.ts';
import { OpenDrafts } from './open-drafts.ts';
import { startPopout } from './popout.ts';
import { freshBody } from './quote.ts';
import { type ReadingPane, readingPane } from './reading-pane.ts';
import { settingsView } from './settings-view.ts';
import { buildShell, type Shell } from './shell.ts';

function emptyPane(): HTMLElement {
  return el(
    'div',
    { class: 'nothing' },
    icon(MailOpen, 56),
    el('p', { class: 'nothing-title' }, label('selectMail')),
    el('p', {}, label('nothingSelected')),
  );
}

class Mailbox {
  private reading: ReadingPane | null = null;
  private readonly shell: Shell;
  private readonly open: OpenDrafts;
  private readonly content = el('div', { class: 'pane-content' });

  constructor() {
    this.shell = buildShell(
      () => this.writeNew(),
      (command) => this.run(command),
    );
    this.shell.pane.append(this.content);
    this.open = new OpenDrafts(this.shell, () => this.show());
  }

  writeNew(): void {
    this.open.show(newMessage({ html: freshBody() }));
  }

  start(): void {
    document.title = `${label('inbox')} - ${label('mailName')}`;
    if (options.compose === 'reply' && !location.hash) location.hash = `inbox/${inbox[0]?.id}`;
    this.show();
    this.open.restore();
    listenForShortcuts({ n: () => this.writeNew(), r: () => this.reading?.reply('reply') });
    addEventListener('hashchange', () => {
      this.open.stepBack();
      this.show();
    });
    addEventListener('mailbox-changed', () => this.showList());
    if (options.compose === 'new' && !this.open.frontCompose()) this.writeNew();
    // A saved reply opens by itself a moment later; a second one beside it would be wrong.
    if (options.compose === 'reply') setTimeout(() => this.reading?.reply('reply'));
  }

  private place(): { folder: string; id: string | undefined } {
    const [folder, id] = (location.hash.slice(1) || 'inbox').split('/');
    return { folder: folder || 'inbox', id };
  }

  private run(command: FormatCommand): void {
    const compose = this.open.frontCompose() ?? this.reading?.compose();
    compose?.editor()?.run(command);
  }

  private showList(): void {
    const { folder, id } = this.place();
    const listed = folder === 'settings' ? 'inbox' : folder;
    this.shell.selectFolder(listed);
    fillList(this.shell.list, listed, id, (chosen) => this.choose(listed, chosen));
  }

  private choose(folder: string, id: string): void {
    const draft = folder === 'drafts' ? drafts.find(id) : undefined;
    if (draft?.threadId) location.hash = `inbox/${draft.threadId}`;
    else if (draft) this.open.show(draft);
    else if (location.hash === `#${folder}/${id}`) this.open.stepBack();
    else location.hash = `${folder}/${id}`;
  }

  private show(): void {
    const { folder, id } = this.place();
    this.showList();
    this.reading?.close();
    this.reading = null;
    const mail = id ? findMail(id) : undefined;
    const message = folder === 'sent' ? sent.all().find((one) => one.id === id) : undefined;
    // The pane itself is marked while a mail is read: a trap for those who look for compose windows.
    if (mail) this.shell.pane.setAttribute('data-app-section', 'MailReadCompose');
    else this.shell.pane.removeAttribute('data-app-section');
    if (mail) {
      this.reading = readingPane(mail);
      this.content.replaceChildren(this.reading.element);
    } else if (message) {
      this.content.replaceChildren(sentView(message));
    } else {
      this.content.replaceChildren(folder === 'settings' ? settingsView() : emptyPane());
    }
  }
}

applyOptions();
if (location.pathname.includes('/deeplink/compose')) startPopout();
else new Mailbox().start();
