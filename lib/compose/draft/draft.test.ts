import { afterEach, describe, expect, test } from 'vitest';
import { createGmailAdapter } from '@/lib/compose/gmail/create-gmail-adapter';
import { createOutlookAdapter } from '@/lib/compose/outlook/create-outlook-adapter';
import { pointAt } from './draft-point';
import { patchChildren } from './patch-children';
import { plainTextEnd } from './plain-surface';
import { readDraftView, selectedSpan, snapshotOrigin, takeSnapshot } from './read-draft';
import { reviseCells, revisedText } from './revise-cells';
import { keepsStructure, reviseTree } from './revise-tree';

const gmail = createGmailAdapter().isForeign;
const outlook = createOutlookAdapter().isForeign;

function editor(html: string): HTMLElement {
  const element = document.createElement('div');
  element.contentEditable = 'true';
  element.innerHTML = html;
  document.body.append(element);
  return element;
}

function textOf(html: string, isForeign = gmail): string {
  const view = readDraftView(editor(html), isForeign);
  return takeSnapshot(view, 'draft', null).text;
}

/** The HTML after replacing each `[old, new]` where it first occurs in the text. */
function edited(html: string, ...changes: [string, string][]): string | null {
  const element = editor(html);
  const { blocks, draft } = readDraftView(element, gmail);
  const edits = changes.map(([old, text]) => {
    const start = draft.text.indexOf(old);
    return { start, end: start + old.length, text };
  });
  const revised = reviseCells(draft, edits);
  return revised && reviseTree(element, blocks, revised).innerHTML;
}

afterEach(() => document.body.replaceChildren());

describe('reading (17)', () => {
  test.each([
    ['one line', 'Hello', 'Hello'],
    ['a line in the root, then blocks', 'Hello<div>two</div><div>three</div>', 'Hello\ntwo\nthree'],
    ['an empty line', '<div>a</div><div><br></div><div>b</div>', 'a\n\nb'],
    ['line breaks', '<div>a<br>b<br><br></div><div>c</div>', 'a\nb\n\nc'],
    ['blocks inside blocks', '<div dir="ltr">a<div>b</div><div><br></div></div>', 'a\nb'],
    ['a list', '<div>x</div><ul><li>a</li><li>b <b>c</b></li></ul>', 'x\na\nb c'],
    ['a table', '<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>', 'a\nb'],
    ['white space of the source', '<div>\n  a \n b\n</div>\n<div>c</div>\n', 'a b\nc'],
    ['white space that counts', '<pre>a  b\n c</pre>', 'a  b\n c'],
    ['only blank lines', '<div><br></div><div>&nbsp;</div>', ''],
    ['an inline wrapper around blocks', '<span><div>a</div><div>b</div></span>', 'a\nb'],
  ])('%s', (_name, html, text) => {
    expect(textOf(html)).toBe(text);
  });

  test('stops before the signature and the quote of Gmail', () => {
    const signature = '<div class="gmail_signature" data-smartmail="gmail_signature">Ann</div>';
    expect(textOf(`<div>a</div><div><br></div>${signature}<div>after</div>`)).toBe('a');
    expect(textOf(`a<br><span class="gmail_signature_prefix">-- </span><br>${signature}`)).toBe(
      'a',
    );
    expect(textOf('a<div class="gmail_quote"><blockquote>q</blockquote></div>')).toBe('a');
    expect(
      textOf(
        'a<div class="x1"><div>On … wrote:</div><blockquote style="border-left: 1px solid">q</blockquote></div>',
      ),
    ).toBe('a');
    expect(textOf(`<div dir="ltr">a<div>b</div><div>${signature}</div></div>`)).toBe('a\nb');
  });

  test('stops before the signature and the quote of Outlook', () => {
    const quote = '<hr><div id="x_divRplyFwdMsg">From</div><div>quoted</div>';
    expect(textOf(`<div>a</div><div id="Signature">Ann</div>${quote}`, outlook)).toBe('a');
    expect(textOf(`<div>a</div>${quote}`, outlook)).toBe('a');
    expect(textOf('<div><div>a</div><div id="appendonsend"></div></div>b', outlook)).toBe('a');
  });

  test('links, pictures and mentions become tokens with a label', () => {
    const html =
      'See <a href="https://x.test">our <b>page</b></a> <img alt="plan"> <a href="mailto:a@x.test">@Ann</a> <span contenteditable="false">Bob</span> ⟦2⟧';
    const snapshot = takeSnapshot(readDraftView(editor(html), gmail), 'draft', null);
    expect(snapshot.text).toBe('See ⟦1⟧ ⟦3⟧ ⟦4⟧ ⟦5⟧ ⟦2⟧');
    expect(snapshot.atoms).toEqual([
      { token: '⟦1⟧', kind: 'link', label: 'our page' },
      { token: '⟦3⟧', kind: 'image', label: 'plan' },
      { token: '⟦4⟧', kind: 'mention', label: '@Ann' },
      { token: '⟦5⟧', kind: 'mention', label: 'Bob' },
    ]);
  });

  test('18: a selection that reaches into the signature ends with the author’s text', () => {
    const element = editor('<div>one two</div><div data-smartmail="gmail_signature">Ann</div>');
    const view = readDraftView(element, gmail);
    getSelection()?.setBaseAndExtent(
      element.querySelector('div')?.firstChild as Text,
      4,
      element,
      2,
    );
    expect(selectedSpan(element, view)).toEqual({ start: 4, end: 7 });
    const snapshot = takeSnapshot(view, 'selection', { start: 4, end: 7 });
    expect(snapshot).toMatchObject({ scope: 'selection', text: 'two' });
    expect(snapshotOrigin(snapshot)).toMatchObject({ start: 4, end: 7 });
    getSelection()?.collapse(element.querySelector('[data-smartmail]')?.firstChild as Text, 1);
    expect(selectedSpan(element, view)).toBeNull();
  });
});

