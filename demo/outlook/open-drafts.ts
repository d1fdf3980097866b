import { X } from 'lucide-preact';
import { el, icon, show } from '../shared/dom.ts';
import { label } from '../shared/label.ts';
import { drafts, type StoredMessage } from '../shared/message-store.ts';
import { createCompose, type OutlookCompose } from './compose.ts';
import { openPopout } from './popout.ts';
import type { Shell } from './shell.ts';

interface OpenDraft {
  compose: OutlookCompose;
  tab: HTMLElement;
  close(): void;
}

const remembered = 'practice-mailbox:outlook:open';

/**
 * The new messages that stand open. Each has a tab below the reading pane; the one in front fills the
 * pane, the others wait hidden, as in Outlook.
 */
export class OpenDrafts {
  private readonly open = new Map<string, OpenDraft>();
  private front: string | null = null;
  private readonly shell: Shell;
  private readonly onLeave: () => void;

  /** `onLeave` shows what belongs in the pane when no draft is in front. */
  constructor(shell: Shell, onLeave: () => void) {
    this.shell = shell;
    this.onLeave = onLeave;
  }

  frontCompose(): OutlookCompose | null {
    return this.front === null ? null : (this.open.get(this.front)?.compose ?? null);
  }

  /** Hides the draft in front without closing it. */
  stepBack(): void {
    this.bringToFront(null);
  }

  show(draft: StoredMessage, focus = true): void {
    if (!this.open.has(draft.id)) this.add(draft, focus);
    this.bringToFront(draft.id);
  }

  /** Opens again what stood open before the page was reloaded. */
  restore(): void {
    const ids = JSON.parse(sessionStorage.getItem(remembered) ?? '[]') as string[];
    for (const id of ids) {
      const draft = drafts.find(id);
      if (draft) this.show(draft, false);
    }
  }

  private bringToFront(id: string | null): void {
    this.front = id;
    for (const [key, { compose, tab }] of this.open) {
      show(compose.root, key === id);
      tab.setAttribute('aria-selected', String(key === id));
    }
    const content = this.shell.pane.querySelector<HTMLElement>(':scope > .pane-content');
    if (content) show(content, id === null);
    show(this.shell.tabs, this.open.size > 0);
    sessionStorage.setItem(remembered, JSON.stringify([...this.open.keys()]));
  }

  private add(draft: StoredMessage, focus: boolean): void {
    const title = el('span', { class: 'tab-title' }, draft.subject || label('newMessage'));
    const shut = el(
      'button',
      { type: 'button', class: 'tab-close', 'aria-label': label('close'), title: label('close') },
      icon(X, 14),
    );
    const tab = el('div', { class: 'tab', role: 'tab', tabindex: '0' }, title, shut);
    const compose = createCompose({
      draft,
      place: 'pane',
      onSubject: (subject) => {
        title.textContent = subject || label('newMessage');
      },
      onPopOut: () => {
        compose.save();
        compose.dispose();
        entry.close();
        openPopout(draft.id);
      },
      onDone: () => entry.close(),
    });
    const entry: OpenDraft = {
      compose,
      tab,
      close: () => {
        compose.root.remove();
        tab.remove();
        this.open.delete(draft.id);
        this.bringToFront([...this.open.keys()].at(-1) ?? null);
        if (this.front === null) this.onLeave();
        dispatchEvent(new Event('mailbox-changed'));
      },
    };
    tab.addEventListener('click', () => this.bringToFront(draft.id));
    shut.addEventListener('click', (event) => {
      event.stopPropagation();
      compose.save();
      compose.dispose();
      entry.close();
    });
    this.open.set(draft.id, entry);
    this.shell.tabs.append(tab);
    this.shell.pane.append(compose.root);
    compose.start(focus);
  }
}
