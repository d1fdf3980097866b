import { Maximize2, Minimize2, Minus, PictureInPicture, X } from 'lucide-preact';
import { el, icon, onPress, show } from '../shared/dom.ts';
import { label } from '../shared/label.ts';
import { drafts, type StoredMessage } from '../shared/message-store.ts';
import { findMail } from '../shared/sample-mails.ts';
import { type ComposeFrame, createCompose, type GmailCompose } from './compose.ts';
import { gmailId } from './ids.ts';
import { openPopout } from './popout.ts';
import { quoteHtml } from './quote.ts';

interface Mole {
  compose: GmailCompose;
  frame: HTMLElement;
  close(): void;
}

const open = new Map<string, Mole>();
const dock = el('div', { class: 'dw' });
const row = el('div', { class: 'no' });
/** As in Gmail, the holder of a full-screen compose stays in the page after it is closed. */
let fullScreenHolder: HTMLElement | null = null;

/** Ids of the drafts that stand open, in the address as Gmail does, so that a reload reopens them. */
function rememberOpen(): void {
  const [place] = location.hash.slice(1).split('?');
  const ids = [...open.keys()].join(',');
  history.replaceState(null, '', `#${place || 'inbox'}${ids ? `?compose=${ids}` : ''}`);
}

function fullScreenFrame(): HTMLElement {
  if (!fullScreenHolder) {
    fullScreenHolder = el('div', { class: 'aSs' }, el('div', { class: 'aSt' }));
    document.body.append(fullScreenHolder);
  }
  return fullScreenHolder.firstElementChild as HTMLElement;
}

function titleButton(type: string, name: string, drawing: typeof X): HTMLButtonElement {
  return el(
    'button',
    {
      type: 'button',
      class: type,
      id: gmailId(),
      'aria-label': name,
      'data-tooltip': name,
      title: name,
    },
    icon(drawing, 16),
  );
}

function titleRow(title: HTMLElement, buttons: HTMLElement[], titleId: string): HTMLElement {
  const table = el(
    'table',
    { class: 'cf Ht', cellpadding: '0' },
    el(
      'tbody',
      {},
      el(
        'tr',
        { id: gmailId() },
        el(
          'td',
          {},
          el(
            'div',
            { id: titleId, class: 'Hp' },
            el('h2', { class: 'a3E' }, el('div', { class: 'a3I' }, `${label('compose')}:`), title),
          ),
        ),
        el('td', { class: 'Hm' }, ...buttons),
      ),
    ),
  );
  return el(
    'div',
    { class: 'nH Hy aXJ' },
    el('div', { class: 'l m' }, el('div', { class: 'k' }, el('div', { class: 'aCk' }, table))),
  );
}

/** A reply that was popped out of its mail with its editor running. */
export interface PoppedReply {
  reply: GmailCompose;
  /** Takes it back into the mail; false when that mail is not open any more. */
  popIn(): boolean;
}

/** Opens a docked compose window for a draft, or brings the one that is open to the front. */
export function openMole(draft: StoredMessage, focus = true, popped?: PoppedReply): void {
  if (open.has(draft.id)) return;
  const title = el('div', { class: 'aYF' }, draft.subject || label('newMessage'));
  const saved = el('span', { class: 'saved', role: 'status' });
  const around: ComposeFrame = {
    inline: false,
    onSubject: (subject) => {
      title.textContent = subject || label('newMessage');
    },
    onSaved: () => {
      saved.textContent = label('draftSaved');
    },
    onDone: () => mole.close(),
  };
  const answered = draft.threadId ? findMail(draft.threadId) : undefined;
  const quote = answered ? quoteHtml(answered) : null;
  const compose = popped?.reply ?? createCompose({ ...around, draft, quote, minHeight: 240 });
  popped?.reply.setFrame(around);
  const titleId = gmailId();
  const minimise = titleButton('Hl', label('minimise'), Minus);
  const grow = titleButton('Hq aUG', label('fullScreen'), Maximize2);
  const back = titleButton('Hl pop-in', label('popInReply'), PictureInPicture);
  const shut = titleButton('Ha', label('close'), X);
  const holder = el('div', { class: 'aaZ' }, compose.root);
  const content = el('div', { class: 'nH' }, holder);
  const dialog = el(
    'div',
    { class: 'nH Hd', role: 'dialog', 'aria-labelledby': titleId },
    titleRow(
      el('div', { class: 'aYF-row' }, title, saved),
      [...(popped ? [back] : []), minimise, grow, shut],
      titleId,
    ),
    content,
  );
  const frame = el(
    'div',
    { class: 'nH nn' },
    el('div', { class: 'AD' }, el('div', { class: 'nH' }, dialog)),
  );

  const setMinimised = (on: boolean): void => {
    show(content, !on);
    frame.classList.toggle('minimised', on);
    minimise.setAttribute('aria-label', label(on ? 'restore' : 'minimise'));
  };
  const setFullScreen = (on: boolean): void => {
    setMinimised(false);
    (on ? fullScreenFrame() : frame.querySelector('.AD > .nH'))?.append(dialog);
    fullScreenHolder?.classList.toggle('open', on);
    show(frame, !on);
    grow.setAttribute('aria-label', label(on ? 'exitFullScreen' : 'fullScreen'));
    grow.replaceChildren(icon(on ? Minimize2 : Maximize2, 16));
  };
  const isFullScreen = (): boolean => dialog.closest('.aSt') !== null;
  const mole: Mole = {
    compose,
    frame,
    close() {
      if (isFullScreen()) {
        fullScreenHolder?.classList.remove('open');
        fullScreenFrame().replaceChildren(el('div', { class: 'aaZ' }));
      }
      frame.remove();
      open.delete(draft.id);
      rememberOpen();
      dispatchEvent(new Event('mailbox-changed'));
    },
  };
  minimise.addEventListener('click', () => {
    if (isFullScreen()) setFullScreen(false);
    else setMinimised(!frame.classList.contains('minimised'));
  });
  onPress(title, () => {
    if (frame.classList.contains('minimised')) setMinimised(false);
  });
  grow.addEventListener('click', (event) => {
    if (!event.shiftKey) return setFullScreen(!isFullScreen());
    compose.save();
    compose.dispose();
    mole.close();
    openPopout(draft.id);
  });
  back.addEventListener('click', () => {
    if (popped?.popIn()) return mole.close();
    compose.save();
    compose.dispose();
    mole.close();
    location.hash = `inbox/${draft.threadId}`;
  });
  shut.addEventListener('click', () => {
    compose.save();
    compose.dispose();
    mole.close();
  });
  open.set(draft.id, mole);
  row.prepend(frame);
  rememberOpen();
  if (!popped) compose.start(focus);
}

/** Puts the dock on the page and reopens the windows that the address names. */
export function startDock(): void {
  dock.append(el('div', { class: 'nH' }, el('div', { class: 'nH' }, row)));
  document.body.append(dock);
  const ids = new URLSearchParams(location.hash.split('?')[1]).get('compose')?.split(',') ?? [];
  for (const id of ids) {
    const draft = drafts.find(id);
    if (draft) openMole(draft, false);
  }
}
