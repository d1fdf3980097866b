import { ArrowLeft, Forward, PictureInPicture2, Reply, ReplyAll, Star } from 'lucide-preact';
import { avatar } from '../shared/avatar.ts';
import { longDate } from '../shared/dates.ts';
import { el, icon, onPress, show } from '../shared/dom.ts';
import { label } from '../shared/label.ts';
import { parseMail } from '../shared/mail-html.ts';
import { drafts, newMessage, type StoredMessage } from '../shared/message-store.ts';
import { type Mail, owner } from '../shared/sample-mails.ts';
import { type ComposeFrame, createCompose, type GmailCompose } from './compose.ts';
import { openMole } from './mole.ts';
import { forwardHtml, mailHtml, quoteHtml, signatureHtml } from './quote.ts';

export interface ThreadView {
  element: HTMLElement;
  /** Opens the reply (or the saved one). */
  reply(kind: 'reply' | 'replyAll' | 'forward'): void;
  close(): void;
}

const composeSpace = '<div><br></div><div><br></div>';

function replyDraft(mail: Mail, kind: 'reply' | 'replyAll' | 'forward'): StoredMessage {
  const forward = kind === 'forward';
  const subject = mail.subject.replace(/^(Re|Fwd)\s*:\s*/i, '');
  return newMessage({
    kind: 'reply',
    threadId: mail.id,
    to: forward ? [] : [{ ...mail.from }],
    subject: `${forward ? 'Fwd' : 'Re'}: ${subject}`,
    cc: kind === 'replyAll' ? [...mail.cc] : [],
    html: composeSpace + signatureHtml(false) + (forward ? forwardHtml(mail) : ''),
    // A forward shows what it forwards at once.
    quoteInside: forward,
  });
}

function readMail(mail: Mail): HTMLElement {
  const text = el(
    'div',
    { class: 'a3s aiL' },
    el('div', { dir: 'ltr' }, parseMail(mailHtml(mail))),
  );
  return el(
    'div',
    { class: 'adn ads', role: 'listitem', 'data-legacy-message-id': mail.id },
    el(
      'div',
      { class: 'gs' },
      el(
        'div',
        { class: 'gE iv gt' },
        avatar(mail.from.name, 40),
        el(
          'div',
          { class: 'sender' },
          el(
            'span',
            { class: 'gD', email: mail.from.address, name: mail.from.name },
            mail.from.name,
          ),
          el('span', { class: 'go' }, `<${mail.from.address}>`),
          el('div', { class: 'hb' }, label('toMe')),
        ),
        el('span', { class: 'g3' }, longDate(mail.sentAt)),
      ),
      el('div', { class: 'ii gt' }, text),
    ),
  );
}

/** One opened mail with the place where the reply is written. */
export function threadView(mail: Mail, onBack: () => void): ThreadView {
  let compose: GmailCompose | null = null;
  const place = el('div', { class: 'ip iq' }, el('div', {}), el('div', {}));
  const buttons = el('div', { class: 'amn' });
  const answer = (kind: 'reply' | 'replyAll' | 'forward', drawing: typeof Reply): void => {
    const button = el(
      'span',
      { class: 'ams', role: 'link', tabindex: '0', 'data-reply': kind },
      icon(drawing, 18),
      label(kind),
    );
    onPress(button, () => view.reply(kind));
    buttons.append(button);
  };
  answer('reply', Reply);
  answer('replyAll', ReplyAll);
  answer('forward', Forward);

  const endReply = (): void => {
    compose = null;
    place.className = 'ip iq';
    place.lastElementChild?.replaceChildren();
    show(buttons, true);
    dispatchEvent(new Event('mailbox-changed'));
  };
  const frame: ComposeFrame = { inline: true, onDone: endReply };
  const stand = (reply: GmailCompose): void => {
    compose = reply;
    place.className = 'ip adB';
    place.lastElementChild?.append(reply.root);
    show(buttons, false);
  };
  const openReply = (draft: StoredMessage, focus: boolean): void => {
    if (compose) return;
    const reply = createCompose({ ...frame, draft, quote: quoteHtml(mail), minHeight: 120 });
    stand(reply);
    reply.start(focus);
  };
  const popIn = (reply: GmailCompose): boolean => {
    // Another mail is being read by now: the host opens the reply anew where it belongs.
    if (!place.isConnected || compose) return false;
    reply.setFrame(frame);
    stand(reply);
    return true;
  };
  const popOutName = label('popOutReply');
  const popOut = el(
    'button',
    { type: 'button', class: 'round pop-out', 'aria-label': popOutName, title: popOutName },
    icon(PictureInPicture2, 16),
  );
  popOut.addEventListener('click', () => {
    const reply = compose;
    if (!reply) return;
    endReply();
    openMole(reply.draft, true, { reply, popIn: () => popIn(reply) });
  });
  place.firstElementChild?.append(popOut);
  const back = el(
    'button',
    { type: 'button', class: 'round', 'aria-label': label('back'), title: label('back') },
    icon(ArrowLeft, 20),
  );
  back.addEventListener('click', onBack);
  const view: ThreadView = {
    element: el(
      'div',
      { class: 'thread', role: 'main' },
      el('div', { class: 'thread-tools' }, back),
      el(
        'div',
        { class: 'thread-scroll' },
        el(
          'div',
          { class: 'ha' },
          el('h2', { class: 'hP' }, mail.subject),
          el('span', { class: 'tag' }, label('inbox')),
          el('span', { class: mail.starred ? 'star on' : 'star' }, icon(Star, 18)),
        ),
        el(
          'div',
          { class: 'gA gt acV', role: 'list' },
          readMail(mail),
          el(
            'div',
            { class: 'gB xu' },
            avatar(owner.name, 40),
            el('div', { class: 'reply-column' }, place, buttons),
          ),
        ),
      ),
    ),
    reply: (kind) => openReply(replyDraft(mail, kind), true),
    close() {
      if (!compose) return;
      compose.save();
      compose.dispose();
    },
  };
  const saved = drafts.ofThread(mail.id);
  if (saved) queueMicrotask(() => openReply(saved, false));
  return view;
}
