import type { DraftAtom } from '@/lib/compose/compose-editor';
import type { DraftBlock, DraftCell } from '@/lib/compose/draft/draft-blocks';

/** A cell at its place in the text. Cells between blocks stand for the `\n` that separates them. */
export interface PlacedCell {
  readonly cell: DraftCell | null;
  /** Index of the block; for a separator, of the block that follows it. */
  readonly block: number;
  readonly start: number;
  readonly end: number;
}

export interface DraftText {
  readonly text: string;
  readonly atoms: readonly DraftAtom[];
  readonly cells: readonly PlacedCell[];
  /** Token → the element it stands for. */
  readonly elements: ReadonlyMap<string, Element>;
}

/** Lays the blocks out as one text: blocks separated by `\n`, atoms as tokens `⟦1⟧`. */
export function layOutText(blocks: readonly DraftBlock[]): DraftText {
  const nextToken = tokenMaker(blocks);
  const cells: PlacedCell[] = [];
  const atoms: DraftAtom[] = [];
  const elements = new Map<string, Element>();
  let text = '';
  const place = (cell: DraftCell | null, block: number, piece: string) => {
    cells.push({ cell, block, start: text.length, end: text.length + piece.length });
    text += piece;
  };
  for (const [index, block] of blocks.entries()) {
    if (index > 0) place(null, index, '\n');
    for (const cell of block.cells) {
      if (cell.kind === 'char') place(cell, index, cell.char);
      else if (cell.kind === 'break') place(cell, index, '\n');
      else {
        const token = nextToken();
        atoms.push({ token, kind: kindOf(cell.node), label: labelOf(cell.node) });
        elements.set(token, cell.node);
        place(cell, index, token);
      }
    }
  }
  return { text, atoms, cells, elements };
}

/** Tokens never coincide with something that the author has written literally. */
function tokenMaker(blocks: readonly DraftBlock[]): () => string {
  let literal = '';
  for (const block of blocks) {
    for (const cell of block.cells) if (cell.kind === 'char') literal += cell.char;
  }
  let count = 0;
  return () => {
    do count += 1;
    while (literal.includes(`⟦${count}⟧`));
    return `⟦${count}⟧`;
  };
}

function kindOf(element: Element): DraftAtom['kind'] {
  const tag = element.tagName.toUpperCase();
  if (element.getAttribute('contenteditable') === 'false') return 'mention';
  if (tag === 'A') {
    const text = element.textContent?.trim() ?? '';
    if (!text && element.querySelector('img')) return 'image';
    return text.startsWith('@') || text.startsWith('+') ? 'mention' : 'link';
  }
  return tag === 'IMG' || tag === 'SVG' || tag === 'PICTURE' ? 'image' : 'other';
}

function labelOf(element: Element): string {
  const text = element.textContent?.replace(/\s+/g, ' ').trim();
  if (text) return text;
  const picture = element.matches('img') ? element : element.querySelector('img');
  return picture?.getAttribute('alt')?.trim() || element.getAttribute('aria-label')?.trim() || '';
}