describe('editing (22, 23, 50)', () => {
  test.each<[string, string, [string, string][], string]>([
    ['a word', '<div>a helo b</div>', [['helo', 'hello']], '<div>a hello b</div>'],
    [
      'a word beside bold',
      '<div>a <b>brve</b> b</div>',
      [['brve', 'brave']],
      '<div>a <b>brave</b> b</div>',
    ],
    ['across bold', 'a <b>c d</b> e', [['d e', 'x']], 'a <b>c </b>x'],
    [
      'a bold first word makes no bold paragraph',
      '<div><b><span style="font-size: large;">Hello</span></b> to all of you, as ever</div>',
      [['Hello to all of you, as ever', 'Good day everybody']],
      '<div>Good day everybody</div>',
    ],
    [
      'a bold paragraph stays bold although a word of it was not',
      '<div><b>Please answer</b> by <b>Friday at noon</b></div>',
      [['Please answer by Friday at noon', 'An answer before the weekend']],
      '<div><b>An answer before the weekend</b></div>',
    ],
    [
      'what is around a mixture stays around it',
      '<div><font color="red">one <b>two</b> three</font></div>',
      [['one two three', 'four five']],
      '<div><font color="red">four five</font></div>',
    ],
    [
      'a link stays',
      '<div>a <a href="#l">l</a> b</div>',
      [['a ⟦1⟧ b', 'B ⟦1⟧ A']],
      '<div>B <a href="#l">l</a> A</div>',
    ],
    [
      'a link moves',
      '<div>a <a href="#l">l</a></div><div>b</div>',
      [['a ⟦1⟧\nb', 'a\n⟦1⟧ b']],
      '<div>a</div><div><a href="#l">l</a> b</div>',
    ],
    [
      'a line is cut',
      '<div style="color: red;">a, b</div>',
      [[', ', ',\n']],
      '<div style="color: red;">a,</div><div style="color: red;">b</div>',
    ],
    [
      'a line of the root is cut',
      'a, b<div>c</div>',
      [[', ', ',\n']],
      'a,<div>b</div><div>c</div>',
    ],
    [
      'an empty line is added',
      '<div>a</div><div>b</div>',
      [['a\nb', 'a\n\nb']],
      '<div>a</div><div><br></div><div>b</div>',
    ],
    [
      'lines are joined',
      '<div>a</div><div>b <i>c</i></div>',
      [['a\nb', 'a b']],
      '<div>a b <i>c</i></div>',
    ],
    [
      'an item is added',
      '<ul><li>a</li><li>b</li></ul>',
      [['a', 'a\nx']],
      '<ul><li>a</li><li>x</li><li>b</li></ul>',
    ],
    [
      'an item goes',
      '<div>x</div><ul><li>a</li></ul><div>y</div>',
      [['\na', '']],
      '<div>x</div><div>y</div>',
    ],
    [
      'a cell keeps its table',
      '<table><tbody><tr><td>a b</td><td>c</td></tr></tbody></table>',
      [
        ['a b', 'a\nb'],
        ['c', 'd'],
      ],
      '<table><tbody><tr><td>a<br>b</td><td>d</td></tr></tbody></table>',
    ],
    ['spaces at the edge', '<div>a</div>', [['a', ' a  b ']], '<div>&nbsp;a &nbsp;b&nbsp;</div>'],
    [
      'text that looks like markup',
      '<div>a</div>',
      [['a', '<img src=x onerror=1>']],
      '<div>&lt;img src=x onerror=1&gt;</div>',
    ],
  ])('%s', (_name, html, changes, expected) => {
    expect(edited(html, ...changes)).toBe(expected);
  });

  test('what is not the author’s keeps its very bytes', () => {
    const rest =
      '<div><br></div><div class="gmail_signature"  data-smartmail="gmail_signature"><P>Ann</P></div><div class="gmail_quote">q  q</div>';
    const before = editor(`<div>helo</div>${rest}`).innerHTML;
    expect(edited(`<div>helo</div>${rest}`, ['helo', 'hello\nx'])).toBe(
      before.replace('<div>helo</div>', '<div>hello</div><div>x</div>'),
    );
  });

  test('S34: edits that would lose or double a link, cut its token or overlap are refused', () => {
    const html = 'a <a href="#l">l</a> b';
    expect(edited(html, ['⟦1⟧', ''])).toBeNull();
    expect(edited(html, ['a', '⟦1⟧'])).toBeNull();
    expect(edited(html, ['⟦1', 'x'])).toBeNull();
    expect(edited(html, ['a ⟦1⟧', 'a ⟦1⟧'], ['⟦1⟧ b', '⟦1⟧ b'])).toBeNull();
    expect(edited('hello there', ['hello th', 'x'], ['o there', 'y'])).toBeNull();
  });

  test('knows whether blocks stay', () => {
    const view = readDraftView(editor('<div>a</div><div>b</div>'), gmail);
    const revise = (start: number, end: number, text: string) =>
      reviseCells(view.draft, [{ start, end, text }]) ?? [];
    expect(keepsStructure(view.blocks, revise(0, 1, 'x'))).toBe(true);
    expect(keepsStructure(view.blocks, revise(0, 1, 'x\ny'))).toBe(false);
    expect(keepsStructure(view.blocks, revise(1, 2, ' '))).toBe(false);
  });

  test('the expected text follows the edits in any order', () => {
    const edits = [
      { start: 4, end: 5, text: 'E' },
      { start: 0, end: 1, text: 'AA' },
    ];
    expect(revisedText('abcde', edits)).toBe('AAbcdE');
  });
});

