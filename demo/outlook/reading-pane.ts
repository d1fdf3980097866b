import { Forward, Reply, ReplyAll } from 'lucide-preact';
import { avatar } from '../shared/avatar.ts';
import { longDate } from '../shared/dates.ts';
import { el, icon } from '../shared/dom.ts';
import { label } from '../shared/label.ts';
import { parseMail } from '../shared/mail-html.ts';
import { drafts, newMessage, type StoredMessage } from '../shared/message-store.ts';
import { type Mail, owner } from '../shared/sample-mails.ts';
import { createCompose, type OutlookCompose } from './compose.ts';
import { mailHtml, replyBody } from './quote.ts';

export type ReplyKind = 'reply' | 'replyAll' | 'forward';

export interface ReadingPane {
  element: HTMLElement;
  reply(kind: ReplyKind): void;
  compose(): OutlookCompose | null;
  close(): void;
}

function replyDraft(mail: Mail, kind: ReplyKind): StoredMessage {
  const forward = kind === 'forward';
  const subject = mail.subject.replace(/^(Re|Fw)\s*:\s*/i, '');
  return newMessage({
    kind: 'reply',
    threadId: mail.id,
    to: forward ? [] : [{ ...mail.from }],
    cc: kind === 'replyAll' ? [...mail.cc] : [],
    subject: `${forward ? 'Fw' : 'Re'}: ${subject}`,
    html: replyBody(mail),
    quoteInside: true,
  });
}

/** The read mail. It has `MSG_*` ids and a "Message body" of its own, like the real one: decoys. */
function readCard(mail: Mail, onReply: (kind: ReplyKind) => void): HTMLElement {
  const button = (kind: ReplyKind, drawing: typeof Reply): HTMLElement => {
    const element = el(
      'button',
      {
        type: 'button',
        class: 'quiet',
        'aria-label': label(kind),
        title: label(kind),
        'data-reply': kind,
      },
      icon(drawing, 18),
    );
    element.addEventListener('click', () => onReply(kind));
    return element;
  };
  const readId = mail.id.slice(-6);
  return el(
    'div',
    { class: 'card' },
    el(
      'div',
      { class: 'card-head' },
      avatar(mail.from.name, 40),
      el(
        'div',
        { class: 'card-who' },
        el(
          'div',
          { id: `MSG_${readId}_FROM`, class: 'card-from' },
          `${mail.from.name} <${mail.from.address}>`,
        ),
        el('div', { id: `MSG_${readId}_TO`, class: 'card-to' }, `${label('to')}: ${owner.name}`),
      ),
      el(
        'div',
        { class: 'card-side' },
        el(
          'div',
          {},
          button('reply', Reply),
          button('replyAll', ReplyAll),
          button('forward', Forward),
        ),
        el('span', { class: 'card-date' }, longDate(mail.sentAt)),
      ),
    ),
    el(
      'div',
      { 'data-test-id': 'mailMessageBodyContainer' },
      el(
        'div',
        {
          tabindex: '0',
          'aria-label': label('body'),
          role: 'document',
          id: `UniqueMessageBody_${readId}`,
          class: 'read-body',
        },
        parseMail(mailHtml(mail)),
      ),
    ),
  );
}

/** The conversation of one mail, with its inline reply. */
export function readingPane(mail: Mail): ReadingPane {
  let compose: OutlookCompose | null = null;
  const draftCard = el('div', { class: 'card draft-card' });
  const buttons = el('div', { class: 'card-actions' });
  const open = (draft: StoredMessage, focus: boolean): void => {
    if (compose) return;
    compose = createCompose({
      draft,
      place: 'inline',
      onDone() {
        compose = null;
        draftCard.replaceChildren();
        draftCard.hidden = true;
        buttons.hidden = false;
        dispatchEvent(new Event('mailbox-changed'));
      },
    });
    draftCard.hidden = false;
    buttons.hidden = true;
    draftCard.append(compose.root);
    compose.start(focus);
  };
  draftCard.hidden = true;
  const pane: ReadingPane = {
    element: el(
      'div',
      { id: 'ConversationReadingPaneContainer', class: 'conversation' },
      el(
        'h2',
        { id: `CONV_${mail.id.slice(-6)}_SUBJECT`, class: 'conversation-subject' },
        mail.subject,
      ),
      draftCard,
      readCard(mail, (kind) => pane.reply(kind)),
      buttons,
    ),
    reply: (kind) => open(replyDraft(mail, kind), true),
    compose: () => compose,
    close() {
      if (!compose) return;
      compose.save();
      compose.dispose();
    },
  };
  for (const [kind, drawing] of [
    ['reply', Reply],
    ['forward', Forward],
  ] as const) {
    const button = el(
      'button',
      { type: 'button', class: 'outlined' },
      icon(drawing, 16),
      label(kind),
    );
    button.addEventListener('click', () => pane.reply(kind));
    buttons.append(button);
  }
  const saved = drafts.ofThread(mail.id);
  if (saved) queueMicrotask(() => open(saved, false));
  return pane;
}
