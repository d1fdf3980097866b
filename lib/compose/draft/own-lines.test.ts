import { afterEach, beforeEach, expect, test } from 'vitest';
import { createGmailAdapter } from '@/lib/compose/gmail/create-gmail-adapter';
import type { RichElement, RichTag } from '@/lib/core/mail/rich-text';
import { createPlainSurface } from './plain-surface';
import { createRichSurface } from './rich-surface';

const { isForeign } = createGmailAdapter();
const make = (tag: RichTag, ...children: RichElement['children']): RichElement => ({
  tag,
  attributes: {},
  children,
});
const rich = [make('div', 'Dear ', make('b', 'Ann'), ','), make('div', 'Bye')];
const text = 'Dear Ann,\nBye';

beforeEach(() => {
  // jsdom lays nothing out and has no editing commands.
  Element.prototype.scrollIntoView ??= () => undefined;
  document.execCommand ??= () => false;
});
afterEach(() => document.body.replaceChildren());

/** An editor with the caret at `|`. */
function editorOf(html: string): HTMLElement {
  const element = document.createElement('div');
  element.contentEditable = 'true';
  element.tabIndex = 0;
  element.innerHTML = html;
  document.body.append(element);
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    const at = node.data.indexOf('|');
    if (at < 0) continue;
    node.data = node.data.replace('|', '');
    document.getSelection()?.collapse(node, at);
  }
  return element;
}

test.each([
  ['<div>Done.|</div>', '<div>Done.</div><div>Dear <b>Ann</b>,</div><div>Bye</div>'],
  [
    '<div>Done.|Rest</div>',
    '<div>Done.</div><div>Dear <b>Ann</b>,</div><div>Bye</div><div>Rest</div>',
  ],
  ['<div>|Rest</div>', '<div>Dear <b>Ann</b>,</div><div>Bye</div><div>Rest</div>'],
])('a mail of several lines is not glued to the text around it: %s', async (html, after) => {
  const element = editorOf(html);
  const surface = createRichSurface(element, {
    isForeign,
    insertMethod: 'exec-command',
    pagePaste: null,
  });
  const place = surface.rememberPlace();
  expect(await surface.insert(text, place, { rich, ownLines: true })).toMatchObject({ ok: true });
  expect(element.innerHTML).toBe(after);
});

test.each([
  ['Done.|Rest', text, 'Done.\nDear Ann,\nBye\nRest'],
  ['Done.\n|\nRest', text, 'Done.\nDear Ann,\nBye\nRest'],
  ['Done.|', text, 'Done.\nDear Ann,\nBye'],
  // A few words are a part of the line.
  ['Done |Rest', 'today ', 'Done today Rest'],
])('in plain text too: %j', async (before, what, after) => {
  const field = document.createElement('textarea');
  document.body.append(field);
  field.value = before.replace('|', '');
  field.setSelectionRange(before.indexOf('|'), before.indexOf('|'));
  const surface = createPlainSurface(field);
  await surface.insert(what, surface.rememberPlace(), { ownLines: true });
  expect(field.value).toBe(after);
});

test('spoken words are not glued to the words around them, in rich and in plain text', async () => {
  const element = editorOf('<div>Hello.|Bye</div>');
  const surface = createRichSurface(element, {
    isForeign,
    insertMethod: 'exec-command',
    pagePaste: null,
  });
  await surface.insert('Until Thursday', surface.rememberPlace(), { ownWords: true });
  expect(element.textContent).toBe('Hello. Until Thursday Bye');
  const field = document.createElement('textarea');
  document.body.append(field);
  field.value = 'Hello.';
  field.setSelectionRange(6, 6);
  const plain = createPlainSurface(field);
  const place = plain.rememberPlace();
  await plain.insert('Until Thursday', place, { ownWords: true });
  await plain.insert('or Friday', place, { ownWords: true });
  expect(field.value).toBe('Hello. Until Thursday or Friday');
});
