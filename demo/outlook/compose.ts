import {
  ChevronDown,
  ExternalLink,
  Paperclip,
  PenLine,
  SendHorizontal,
  Trash2,
} from 'lucide-preact';
import { attachmentStrip } from '../shared/attachments.ts';
import { el, icon, show } from '../shared/dom.ts';
import { draftSaver } from '../shared/draft-saver.ts';
import { label } from '../shared/label.ts';
import { drafts, type StoredMessage, sent } from '../shared/message-store.ts';
import { afterDelay, options } from '../shared/options.ts';
import { owner } from '../shared/sample-mails.ts';
import { notify } from '../shared/toast.ts';
import { type OutlookEditor, startEditor } from './editor.ts';
import { recipientWell } from './recipients.ts';

export interface ComposeSettings {
  draft: StoredMessage;
  /** Where it stands: in the reading pane, below a read mail, or in a window of its own. */
  place: 'pane' | 'inline' | 'popout';
  onSubject?(subject: string): void;
  onPopOut?(): void;
  onDone(reason: 'sent' | 'discarded'): void;
}

export interface OutlookCompose {
  root: HTMLElement;
  draft: StoredMessage;
  editor(): OutlookEditor | null;
  start(focus: boolean): void;
  save(): void;
  dispose(): void;
}

let composeCount = 0;

function sendToolbar(actions: {
  send(): void;
  discard(): void;
  attach(): void;
  popOut?(): void;
}): HTMLElement {
  const { send, discard, attach, popOut } = actions;
  const unique = `splitButton-r${(composeCount + 29).toString(36)}`;
  const sendTitle = `${label('send')} (Ctrl+Enter)`;
  const primary = el(
    'button',
    {
      type: 'button',
      id: `${unique}__primaryActionButton`,
      class: 'send-primary',
      title: sendTitle,
      'aria-label': label('send'),
    },
    icon(SendHorizontal, 16),
    label('send'),
  );
  primary.addEventListener('click', send);
  const more = el(
    'button',
    {
      type: 'button',
      id: `${unique}__menuButton`,
      class: 'send-menu',
      'aria-haspopup': 'menu',
      'aria-label': label('sendMore'),
    },
    icon(ChevronDown, 14),
  );
  const quiet = (id: string | null, name: string, drawing: typeof Trash2, action: () => void) => {
    const button = el(
      'button',
      { type: 'button', id, class: 'quiet', 'aria-label': name, title: name },
      icon(drawing, 18),
    );
    button.addEventListener('click', action);
    return button;
  };
  return el(
    'div',
    { role: 'toolbar', class: 'compose-tools' },
    el('div', { class: 'splitButton' }, primary, more),
    el('span', { class: 'compose-space' }),
    quiet(null, label('attach'), Paperclip, attach),
    quiet(null, label('signature'), PenLine, () => {}),
    popOut ? quiet(null, label('popOut'), ExternalLink, popOut) : null,
    quiet('discardCompose', label('discard'), Trash2, discard),
  );
}

function subjectField(draft: StoredMessage, messageId: string, onInput: () => void): HTMLElement {
  const input = el('input', {
    id: `MSG_${messageId}_SUBJECT`,
    type: 'text',
    class: 'fui-Input__input subject',
    placeholder: label('addSubject'),
    'aria-label': label('subject'),
    autocomplete: 'off',
  });
  input.value = draft.subject;
  input.addEventListener('input', () => {
    draft.subject = input.value;
    onInput();
  });
  return el('div', { class: 'subject-row' }, input);
}

function wells(draft: StoredMessage, messageId: string, onChange: () => void) {
  const to = recipientWell('to', messageId, draft.to, onChange);
  const cc = recipientWell('cc', messageId, draft.cc, onChange);
  const bcc = recipientWell('bcc', messageId, draft.bcc, onChange);
  show(cc.element, draft.cc.length > 0);
  show(bcc.element, draft.bcc.length > 0);
  // As in Outlook, these two buttons carry nothing but their translated label.
  const toggles = (
    [
      ['cc', cc],
      ['bcc', bcc],
    ] as const
  ).map(([field, well]) => {
    const toggle = el('button', { type: 'button', class: 'well-toggle' }, label(field));
    toggle.addEventListener('click', () => {
      show(well.element, true);
      toggle.remove();
      well.focus();
    });
    return toggle;
  });
  to.element.append(el('span', { class: 'well-toggles' }, ...toggles));
  return { to, cc, bcc };
}

/** One compose window of the Outlook-like page. */
export function createCompose(settings: ComposeSettings): OutlookCompose {
  const { draft, place } = settings;
  const index = composeCount;
  composeCount += 1;
  const messageId = draft.id.slice(2, 14);
  const status = el('span', { class: 'saved', role: 'status' });
  const saver = draftSaver(draft, () => {
    root.dataset.savedAt = String(draft.savedAt);
    status.textContent = label('draftSaved');
  });
  const fields = wells(draft, messageId, saver.soon);
  const editable = el('div', {});
  let editor: OutlookEditor | null = null;

  const finish = (reason: 'sent' | 'discarded'): void => {
    saver.stop();
    drafts.remove(draft.id);
    editor?.dispose();
    settings.onDone(reason);
  };
  const send = (): void => {
    for (const well of Object.values(fields)) well.commit();
    if (draft.to.length + draft.cc.length + draft.bcc.length === 0) {
      notify(label('needRecipient'));
      fields.to.focus();
      return;
    }
    sent.add({ ...draft, html: editor?.html() ?? draft.html, savedAt: Date.now() });
    finish('sent');
    notify(label('messageSent'));
  };
  const files = attachmentStrip(draft, saver.soon);
  const toolbar = sendToolbar({
    send,
    discard: () => finish('discarded'),
    attach: files.choose,
    popOut: settings.onPopOut,
  });
  const subject = subjectField(draft, messageId, () => {
    settings.onSubject?.(draft.subject);
    saver.soon();
  });
  const root = el(
    'div',
    {
      id: `docking_InitVisiblePart_${index}`,
      class: `compose compose-${place}`,
      'data-app-section':
        place === 'pane' ? 'MailReadCompose' : place === 'popout' ? 'Form_Content' : null,
    },
    el(
      'div',
      { id: `MSG_${messageId}_FROM`, class: 'from-row' },
      el(
        'button',
        { type: 'button', class: 'from', 'aria-haspopup': 'menu' },
        `${label('from')}: ${owner.address}`,
      ),
      status,
    ),
    fields.to.element,
    fields.cc.element,
    fields.bcc.element,
    place === 'inline' ? null : subject,
    files.element,
    el(
      'div',
      { id: `docking_DockingTriggerPart_${index}`, class: 'editor-scroll' },
      el('div', { id: `editorParent_${index}`, class: 'editor-parent' }, editable),
    ),
  );
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    send();
  });
  return {
    root,
    draft,
    editor: () => editor,
    start(focus) {
      afterDelay(() => {
        if (!options.hideToolbar) root.prepend(toolbar);
        editor = startEditor(editable, draft.html, () => {
          if (!editor) return;
          draft.html = editor.html();
          saver.soon();
        });
        if (!focus) return;
        if (draft.to.length > 0) editor.focusStart();
        else fields.to.focus();
      });
    },
    save: saver.save,
    dispose() {
      saver.stop();
      editor?.dispose();
    },
  };
}
