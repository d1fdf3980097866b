/**
 * The author's part of a draft as a list of blocks, and each block as a list of cells: one per UTF-16
 * unit of text, one per line break, one per atom. Cells remember the inline elements around them, so a
 * block can be built again after its text has changed and keep its formatting.
 */
export type DraftCell =
  | {
      readonly kind: 'char';
      readonly char: string;
      readonly chain: readonly Element[];
      readonly node: Text | null;
      readonly offset: number;
    }
  | { readonly kind: 'break'; readonly chain: readonly Element[]; readonly node: Element | null }
  | { readonly kind: 'atom'; readonly chain: readonly Element[]; readonly node: Element };

/** A run of inline content that stands on lines of its own. */
export interface DraftBlock {
  /** Element whose child nodes `nodes` are. */
  readonly host: Element;
  /** Consecutive children of `host`; never empty. */
  readonly nodes: readonly ChildNode[];
  readonly cells: readonly DraftCell[];
}

export type IsForeign = (element: Element) => boolean;

const blockTags = new Set(
  (
    'ADDRESS ARTICLE ASIDE BLOCKQUOTE CAPTION CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE ' +
    'FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TBODY TD TFOOT TH ' +
    'THEAD TR UL'
  ).split(' '),
);

const atomTags = new Set(
  'A IMG SVG VIDEO AUDIO CANVAS IFRAME OBJECT EMBED INPUT BUTTON SELECT TEXTAREA HR MATH PICTURE'.split(
    ' ',
  ),
);

const silentTags = new Set(
  'STYLE SCRIPT TEMPLATE META LINK TITLE NOSCRIPT COLGROUP COL'.split(' '),
);

export function isBlockElement(node: Node): node is Element {
  return node.nodeType === 1 && blockTags.has(tagOf(node as Element));
}

function tagOf(element: Element): string {
  return element.tagName.toUpperCase();
}

/** Links with an address, pictures, mentions and every other object that is not plain text. */
function isAtom(element: Element): boolean {
  const tag = tagOf(element);
  if (tag === 'A') return element.hasAttribute('href');
  return atomTags.has(tag) || element.getAttribute('contenteditable') === 'false';
}

/** Reads the blocks before the first foreign part (signature, quote), blank lines included. */
export function readBlocks(root: Element, isForeign: IsForeign): DraftBlock[] {
  const blocks: DraftBlock[] = [];
  collect(root, isForeign, blocks);
  return blocks;
}

/** Adds the blocks under `host`; answers false when a foreign part was met and reading must stop. */
function collect(host: Element, isForeign: IsForeign, blocks: DraftBlock[]): boolean {
  let run: ChildNode[] = [];
  const flush = () => {
    const block = makeBlock(host, run);
    if (block) blocks.push(block);
    run = [];
  };
  for (const child of host.childNodes) {
    if (child.nodeType === 1 && isForeign(child as Element)) {
      flush();
      return false;
    }
    if (isBlockElement(child) && !isAtom(child)) {
      flush();
      if (child.childNodes.length === 0 && isTextBlock(child)) continue;
      if (!collect(child, isForeign, blocks)) return false;
    } else if (
      child.nodeType === 1 &&
      !isAtom(child as Element) &&
      hidesForeign(child as Element, isForeign)
    ) {
      flush();
      if (!collect(child as Element, isForeign, blocks)) return false;
    } else {
      if (child.nodeType === 1 && tagOf(child as Element) === 'HR') flush();
      run.push(child);
      if (child.nodeType === 1 && tagOf(child as Element) === 'HR') flush();
    }
  }
  flush();
  return true;
}

function isTextBlock(element: Element): boolean {
  return !['TD', 'TH', 'LI'].includes(tagOf(element));
}

/** An inline wrapper around blocks or around a foreign part is walked through, not read as one run. */
function hidesForeign(element: Element, isForeign: IsForeign): boolean {
  for (const inner of element.getElementsByTagName('*')) {
    if (
      isForeign(inner) ||
      (isBlockElement(inner) && !inner.closest('a,[contenteditable="false"]'))
    ) {
      return true;
    }
  }
  return false;
}

function makeBlock(host: Element, run: readonly ChildNode[]): DraftBlock | null {
  if (run.length === 0) return null;
  const raw: DraftCell[] = [];
  const none: readonly Element[] = [];
  for (const node of run) readInline(node, none, raw);
  const cells = keepsSpaces(host) ? dropLastBreak(raw) : collapse(raw);
  const hasBreak = raw.some((cell) => cell.kind !== 'char');
  // White space between two blocks of the source is not a line.
  if (cells.length === 0 && !hasBreak) return null;
  return { host, nodes: run, cells };
}

function readInline(node: ChildNode, chain: readonly Element[], cells: DraftCell[]): void {
  if (node.nodeType === 3) {
    const text = node.nodeValue ?? '';
    for (let offset = 0; offset < text.length; offset += 1) {
      cells.push({ kind: 'char', char: text[offset] ?? '', chain, node: node as Text, offset });
    }
    return;
  }
  if (node.nodeType !== 1) return;
  const element = node as Element;
  const tag = tagOf(element);
  if (silentTags.has(tag)) return;
  if (tag === 'BR') cells.push({ kind: 'break', chain, node: element });
  else if (isAtom(element)) cells.push({ kind: 'atom', chain, node: element });
  else {
    const inner = [...chain, element];
    for (const child of element.childNodes) readInline(child, inner, cells);
  }
}

/** In a white-space: pre context every character counts, and a line feed is a line break. */
function keepsSpaces(host: Element): boolean {
  const style = host.ownerDocument.defaultView?.getComputedStyle(host).whiteSpace ?? '';
  return host.isConnected
    ? /^(pre|break-spaces)/.test(style)
    : /white-space:\s*pre/.test(host.getAttribute('style') ?? '') || tagOf(host) === 'PRE';
}

function dropLastBreak(cells: readonly DraftCell[]): DraftCell[] {
  return cells.at(-1)?.kind === 'break' ? cells.slice(0, -1) : [...cells];
}

const collapsible = /[ \t\n\r\f]/;

/** Applies the rules of `white-space: normal`, so that the text is what a person sees. */
function collapse(raw: readonly DraftCell[]): DraftCell[] {
  const cells: DraftCell[] = [];
  let space: DraftCell | null = null;
  let lineIsEmpty = true;
  for (const cell of raw) {
    if (cell.kind === 'char' && collapsible.test(cell.char)) {
      space ??= { ...cell, char: ' ' };
      continue;
    }
    if (cell.kind !== 'break' && space && !lineIsEmpty) cells.push(space);
    space = null;
    cells.push(cell);
    lineIsEmpty = cell.kind === 'break';
  }
  return dropLastBreak(cells);
}
