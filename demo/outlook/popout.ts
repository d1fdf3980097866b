import { el } from '../shared/dom.ts';
import { label } from '../shared/label.ts';
import { linkedMail } from '../shared/linked-mail.ts';
import { drafts, newMessage } from '../shared/message-store.ts';
import { createCompose } from './compose.ts';
import type { FormatCommand } from './editor.ts';
import { freshBody } from './quote.ts';
import { formatRibbon } from './shell.ts';

/** Opens a draft in a window of its own, at the kind of path that Outlook uses. */
export function openPopout(draftId: string): void {
  const base = location.pathname.replace(/deeplink.*$/, '').replace(/\/?$/, '/');
  const query = new URLSearchParams(location.search);
  query.delete('compose');
  query.set('popoutv2', '1');
  window.open(
    `${base}deeplink/compose/${draftId}?${query}`,
    '_blank',
    'popup,width=820,height=680',
  );
}

/** Builds the page of a popped-out compose window (`data-app-section="Form_Content"`). */
export function startPopout(): void {
  const id = /deeplink\/compose\/([^/]+)/.exec(location.pathname)?.[1] ?? '';
  const draft = drafts.find(id) ?? newMessage(linkedMail(freshBody()));
  document.title = draft.subject || label('newMessage');
  const compose = createCompose({
    draft,
    place: 'popout',
    onSubject: (subject) => {
      document.title = subject || label('newMessage');
    },
    onDone(reason) {
      const words = label(reason === 'sent' ? 'messageSent' : 'discard');
      compose.root.replaceWith(el('p', { class: 'popout-done', role: 'status' }, words));
      window.close();
    },
  });
  const ribbon = formatRibbon((command: FormatCommand) => compose.editor()?.run(command));
  document.body.append(
    el(
      'div',
      { id: 'app', class: 'page popout-page' },
      el('div', { class: 'ribbon' }, ribbon),
      compose.root,
    ),
  );
  compose.start(true);
}
