import {
  type RichElement,
  type RichNode,
  type RichTag,
  richBlockTags,
  richInlineTags,
} from '@/lib/core/mail/rich-text';
import { cleanStyle, isMailLink } from '@/lib/core/templates/clean-style';
import { decodeEntities } from '@/lib/core/templates/decode-entities';
import { type HtmlTag, readHtml } from '@/lib/core/templates/read-html';

const blocks: ReadonlySet<string> = new Set(richBlockTags);
const known: ReadonlySet<string> = new Set([...richBlockTags, ...richInlineTags]);
/** The same thing under another name. */
const synonyms: Readonly<Record<string, RichTag>> = {
  ...{ p: 'div', address: 'div', article: 'div', center: 'div', dd: 'div', dl: 'div', dt: 'div' },
  ...{ section: 'div', pre: 'div', font: 'span', ins: 'u', del: 's', strike: 's' },
};
/** Attributes that change how a mail looks, beside `style` and `href`. */
const attributeNames =
  /^(?:align|bgcolor|border|cellpadding|cellspacing|colspan|dir|rowspan|start|type|valign|width)$/;
/** Tags that end a still open one of the same kind. */
const exclusive = new Set(['li', 'td', 'th', 'tr']);
/** What holds rows and cells, and no text of its own. */
const frames = new Set(['ul', 'ol', 'table', 'tbody', 'thead', 'tfoot', 'tr']);
/** Deeper than this everything is text of its parent. */
const deepest = 40;

/** An element as it was written. */
interface Source {
  name: string;
  tag: RichTag;
  attributes: Record<string, string>;
  children: (string | Source)[];
}

/**
 * The formatting of a filled template as data, by an allow-list: tags, styles and addresses that mails use
 * and nothing else; pictures are left out. One block a line, a blank line between paragraphs.
 *
 * @returns null when plain lines say the same
 */
export function htmlToRichText(html: string): RichElement[] | null {
  const lines = layOut(readTree(html));
  return lines.some(hasFormat) ? lines : null;
}

function readTree(html: string): Source['children'] {
  const root: Source = { name: '', tag: 'div', attributes: {}, children: [] };
  const open = [root];
  const end = (from: number): void => {
    if (from > 0) open.length = from;
  };
  for (const piece of readHtml(html)) {
    const parent = open.at(-1) ?? root;
    if (typeof piece === 'string') {
      parent.children.push(decodeEntities(piece.replace(/[ \t\r\n\f]+/g, ' ')));
      continue;
    }
    if (piece.closing) {
      end(open.findLastIndex(({ name }) => name === piece.name));
      continue;
    }
    const tag = tagFor(piece.name);
    if (tag === null) continue;
    if (exclusive.has(tag) && parent.tag === tag) end(open.length - 1);
    const childless = tag === 'br' || tag === 'hr';
    if (open.length >= deepest && !childless) continue;
    const element = { name: piece.name, tag, attributes: readFormat(tag, piece), children: [] };
    open.at(-1)?.children.push(element);
    if (!childless) open.push(element);
  }
  return root.children;
}

function tagFor(name: string): RichTag | null {
  if (Object.hasOwn(synonyms, name)) return synonyms[name] ?? null;
  return known.has(name) ? (name as RichTag) : null;
}

function readFormat(tag: RichTag, read: HtmlTag): Record<string, string> {
  const kept: Record<string, string> = {};
  let style = '';
  for (const [name, value] of read.attributes()) {
    if (name === 'style') style = cleanStyle(value);
    else if (name === 'color' && read.name === 'font') style ||= cleanStyle(`color: ${value}`);
    else if (name === 'href' && tag === 'a' && isMailLink(value)) kept.href = value.trim();
    else if (blocks.has(tag) && attributeNames.test(name)) kept[name] = value.slice(0, 40);
  }
  if (style !== '') kept.style = style;
  return kept;
}

/** Content as blocks: what stands side by side becomes a line. */
function layOut(children: Source['children']): RichElement[] {
  const lines: RichElement[] = [];
  let run: RichNode[] = [];
  let gap = false;
  const push = (block: RichElement): void => {
    if (gap && lines.length > 0) lines.push(blank);
    gap = false;
    lines.push(block);
  };
  const endRun = (): void => {
    const inline = trim(run);
    run = [];
    if (inline.length > 0) push({ tag: 'div', attributes: {}, children: inline });
  };
  for (const child of children) {
    if (typeof child === 'string') run.push(child);
    else if (child.tag === 'br') {
      if (trim(run).length > 0) endRun();
      else push(blank);
    } else if (!blocks.has(child.tag)) run.push(...inlineOf(child));
    else {
      endRun();
      if (child.name === 'p') gap = true;
      for (const block of blockOf(child)) push(block);
      if (child.name === 'p') gap = true;
    }
  }
  endRun();
  return lines;
}

const blank: RichElement = {
  tag: 'div',
  attributes: {},
  children: [{ tag: 'br', attributes: {}, children: [] }],
};

function blockOf({ tag, attributes, children }: Source): RichElement[] {
  if (tag === 'div') {
    const lines = layOut(children);
    const [only] = lines;
    if (lines.length === 0 || Object.keys(attributes).length === 0) return lines;
    return lines.length === 1 && only?.tag === 'div'
      ? [{ ...only, attributes: { ...attributes, ...only.attributes } }]
      : [{ tag, attributes, children: lines }];
  }
  if (frames.has(tag)) {
    const rows = children.flatMap((child) =>
      typeof child !== 'string' && blocks.has(child.tag) ? blockOf(child) : [],
    );
    return rows.length > 0 ? [{ tag, attributes, children: rows }] : [];
  }
  if (/^(?:li|td|th|blockquote)$/.test(tag)) {
    const [first, ...others] = layOut(children);
    const bare = first?.tag === 'div' && Object.keys(first.attributes).length === 0;
    const inner = first ? [...(bare ? first.children : [first]), ...others] : [];
    return [{ tag, attributes, children: inner }];
  }
  return [{ tag, attributes, children: trim(children.flatMap(inlineOf)) }];
}

/** What stands in a line. A block in it only ends the word before it. */
function inlineOf(child: string | Source): RichNode[] {
  if (typeof child === 'string') return [child];
  const { tag, attributes } = child;
  const children = child.children.flatMap(inlineOf);
  if (blocks.has(tag)) return [' ', ...children];
  if (children.length === 0 && tag !== 'br') return [];
  const changesNothing = (tag === 'span' || tag === 'a') && Object.keys(attributes).length === 0;
  return changesNothing ? children : [{ tag, attributes, children }];
}

/** Without white space at both ends. */
function trim(run: readonly RichNode[]): RichNode[] {
  const isSpace = (node: RichNode | undefined) => typeof node === 'string' && /^ *$/.test(node);
  const inline = [...run];
  while (inline.length > 0 && isSpace(inline[0])) inline.shift();
  while (inline.length > 0 && isSpace(inline.at(-1))) inline.pop();
  return inline.map((node, at) => {
    if (typeof node !== 'string') return node;
    const head = at === 0 ? node.replace(/^ +/, '') : node;
    return at === inline.length - 1 ? head.replace(/ +$/, '') : head;
  });
}

function hasFormat(node: RichNode): boolean {
  if (typeof node === 'string') return false;
  if (node.tag !== 'div' && node.tag !== 'br') return true;
  return Object.keys(node.attributes).length > 0 || node.children.some(hasFormat);
}
