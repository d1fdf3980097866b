import {
  clearFormat,
  getFormatState,
  toggleBold,
  toggleBullet,
  toggleItalic,
  toggleNumbering,
  toggleStrikethrough,
  toggleUnderline,
} from 'roosterjs-content-model-api';
import { createModelFromHtml, Editor, redo, undo } from 'roosterjs-content-model-core';
import { EditPlugin, PastePlugin, ShortcutPlugin } from 'roosterjs-content-model-plugins';
import type { EditorPlugin, IEditor } from 'roosterjs-content-model-types';
import { label } from '../shared/label.ts';
import { parseMailDocument } from '../shared/mail-html.ts';
import { options } from '../shared/options.ts';
import { darkColor } from './dark-color.ts';

export type FormatCommand =
  | 'undo'
  | 'redo'
  | 'bold'
  | 'italic'
  | 'underline'
  | 'strike'
  | 'bullets'
  | 'numbers'
  | 'clear';

export interface OutlookEditor {
  element: HTMLElement;
  html(): string;
  run(command: FormatCommand): void;
  isOn(command: FormatCommand): boolean;
  focusStart(): void;
  dispose(): void;
}

const commands: Record<FormatCommand, (editor: IEditor) => void> = {
  undo,
  redo,
  bold: (editor) => toggleBold(editor),
  italic: toggleItalic,
  underline: toggleUnderline,
  strike: toggleStrikethrough,
  bullets: (editor) => toggleBullet(editor),
  numbers: (editor) => toggleNumbering(editor),
  clear: clearFormat,
};

const domCreator = { htmlToDOM: parseMailDocument };

/** Tells of every change, typed or made by a command. */
function changePlugin(onChange: () => void): EditorPlugin {
  return {
    getName: () => 'PracticeMailboxChange',
    initialize: () => {},
    dispose: () => {},
    onPluginEvent(event) {
      if (event.eventType === 'input' || event.eventType === 'contentChanged') onChange();
    },
  };
}

function dress(element: HTMLElement): void {
  const attributes = {
    tabindex: '0',
    dir: options.direction,
    class: 'a1Rq2 DziEn',
    role: 'textbox',
    'aria-multiline': 'true',
    'aria-label': label('body'),
    textprediction: 'false',
    spellcheck: 'true',
  };
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

/** How RoosterJS writes a colour while it is dark: a variable of the page, with the colour of the draft behind it. */
const shownInDark = /var\(--darkColor[\w-]*, ?((?:rgba?\([^)]*\))|[^()]*)\)/g;

/** Outlook marks each line that it writes with this class. */
function markProofed(_format: object, element: HTMLElement): void {
  if (element.tagName === 'DIV' && !element.id) element.classList.add('elementToProof');
}

function placeCaretAtStart(editor: Editor, element: HTMLElement): void {
  const first = element.querySelector('div') ?? element;
  const range = document.createRange();
  range.setStart(first, 0);
  editor.setDOMSelection({ type: 'range', range, isReverted: false });
}

/** Turns an element into Outlook's editor: RoosterJS with its Edit, Paste and Shortcut plugins. */
export function startEditor(
  element: HTMLDivElement,
  html: string,
  onChange: () => void,
): OutlookEditor {
  dress(element);
  const editor = new Editor(element, {
    plugins: [
      new EditPlugin(),
      new PastePlugin(),
      new ShortcutPlugin(),
      changePlugin(() => onChange()),
    ],
    initialModel: createModelFromHtml(html, undefined, domCreator),
    trustedHTMLHandler: domCreator,
    // As in Outlook: colours of the draft, black that a paste brings too, are shown so that they can be read.
    inDarkMode: options.dark,
    getDarkColor: darkColor,
    // The page paints the editor itself.
    doNotAdjustEditorColor: true,
    defaultModelToDomOptions: {
      additionalFormatAppliers: { block: [markProofed] },
    },
  });
  return {
    element,
    // What the reader sees: the colours of the draft without those that stand for them here.
    html: () => element.innerHTML.replace(shownInDark, '$1'),
    run: (command) => {
      commands[command](editor);
      editor.focus();
    },
    isOn(command) {
      const state = getFormatState(editor);
      return (
        (command === 'bold' && state.isBold === true) ||
        (command === 'italic' && state.isItalic === true) ||
        (command === 'underline' && state.isUnderline === true)
      );
    },
    focusStart() {
      placeCaretAtStart(editor, element);
      editor.focus();
    },
    dispose: () => editor.dispose(),
  };
}
