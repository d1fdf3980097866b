import { el } from '../shared/dom.ts';
import { label } from '../shared/label.ts';
import { linkedMail } from '../shared/linked-mail.ts';
import { drafts, newMessage } from '../shared/message-store.ts';
import { findMail } from '../shared/sample-mails.ts';
import { createCompose } from './compose.ts';
import { freshBody, quoteHtml } from './quote.ts';

/** Opens a draft in a window of its own, at the path that Gmail uses. */
export function openPopout(draftId: string): void {
  const base = location.pathname.replace(/\/?(popout)?$/, '/');
  window.open(
    `${base}popout${location.search}#cmid=${draftId}`,
    '_blank',
    'popup,width=760,height=640',
  );
}

/** Builds the page of a popped-out compose window (`body.xE.xp`). */
export function startPopout(): void {
  document.body.className = 'xE xp';
  const id = new URLSearchParams(location.hash.slice(1)).get('cmid') ?? '';
  const draft = drafts.find(id) ?? newMessage(linkedMail(freshBody()));
  const answered = draft.threadId ? findMail(draft.threadId) : undefined;
  document.title = draft.subject || label('newMessage');
  const compose = createCompose({
    draft,
    inline: false,
    quote: answered && !draft.quoteInside ? quoteHtml(answered) : null,
    minHeight: 300,
    onSubject: (subject) => {
      document.title = subject || label('newMessage');
    },
    onDone: (reason) => {
      compose.root.remove();
      document.body.append(
        el(
          'p',
          { class: 'popout-done', role: 'status' },
          label(reason === 'sent' ? 'messageSent' : 'discard'),
        ),
      );
      window.close();
    },
  });
  document.body.append(el('div', { class: 'nH popout-card' }, compose.root));
  compose.start(true);
}
