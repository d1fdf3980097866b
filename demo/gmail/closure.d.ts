/** The part of Google's Closure Library that the page uses (demo/bundle-closure.mjs). */
declare namespace goog.editor {
  class ContentEditableField {
    constructor(id: string);
    registerPlugin(plugin: object): void;
    makeEditable(): void;
    makeUneditable(): void;
    execCommand(command: string): unknown;
    queryCommandValue(command: string): unknown;
    focusAndPlaceCursorAtStart(): void;
    dispatchChange(noDelay?: boolean): void;
    getElement(): HTMLElement;
    dispose(): void;
  }
}
declare namespace goog.editor.plugins {
  class BasicTextFormatter {}
  class Blockquote {
    constructor(requiresClassNameToSplit: boolean, className?: string);
  }
  class ListTabHandler {}
  class RemoveFormatting {}
  class UndoRedo {}
}
declare namespace goog.events {
  function listen(source: object, type: string, listener: () => void): void;
}
