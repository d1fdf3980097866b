import { attachmentStrip } from '../shared/attachments.ts';
import { el, show } from '../shared/dom.ts';
import { draftSaver } from '../shared/draft-saver.ts';
import { label } from '../shared/label.ts';
import { drafts, type StoredMessage, sent } from '../shared/message-store.ts';
import { afterDelay, options } from '../shared/options.ts';
import { notify } from '../shared/toast.ts';
import { actionRow } from './action-row.ts';
import { type BodyArea, bodyArea } from './body-area.ts';
import { formatToolbar } from './format-toolbar.ts';
import { headerForm } from './header-form.ts';
import { gmailId } from './ids.ts';
import { signatureHtml } from './quote.ts';

/** What stands around a compose window: a dock, a reply card, a window of its own. */
export interface ComposeFrame {
  inline: boolean;
  onSubject?(subject: string): void;
  onSaved?(): void;
  /** Called once, after Send, Discard or close; the window must leave the page. */
  onDone(reason: 'sent' | 'discarded'): void;
}

export interface ComposeSettings extends ComposeFrame {
  draft: StoredMessage;
  /** HTML of the quote that waits behind "Show trimmed content"; null when there is none. */
  quote: string | null;
  minHeight: number;
}

export interface GmailCompose {
  /** `.M9`: the root of one compose window. */
  root: HTMLElement;
  draft: StoredMessage;
  /** Brings it to life; `root` must stand in the document. */
  start(focus: boolean): void;
  save(): void;
  /** Moves it into another frame with its editor running (a reply popped out or in). */
  setFrame(frame: ComposeFrame): void;
  dispose(): void;
}

let composeCount = 0;
function frame(form: HTMLElement, body: BodyArea, lower: HTMLElement, name: string): HTMLElement {
  composeCount += 1;
  const inside = el(
    'table',
    { class: 'iN' },
    el(
      'tbody',
      {},
      el('tr', {}, el('td', { class: 'GQ', id: gmailId() }, body.element)),
      el('tr', {}, el('td', { class: 'HE' }, lower)),
    ),
  );
  const region = el(
    'div',
    {
      jsmodel: 'Gt4u5c',
      'data-compose-id': composeCount,
      id: gmailId(),
      class: 'aoI',
      role: 'region',
      'aria-label': name,
    },
    el(
      'table',
      { class: 'aoP aoC', id: gmailId() },
      el(
        'tbody',
        {},
        el(
          'tr',
          {},
          el('td', { class: 'aoY' }),
          el('td', { class: 'I5', id: gmailId() }, form, inside),
        ),
      ),
    ),
  );
  return el('div', { class: 'M9' }, el('div', { class: 'HX', id: gmailId() }), region);
}

/** One compose window of the Gmail-like page, without the frame around it (mole, reply card, pop-out). */
export function createCompose(settings: ComposeSettings): GmailCompose {
  const { draft, inline } = settings;
  let around: ComposeFrame = settings;
  const saver = draftSaver(draft, () => {
    root.dataset.savedAt = String(draft.savedAt);
    around.onSaved?.();
  });
  const header = headerForm(draft, inline, () => {
    around.onSubject?.(draft.subject);
    saver.soon();
  });
  const body = bodyArea(draft, settings.quote, settings.minHeight, saver.soon);
  const files = attachmentStrip(draft, saver.soon);
  const toolbar = formatToolbar((command) => body.run(command));
  const confidential = el(
    'div',
    { class: 'confidential', role: 'status' },
    label('confidentialOn'),
  );
  show(confidential, draft.confidential);

  const finish = (reason: 'sent' | 'discarded'): void => {
    saver.stop();
    drafts.remove(draft.id);
    body.dispose();
    around.onDone(reason);
  };
  const send = (note: string): void => {
    for (const { commit } of Object.values(header.rows)) commit();
    if (draft.to.length + draft.cc.length + draft.bcc.length === 0) {
      notify(label('needRecipient'));
      header.rows.to.input.focus();
      return;
    }
    sent.add({ ...draft, html: body.fullHtml(), savedAt: Date.now() });
    finish('sent');
    notify(note);
  };
  const actions = actionRow({
    send: () => send(label('messageSent')),
    schedule: () => send(label('messageScheduled')),
    discard: () => finish('discarded'),
    toggleFormatting: () => show(toolbar, toolbar.style.display === 'none'),
    toggleConfidential() {
      draft.confidential = !draft.confidential;
      show(confidential, draft.confidential);
      saver.soon();
    },
    togglePlainText: () => body.togglePlainText(),
    attach: files.choose,
    insertSignature: () => body.appendHtml(signatureHtml(false)),
  });
  const lower = el(
    'div',
    { class: 'aDg', id: gmailId() },
    el(
      'div',
      { class: 'aDj' },
      confidential,
      files.element,
      el('div', { class: 'aDl' }, el('div', { class: 'Ur' }, toolbar)),
    ),
  );
  const root = frame(header.form, body, lower, inline ? label('reply') : label('newMessage'));
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send(label('messageSent'));
    }
  });
  return {
    root,
    draft,
    start(focus) {
      afterDelay(() => {
        body.start();
        if (!options.hideToolbar) lower.firstElementChild?.append(actions);
        if (!focus) return;
        if (inline) root.scrollIntoView({ block: 'nearest' });
        if (inline || draft.to.length > 0) body.focus();
        else header.rows.to.input.focus();
      });
    },
    save: saver.save,
    setFrame(next) {
      around = next;
      header.showSubject(!next.inline);
    },
    dispose() {
      saver.stop();
      body.dispose();
    },
  };
}
