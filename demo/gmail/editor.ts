import { label } from '../shared/label.ts';
import { parseMail } from '../shared/mail-html.ts';
import { options } from '../shared/options.ts';

export interface GmailEditor {
  element: HTMLElement;
  html(): string;
  /** Puts other content in; the field's undo remembers the old one. */
  replace(html: string): void;
  /** Runs one of the commands of Gmail's toolbar, e.g. `+bold`. */
  run(command: string): void;
  isOn(command: string): boolean;
  focus(): void;
  dispose(): void;
}

/** Attributes that the real editor carries beside those that the field itself sets. */
function dress(element: HTMLElement, minHeight: number): void {
  const attributes = {
    class: 'Am aiL Al editable LW-avf tS-tW tS-tY',
    hidefocus: 'true',
    writingsuggestions: 'false',
    'aria-label': label('body'),
    'aria-multiline': 'true',
    role: 'textbox',
    tabindex: '1',
    spellcheck: 'false',
    'aria-expanded': 'false',
    style: `direction: ${options.direction}; min-height: ${minHeight}px;`,
  };
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

/**
 * Turns an element that stands in the document into Gmail's editor: a running Closure field with its
 * own undo, formatting and clean-up plugins.
 */
export function startEditor(
  element: HTMLElement,
  html: string,
  minHeight: number,
  onChange: () => void,
): GmailEditor {
  element.replaceChildren(parseMail(html));
  const field = new goog.editor.ContentEditableField(element.id);
  field.registerPlugin(new goog.editor.plugins.BasicTextFormatter());
  field.registerPlugin(new goog.editor.plugins.RemoveFormatting());
  field.registerPlugin(new goog.editor.plugins.ListTabHandler());
  field.registerPlugin(new goog.editor.plugins.Blockquote(false));
  field.registerPlugin(new goog.editor.plugins.UndoRedo());
  field.makeEditable();
  const editable = field.getElement();
  dress(editable, minHeight);
  editable.addEventListener('input', onChange);
  goog.events.listen(field, 'delayedchange', onChange);
  return {
    element: editable,
    html: () => editable.innerHTML,
    replace: (replacement) => {
      editable.replaceChildren(parseMail(replacement));
      field.dispatchChange();
    },
    run: (command) => {
      field.execCommand(command);
      onChange();
    },
    isOn: (command) => field.queryCommandValue(command) === true,
    focus: () => field.focusAndPlaceCursorAtStart(),
    dispose: () => field.dispose(),
  };
}
