import { beforeEach, expect, test } from 'vitest';
import { releaseWord, takeWordBefore } from './word-before-caret';

let editor: HTMLElement;
beforeEach(() => {
  document.body.replaceChildren();
  editor = document.createElement('div');
  document.body.append(editor);
});

/** Builds the lines and puts the caret at the end of the last text; `|` parts are own text nodes. */
function write(...lines: (string | Node)[][]): void {
  let last: Text | undefined;
  for (const parts of lines) {
    const block = document.createElement('div');
    for (const part of parts) {
      const node = typeof part === 'string' ? document.createTextNode(part) : part;
      block.append(node);
      const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
      if (node.nodeType === Node.TEXT_NODE) last = node as Text;
      while (walker.nextNode()) last = walker.currentNode as Text;
    }
    editor.append(block);
  }
  if (last) document.getSelection()?.setPosition(last, last.length);
}

function bold(text: string): Element {
  const element = document.createElement('b');
  element.textContent = text;
  return element;
}

const four = (text: string): number => (/(^|\s)\/rdv$/.test(text) ? 4 : 0);
const selected = (): string => document.getSelection()?.toString() ?? '';

test('the word at the start of a line, behind a space, behind a no-break space', () => {
  write(['Bonjour'], ['/rdv']);
  expect(takeWordBefore(editor, four)).toBe('/rdv');
  expect(selected()).toBe('/rdv');
  releaseWord(editor);
  expect(document.getSelection()?.isCollapsed).toBe(true);
  expect(document.getSelection()?.anchorOffset).toBe(4);
  editor.replaceChildren();
  write(['Voici\u00a0/rdv']);
  expect(takeWordBefore(editor, four)).toBe('/rdv');
});

test('what stands before in another node counts: 1/rdv is no word', () => {
  write(['1', '/rdv']);
  expect(takeWordBefore(editor, four)).toBeNull();
  editor.replaceChildren();
  write([bold('a'), '/rdv']);
  expect(takeWordBefore(editor, four)).toBeNull();
  editor.replaceChildren();
  write([bold('a '), '/rdv']);
  expect(takeWordBefore(editor, four)).toBe('/rdv');
  editor.replaceChildren();
  write(['a', document.createElement('br'), '/rdv']);
  expect(takeWordBefore(editor, four)).toBe('/rdv');
});

test('nothing without a caret, with a selection, in the middle of a word, outside', () => {
  write(['/rdvx']);
  expect(takeWordBefore(editor, four)).toBeNull();
  editor.replaceChildren();
  write(['/rdv']);
  document.getSelection()?.selectAllChildren(editor);
  expect(takeWordBefore(editor, four)).toBeNull();
  const outside = document.createElement('p');
  outside.textContent = '/rdv';
  document.body.append(outside);
  document.getSelection()?.setPosition(outside.firstChild, 4);
  expect(takeWordBefore(editor, four)).toBeNull();
});

test('in a plain-text field too', () => {
  const field = document.createElement('textarea');
  document.body.append(field);
  field.value = 'Bonjour\n/rdv et la suite';
  field.setSelectionRange(12, 12);
  expect(takeWordBefore(field, four)).toBe('/rdv');
  expect([field.selectionStart, field.selectionEnd]).toEqual([8, 12]);
  releaseWord(field);
  expect(field.selectionStart).toBe(12);
});
