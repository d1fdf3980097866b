import { type IsForeign, isBlockElement } from '@/lib/compose/draft/draft-blocks';
import { type DraftView, readDraftView, type TextSpan } from '@/lib/compose/draft/read-draft';
import { reviseCells } from '@/lib/compose/draft/revise-cells';
import { reviseTree } from '@/lib/compose/draft/revise-tree';
import type { RichElement, RichNode } from '@/lib/core/mail/rich-text';

/** A draft as it shall be with formatted text in it. */
export interface RichRevision {
  readonly wanted: Element;
  readonly expected: string;
  /** Behind what was put in, as an offset of `expected`. */
  readonly caret: number;
}

/**
 * A copy of the editor with formatted text in the place of a span. The first and the last line join the
 * text around the span, as plain text would; nodes are made by the document, never from markup.
 *
 * @returns null where only plain text can stand: in a list item or a table cell, or over a link
 */
export function insertRich(
  root: Element,
  isForeign: IsForeign,
  view: DraftView,
  span: TextSpan,
  content: readonly RichElement[],
): RichRevision | null {
  const mark = unusedMark(root);
  const lone = content.length === 1 && isLine(content[0]);
  const wanted =
    view.blocks.length === 0
      ? emptyWith(root, mark)
      : withMarks(root, view, span, lone ? mark : `${mark}\n${mark}`);
  const marks = wanted ? findMarks(wanted, mark) : [];
  const [first] = marks;
  const last = marks.at(-1);
  if (!wanted || !first || !last || marks.length > 2) return null;
  const placed = lone
    ? replaceMark(first, mark, content[0]?.children ?? [])
    : placeBlocks(wanted, first, last, mark, content);
  if (!placed) return null;
  const after = view.draft.text.length - span.end;
  const expected = readDraftView(wanted, isForeign).draft.text;
  return { wanted, expected, caret: Math.max(0, expected.length - after) };
}

/** A character that stands nowhere in the editor. */
function unusedMark(root: Element): string {
  const text = root.textContent ?? '';
  let code = 0xe000;
  while (text.includes(String.fromCharCode(code))) code += 1;
  return String.fromCharCode(code);
}

function withMarks(
  root: Element,
  view: DraftView,
  { start, end }: TextSpan,
  text: string,
): Element | null {
  const revised = reviseCells(view.draft, [{ start, end, text }]);
  return revised && reviseTree(root, view.blocks, revised);
}

/** An editor without any line, or with a signature alone. */
function emptyWith(root: Element, mark: string): Element {
  const copy = root.cloneNode(true) as Element;
  const lines = [mark, mark].map((text) => {
    const line = root.ownerDocument.createElement('div');
    line.append(text);
    return line;
  });
  copy.prepend(...lines);
  return copy;
}

function findMarks(root: Element, mark: string): Text[] {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    if (node.data.includes(mark)) found.push(node);
  }
  return found;
}

function isLine(node: RichElement | undefined): boolean {
  return node?.tag === 'div' && Object.keys(node.attributes).length === 0 && !holdsBlocks(node);
}

function holdsBlocks({ children }: RichElement): boolean {
  return children.some((child) => typeof child !== 'string' && blockTags.test(child.tag));
}

const blockTags = /^(?:div|h\d|[uo]l|li|blockquote|hr|table|t\w+)$/;

function placeBlocks(
  root: Element,
  first: Text,
  last: Text,
  mark: string,
  content: readonly RichElement[],
): boolean {
  const above = lineOf(root, first);
  const below = lineOf(root, last);
  // The line below was cut off the one above and stands right after it: in front of it is the place.
  if (below === root || above === below || !/^(?:DIV|P)$/.test(below.tagName)) return false;
  if (above !== root && above.parentElement !== below.parentElement) return false;
  const middle = [...content];
  const head = isLine(middle[0]) ? middle.shift() : undefined;
  const tail = isLine(middle.at(-1)) ? middle.pop() : undefined;
  replaceMark(first, mark, head?.children ?? []);
  replaceMark(last, mark, tail?.children ?? []);
  for (const block of middle) below.before(buildRich(root.ownerDocument, block));
  if (!head && above !== root && isBlank(above)) above.remove();
  // After a list or a table the author needs a line to go on.
  if (isBlank(below)) below.replaceChildren(root.ownerDocument.createElement('br'));
  return true;
}

/** The block that a text stands in. */
function lineOf(root: Element, text: Text): Element {
  let at: Node = text.parentElement ?? root;
  while (at !== root && !isBlockElement(at)) at = at.parentElement ?? root;
  return at as Element;
}

function isBlank(element: Element): boolean {
  return element.textContent === '' && !element.querySelector('img,br,hr,table,input');
}

function replaceMark(text: Text, mark: string, content: readonly RichNode[]): boolean {
  const at = text.data.indexOf(mark);
  const rest = text.splitText(at + mark.length);
  text.data = text.data.slice(0, at);
  const { ownerDocument } = text;
  rest.before(...content.map((node) => buildRich(ownerDocument, node)));
  for (const part of [text, rest]) if (part.data === '') part.remove();
  return true;
}

/** Nodes of formatted text. Styles go through the object model: a page's policy may forbid attributes. */
function buildRich(document: Document, node: RichNode): Node {
  if (typeof node === 'string') return document.createTextNode(node);
  const element = document.createElement(node.tag);
  for (const [name, value] of Object.entries(node.attributes)) {
    if (name === 'style') element.style.cssText = value;
    else element.setAttribute(name, value);
  }
  element.append(...node.children.map((child) => buildRich(document, child)));
  return element;
}