describe('putting a draft back', () => {
  test('touches only what differs, and keeps the nodes of the quote', () => {
    const live = editor('<div>a<div>b</div><p>q</p></div>');
    const quote = live.querySelector('p');
    const wanted = editor('<div>a<div>X</div><div>Y</div><p>q</p></div>');
    expect(patchChildren(live, wanted)).toBe(true);
    expect(live.innerHTML).toBe(wanted.innerHTML);
    expect(live.querySelector('p')).toBe(quote);
    expect(patchChildren(live, wanted)).toBe(false);
  });
});

test('20: a plain text ends before its signature or its first quoted line', () => {
  const cut = (text: string) => text.slice(0, plainTextEnd(text));
  expect(cut('Hi\n\n-- \nAnn')).toBe('Hi\n\n');
  expect(cut('Hi\n\nOn Monday Bob wrote:\n> q\n')).toBe('Hi\n\n');
  expect(cut('Hi -- there')).toBe('Hi -- there');
});

describe('long drafts', () => {
  /** Counts how many cells are looked at. */
  function counted(html: string) {
    const view = readDraftView(editor(html), gmail);
    let looks = 0;
    const cells = new Proxy(view.draft.cells, {
      get(target, key, receiver) {
        if (typeof key === 'string' && /^\d+$/.test(key)) looks += 1;
        return Reflect.get(target, key, receiver);
      },
    });
    return { view, draft: { ...view.draft, cells }, looks: () => looks };
  }

  test('edits are checked and applied in one pass over the cells', () => {
    const { draft, looks } = counted('<div>abcd abcd</div>'.repeat(200));
    const edits = [...draft.text.matchAll(/bc/g)].map(({ index }) => ({
      start: index,
      end: index + 2,
      text: 'x',
    }));
    expect(reviseCells(draft, edits)).not.toBeNull();
    expect(looks()).toBeLessThan(draft.text.length * 8);
  });

  test('an edit that cuts a token is refused wherever it cuts', () => {
    const { draft } = readDraftView(editor('<div>ab <a href="x">cd</a> ef</div>'), gmail);
    const token = draft.text.indexOf('⟦1⟧');
    for (const [start, end] of [
      [0, token + 1],
      [token + 1, token + 1],
      [token + 2, token + 4],
    ] as const) {
      expect(reviseCells(draft, [{ start, end, text: '⟦1⟧' }])).toBeNull();
    }
    expect(reviseCells(draft, [{ start: token, end: token + 3, text: '⟦1⟧' }])).not.toBeNull();
  });

  test('a place is found by halving', () => {
    const { view, draft, looks } = counted('<div>abcd abcd</div>'.repeat(200));
    const at = draft.text.length - 4;
    expect(pointAt(view.blocks, draft, at)).toMatchObject({ offset: 5 });
    expect(looks()).toBeLessThan(30);
  });
});
