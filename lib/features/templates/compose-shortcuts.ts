import type { ComposeEditor, RememberedPlace } from '@/lib/compose/compose-editor';
import { takeWordBefore } from '@/lib/compose/draft/word-before-caret';
import { shortcutBefore, shortcutForm } from '@/lib/core/templates/shortcut';
import { templateMessages } from './messages';

/**
 * `/shortcut` + Tab in the draft. Tab is taken only when a known shortcut ends exactly at the caret; any
 * other Tab is the mail page's. Which ones are known is asked when focus comes into the window, so that
 * typing costs nothing.
 */
export function watchShortcuts(
  editor: ComposeEditor,
  onShortcut: (id: string, place: RememberedPlace) => void,
): void {
  const { element, root, signal } = editor;
  const view = element.ownerDocument.defaultView;
  if (!view) return;
  let known: ReadonlyMap<string, string> = new Map();
  const learn = (): void => {
    templateMessages
      .send('templates.shortcuts')
      .then((all) => {
        known = new Map(all.map(({ form, id }) => [form, id]));
      })
      // The extension was updated under us: what was known stays known.
      .catch(() => undefined);
  };
  learn();
  root.addEventListener(
    'focusin',
    ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node) || !root.contains(relatedTarget)) learn();
    },
    { signal },
  );
  // The window comes before the host's own listeners, which would move the focus away.
  view.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Tab' || known.size === 0 || !isPlainTab(event)) return;
      if (!(event.target instanceof Node) || !element.contains(event.target)) return;
      const word = takeWordBefore(element, (text) => {
        const shortcut = shortcutBefore(text);
        return shortcut !== null && known.has(shortcutForm(shortcut)) ? shortcut.length + 1 : 0;
      });
      const id = word && known.get(shortcutForm(word));
      if (!id) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      // The shortcut is selected now: what is inserted takes its place.
      onShortcut(id, editor.rememberPlace());
    },
    { capture: true, signal },
  );
}

function isPlainTab(event: KeyboardEvent): boolean {
  const { shiftKey, ctrlKey, altKey, metaKey, isComposing, isTrusted } = event;
  return isTrusted && !isComposing && !(shiftKey || ctrlKey || altKey || metaKey);
}
