import {
  ChevronDown,
  EllipsisVertical,
  Image,
  Link2,
  LockKeyhole,
  Paperclip,
  PenLine,
  Smile,
  Trash2,
  Type,
} from 'lucide-preact';
import { el, icon, onPress, show } from '../shared/dom.ts';
import { label } from '../shared/label.ts';
import type { LabelKey } from '../shared/labels/en.ts';
import { gmailId } from './ids.ts';

export interface RowActions {
  send(): void;
  schedule(): void;
  discard(): void;
  toggleFormatting(): void;
  toggleConfidential(): void;
  togglePlainText(): void;
  insertSignature(): void;
  attach(): void;
}

function menu(items: [string, Record<string, string>, () => void][]): HTMLElement {
  const list = el('div', { class: 'q8NmZb J-M jQjAxd', role: 'menu', style: 'display: none;' });
  const inside = el('div', { class: 'SK AX' });
  for (const [text, attributes, action] of items) {
    const item = el(
      'div',
      { class: 'J-N yr', role: 'menuitem', tabindex: '0', id: gmailId(), ...attributes },
      el('div', { class: 'J-N-Jz' }, text),
    );
    onPress(item, () => {
      show(list, false);
      action();
    });
    inside.append(item);
  }
  list.append(inside);
  document.addEventListener('pointerdown', (event) => {
    if (!list.parentElement?.contains(event.target as Node)) show(list, false);
  });
  return list;
}

function sendCell(actions: RowActions): HTMLElement {
  const name = `${label('send')} \u202a(Ctrl-Enter)\u202c`;
  const send = el(
    'div',
    {
      id: gmailId(),
      class: 'T-I J-J5-Ji aoO v7 T-I-atl L3',
      role: 'button',
      tabindex: '1',
      style: 'user-select: none;',
      'data-tooltip': name,
      'aria-label': name,
      'data-tooltip-delay': '800',
    },
    label('send'),
  );
  onPress(send, actions.send);
  const list = menu([[label('schedule'), { selector: 'scheduledSend' }, actions.schedule]]);
  const more = el(
    'div',
    {
      id: gmailId(),
      class: 'T-I J-J5-Ji hG T-I-atl L3',
      role: 'button',
      tabindex: '1',
      'aria-label': label('sendMore'),
      'data-tooltip': label('sendMore'),
      'aria-haspopup': 'true',
      'aria-expanded': 'false',
      style: 'user-select: none;',
    },
    icon(ChevronDown, 16),
  );
  onPress(more, () => show(list, list.style.display === 'none'));
  return el(
    'td',
    { class: 'gU Up' },
    el(
      'div',
      { class: 'J-J5-Ji btA', id: gmailId() },
      el('div', { class: 'dC' }, send, more),
      list,
    ),
  );
}

function tool(
  command: string,
  name: LabelKey,
  drawing: typeof Type,
  action?: () => void,
): HTMLElement {
  const button = el(
    'div',
    {
      class: 'wG J-Z-I',
      command,
      'data-tooltip': label(name),
      'aria-label': label(name),
      title: label(name),
      tabindex: '1',
      id: gmailId(),
      role: 'button',
      'aria-pressed': 'false',
      style: 'user-select: none;',
      on: { mousedown: (event) => event.preventDefault() },
    },
    icon(drawing, 19),
  );
  if (action) onPress(button, action);
  return button;
}

function formattingCell(actions: RowActions): HTMLElement {
  const button = el(
    'div',
    {
      class: 'J-Z-I J-J5-Ji',
      id: gmailId(),
      role: 'button',
      tabindex: '1',
      'aria-pressed': 'false',
      'aria-label': label('formatting'),
      'aria-haspopup': 'true',
      title: label('formatting'),
      on: { mousedown: (event) => event.preventDefault() },
    },
    icon(Type, 19),
  );
  onPress(button, actions.toggleFormatting);
  return el('td', { class: 'oc gU' }, el('div', { 'data-tooltip': label('formatting') }, button));
}

function endCell(actions: RowActions): HTMLElement {
  const list = menu([[label('plainText'), {}, actions.togglePlainText]]);
  const more = el(
    'div',
    {
      id: gmailId(),
      class: 'J-JN-M-I J-J5-Ji Xv L3 T-I-ax7 T-I',
      role: 'button',
      tabindex: '1',
      'aria-haspopup': 'true',
      'aria-expanded': 'false',
      'aria-label': label('moreOptions'),
      title: label('moreOptions'),
    },
    icon(EllipsisVertical, 19),
  );
  onPress(more, () => show(list, list.style.display === 'none'));
  const discardName = `${label('discard')} \u202a(Ctrl-Shift-D)\u202c`;
  const discard = el(
    'div',
    {
      id: gmailId(),
      class: 'oh J-Z-I J-J5-Ji T-I-ax7',
      tabindex: '1',
      role: 'button',
      'data-tooltip': discardName,
      'aria-label': discardName,
      title: discardName,
    },
    icon(Trash2, 19),
  );
  onPress(discard, actions.discard);
  return el(
    'td',
    { class: 'gU az5' },
    el(
      'div',
      { class: 'J-J5-Ji btx' },
      el('div', { class: 'J-J5-Ji bty' }, more, list),
      el('div', { class: 'J-J5-Ji bty' }, discard),
    ),
  );
}

/** The row with Send, the tools and the bin: `.aDh > table.IZ > tr > td.gU`. */
export function actionRow(actions: RowActions): HTMLElement {
  const tools = el(
    'td',
    { class: 'a8X gU', id: gmailId() },
    el(
      'div',
      { class: 'bAK', style: 'user-select: none; position: relative;' },
      tool('Files', 'attach', Paperclip, actions.attach),
      tool('+link', 'link', Link2),
      tool('+emoticon', 'emoji', Smile),
      tool('image', 'photo', Image),
      tool('locker', 'confidential', LockKeyhole, actions.toggleConfidential),
      tool('signature', 'signature', PenLine, actions.insertSignature),
    ),
  );
  const row = el(
    'tr',
    { class: 'btC' },
    sendCell(actions),
    formattingCell(actions),
    el('td', { class: 'gU btB' }, el('div', { class: 'Uz', 'aria-hidden': 'true' })),
    tools,
    endCell(actions),
  );
  return el(
    'div',
    { class: 'aDh' },
    el('table', { id: gmailId(), class: 'IZ', role: 'group' }, el('tbody', {}, row)),
  );
}
