import {
  Bold,
  Italic,
  List,
  ListOrdered,
  Quote,
  Redo2,
  RemoveFormatting,
  Strikethrough,
  Underline,
  Undo2,
} from 'lucide-preact';
import { el, icon, onPress } from '../shared/dom.ts';
import { label } from '../shared/label.ts';
import type { LabelKey } from '../shared/labels/en.ts';
import { gmailId } from './ids.ts';

interface FormatButton {
  command: string;
  name: LabelKey;
  shortcut: string;
  drawing: typeof Bold;
  toggles: boolean;
}

const buttons: readonly (FormatButton | 'gap')[] = [
  { command: '+undo', name: 'undo', shortcut: 'Ctrl-Z', drawing: Undo2, toggles: false },
  { command: '+redo', name: 'redo', shortcut: 'Ctrl-Y', drawing: Redo2, toggles: false },
  'gap',
  { command: '+bold', name: 'bold', shortcut: 'Ctrl-B', drawing: Bold, toggles: true },
  { command: '+italic', name: 'italic', shortcut: 'Ctrl-I', drawing: Italic, toggles: true },
  {
    command: '+underline',
    name: 'underline',
    shortcut: 'Ctrl-U',
    drawing: Underline,
    toggles: true,
  },
  'gap',
  {
    command: '+insertOrderedList',
    name: 'numbers',
    shortcut: 'Ctrl-Shift-7',
    drawing: ListOrdered,
    toggles: true,
  },
  {
    command: '+insertUnorderedList',
    name: 'bullets',
    shortcut: 'Ctrl-Shift-8',
    drawing: List,
    toggles: true,
  },
  {
    command: '+BLOCKQUOTE',
    name: 'quoteBlock',
    shortcut: 'Ctrl-Shift-9',
    drawing: Quote,
    toggles: false,
  },
  'gap',
  {
    command: '+strikeThrough',
    name: 'strike',
    shortcut: 'Alt-Shift-5',
    drawing: Strikethrough,
    toggles: true,
  },
  {
    command: '+removeFormat',
    name: 'clear',
    shortcut: 'Ctrl-\\',
    drawing: RemoveFormatting,
    toggles: false,
  },
];

function formatButton(button: FormatButton, run: (command: string) => void): HTMLElement {
  const name = `${label(button.name)} \u202a(${button.shortcut})\u202c`;
  const inner = el('div', { class: 'aaA aaB' }, icon(button.drawing, 18));
  const element = el(
    'div',
    {
      class: `${button.toggles ? 'J-Z-aEu-I ' : ''}J-Z-I J-J5-Ji`,
      id: gmailId(),
      command: button.command,
      'data-tooltip': name,
      'aria-label': name,
      title: name,
      'aria-pressed': button.toggles ? 'false' : null,
      role: 'button',
      tabindex: '1',
      style: 'user-select: none;',
      // The selection stays in the draft while the button is pressed.
      on: { mousedown: (event) => event.preventDefault() },
    },
    el('div', { class: 'J-J5-Ji J-Z-I-Kv-H' }, el('div', { class: 'J-J5-Ji J-Z-I-J6-H' }, inner)),
  );
  onPress(element, () => run(button.command));
  return element;
}

/** The formatting toolbar (`role=toolbar`, buttons with `command`), hidden until asked for. */
export function formatToolbar(run: (command: string) => void): HTMLElement {
  const bar = el('div', {
    class: 'J-Z',
    id: gmailId(),
    role: 'toolbar',
    'aria-label': label('formatting'),
    style: 'user-select: none;',
  });
  for (const button of buttons) {
    bar.append(
      button === 'gap' ? el('div', { class: 'J-Z-axR J-J5-Ji' }) : formatButton(button, run),
    );
  }
  return el('div', { class: 'aX', style: 'display: none;' }, el('div', { class: 'aZ' }, bar));
}
