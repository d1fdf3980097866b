import type { DraftCell } from '@/lib/compose/draft/draft-blocks';

/**
 * Builds the inline content of a block from its cells. Elements that were around neighbouring cells are
 * opened once; atoms are copied whole. Nodes are made by the document, never from markup.
 *
 * @param keepSpaces true inside `white-space: pre`, where spaces need no protection
 */
export function buildInline(
  document: Document,
  cells: readonly DraftCell[],
  keepSpaces: boolean,
): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const open: { source: Element; copy: Element }[] = [];
  const used = new Set<Element>();
  const protect = keepSpaces ? cells : protectSpaces(cells);
  let parent: DocumentFragment | Element = fragment;
  let chain: readonly Element[] = [];
  // A text node is written once: letter by letter, a long one would be copied for each of them.
  let text = '';
  const writeText = (): void => {
    if (text !== '') appendText(document, parent, text);
    text = '';
  };
  for (const cell of protect) {
    if (cell.kind !== 'char' || cell.chain !== chain) writeText();
    if (cell.chain !== chain) parent = openChain(fragment, open, used, cell.chain);
    chain = cell.chain;
    if (cell.kind === 'char') text += cell.char;
    else if (cell.kind === 'atom') parent.append(cell.node.cloneNode(true));
    else parent.append(document.createElement('br'));
  }
  writeText();
  // An empty line, and a line break at the end, show only with one more <br>.
  if (cells.length === 0 || cells.at(-1)?.kind === 'break') {
    fragment.append(document.createElement('br'));
  }
  return fragment;
}

function openChain(
  fragment: DocumentFragment,
  open: { source: Element; copy: Element }[],
  used: Set<Element>,
  chain: readonly Element[],
): DocumentFragment | Element {
  let shared = 0;
  while (shared < chain.length && open[shared]?.source === chain[shared]) shared += 1;
  open.length = shared;
  for (const source of chain.slice(shared)) {
    const copy = source.cloneNode(false) as Element;
    if (used.has(source)) copy.removeAttribute('id');
    used.add(source);
    (open.at(-1)?.copy ?? fragment).append(copy);
    open.push({ source, copy });
  }
  return open.at(-1)?.copy ?? fragment;
}

function appendText(document: Document, parent: DocumentFragment | Element, text: string): void {
  const last = parent.lastChild;
  if (last?.nodeType === 3) last.nodeValue += text;
  else parent.append(document.createTextNode(text));
}

/** Spaces at the edge of a line or after another space would collapse: they become no-break spaces. */
function protectSpaces(cells: readonly DraftCell[]): DraftCell[] {
  return cells.map((cell, at) => {
    if (cell.kind !== 'char' || cell.char !== ' ') return cell;
    const before = cells[at - 1];
    const after = cells[at + 1];
    const atEdge = !before || !after || before.kind === 'break' || after.kind === 'break';
    const doubled = before?.kind === 'char' && before.char === ' ';
    return atEdge || doubled ? { ...cell, char: '\u00a0' } : cell;
  });
}
