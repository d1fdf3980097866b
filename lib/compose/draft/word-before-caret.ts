/**
 * Selects the characters before the caret that `measure` claims, and answers them; null, with the
 * selection as it was, when there is no caret in the editor or nothing is claimed.
 *
 * @param measure gets the text of the line before the caret, answers how many of its last characters
 */
export function takeWordBefore(
  editor: HTMLElement,
  measure: (textBefore: string) => number,
): string | null {
  if (editor instanceof HTMLTextAreaElement) return takeFromField(editor, measure);
  const selection = editor.ownerDocument.getSelection();
  const node = selection?.isCollapsed ? selection.anchorNode : null;
  if (!selection || node?.nodeType !== Node.TEXT_NODE || !editor.contains(node)) return null;
  const end = selection.anchorOffset;
  const own = (node.nodeValue ?? '')
    .slice(0, end)
    .replaceAll('\u00a0', ' ')
    .replaceAll('\u200b', ' ');
  const length = measure(inlineTextBefore(node, editor) + own);
  // A word in two pieces of formatting is nobody's shortcut.
  if (length === 0 || length > end) return null;
  const word = own.slice(end - length);
  selection.setBaseAndExtent(node, end - length, node, end);
  return word;
}

/** Gives up a word that was taken: the caret stands behind it again. */
export function releaseWord(editor: HTMLElement): void {
  if (editor instanceof HTMLTextAreaElement) {
    editor.setSelectionRange(editor.selectionEnd, editor.selectionEnd);
    return;
  }
  const selection = editor.ownerDocument.getSelection();
  if (selection?.anchorNode && editor.contains(selection.anchorNode)) selection.collapseToEnd();
}

function takeFromField(
  field: HTMLTextAreaElement,
  measure: (textBefore: string) => number,
): string | null {
  const end = field.selectionStart;
  if (end !== field.selectionEnd) return null;
  const before = field.value.slice(Math.max(0, end - 200), end);
  const length = measure(before);
  if (length === 0 || length > before.length) return null;
  field.setSelectionRange(end - length, end);
  return before.slice(before.length - length);
}

const inline = new Set(
  'A ABBR B BIG CITE CODE EM FONT I MARK S SMALL SPAN STRIKE STRONG SUB SUP U'.split(' '),
);

/** The last character that stands on the same line before this node; empty at the start of a line. */
function inlineTextBefore(node: Node, editor: Node): string {
  let at: Node | null = node;
  while (at && at !== editor) {
    const before: Node | null = at.previousSibling;
    if (before) {
      if (before.nodeType === Node.TEXT_NODE && before.nodeValue === '') {
        at = before;
        continue;
      }
      const flows = before.nodeType === Node.TEXT_NODE || inline.has(before.nodeName);
      return flows ? (before.textContent ?? '').replaceAll('\u00a0', ' ').slice(-1) : '';
    }
    const parent: Node | null = at.parentNode;
    if (!parent || !inline.has(parent.nodeName)) return '';
    at = parent;
  }
  return '';
}
