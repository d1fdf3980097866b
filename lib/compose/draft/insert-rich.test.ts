import { afterEach, describe, expect, test } from 'vitest';
import { createGmailAdapter } from '@/lib/compose/gmail/create-gmail-adapter';
import type { RichElement, RichNode, RichTag } from '@/lib/core/mail/rich-text';
import { insertRich } from './insert-rich';
import { readDraftView } from './read-draft';

const { isForeign } = createGmailAdapter();
const make = (tag: RichTag, ...children: RichNode[]): RichElement => ({
  tag,
  attributes: {},
  children,
});
const link: RichElement = { tag: 'a', attributes: { href: 'https://x.fr/' }, children: ['x'] };
const list = make('ul', make('li', 'a'), make('li', make('b', 'b')));
const mail = [make('div', 'Dear ', make('b', 'Ann')), list, make('div', 'Bye')];
const signature = '<div class="gmail_signature" data-smartmail="gmail_signature">Ann</div>';

/** The editor with `content` in the place of `[…]`, and `|` where the caret is in its text. */
function inserted(html: string, content: readonly RichElement[]): string | null {
  const element = document.createElement('div');
  element.innerHTML = html.replace(/[[\]]/g, '');
  document.body.append(element);
  const view = readDraftView(element, isForeign);
  const marked = document.createElement('div');
  marked.innerHTML = html;
  const text = readDraftView(marked, isForeign).draft.text;
  const start = Math.max(0, text.indexOf('['));
  const end = Math.max(start, text.indexOf(']') - 1);
  const revision = insertRich(element, isForeign, view, { start, end }, content);
  expect(element.innerHTML).toBe(html.replace(/[[\]]/g, ''));
  if (!revision) return null;
  const { expected, caret, wanted } = revision;
  return `${wanted.innerHTML} ${expected.slice(0, caret)}|${expected.slice(caret)}`;
}

afterEach(() => document.body.replaceChildren());

describe('formatted text in a draft', () => {
  const ul = '<ul><li>a</li><li><b>b</b></li></ul>';
  test.each([
    [
      'a line in a line',
      '<div>x[]y</div>',
      [make('div', make('b', 'b'))],
      '<div>x<b>b</b>y</div> xb|y',
    ],
    [
      'a link over a selection',
      '<div>x[old]y</div>',
      [make('div', link)],
      '<div>x<a href="https://x.fr/">x</a>y</div> x⟦1⟧|y',
    ],
    [
      'an editor with nothing in it',
      '',
      mail,
      `<div>Dear <b>Ann</b></div>${ul}<div>Bye</div> Dear Ann\na\nb\nBye|`,
    ],
    [
      'Gmail’s empty editor',
      '<br>',
      mail,
      `Dear <b>Ann</b>${ul}<div>Bye</div> Dear Ann\na\nb\nBye|`,
    ],
    [
      'an empty line above a signature',
      `<div>[]<br></div>${signature}`,
      mail,
      `<div>Dear <b>Ann</b></div>${ul}<div>Bye</div>${signature} Dear Ann\na\nb\nBye|`,
    ],
    [
      'a signature alone',
      signature,
      mail,
      `<div>Dear <b>Ann</b></div>${ul}<div>Bye</div>${signature} Dear Ann\na\nb\nBye|`,
    ],
    [
      'the middle of a line',
      '<div>x[]y</div>',
      mail,
      `<div>xDear <b>Ann</b></div>${ul}<div>Byey</div> xDear Ann\na\nb\nBye|y`,
    ],
    [
      'blocks alone leave a line to go on',
      '<div>[]<br></div>',
      [list],
      `${ul}<div><br></div> a\nb\n|`,
    ],
    [
      'blocks alone after text',
      '<div>x[]</div><div>y</div>',
      [list],
      `<div>x</div>${ul}<div><br></div><div>y</div> x\na\nb\n|\ny`,
    ],
  ])('%s', (_name, html, content, wanted) => {
    expect(inserted(html, content)).toBe(wanted);
  });

  test('only text can stand in a list item, in a table cell, and over a link', () => {
    expect(inserted('<ul><li>x[]</li></ul>', mail)).toBeNull();
    expect(inserted('<table><tbody><tr><td>x[]</td></tr></tbody></table>', mail)).toBeNull();
    expect(inserted('<div>[x<a href="https://y.fr/">y</a>]</div>', mail)).toBeNull();
  });

  test('a line of its own formatting may stand in a list item', () => {
    expect(inserted('<ul><li>x[]</li></ul>', [make('div', make('i', 'i'))])).toBe(
      '<ul><li>x<i>i</i></li></ul> xi|',
    );
  });
});
