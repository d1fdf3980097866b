import type { DraftBlock, DraftCell } from '@/lib/compose/draft/draft-blocks';
import type { DraftText } from '@/lib/compose/draft/draft-text';

export interface DomPoint {
  readonly node: Node;
  readonly offset: number;
}

/** The DOM position that stands before the character at `offset` of the draft's text. */
export function pointAt(
  blocks: readonly DraftBlock[],
  draft: DraftText,
  offset: number,
): DomPoint | null {
  const at = firstEndingAfter(draft, offset);
  const left = draft.cells[at - 1];
  if (left?.cell && left.end <= offset) return after(left.cell);
  const right = draft.cells[at];
  if (right?.cell) return before(right.cell);
  const block = blocks[left?.block ?? right?.block ?? 0];
  const emptyOne =
    left && !left.cell
      ? blocks[left.block]
      : right && !right.cell
        ? blocks[right.block - 1]
        : block;
  return emptyOne ? startOf(emptyOne) : null;
}

/** Index of the first cell that ends after `offset`, by halving; the number of cells when none does. */
function firstEndingAfter({ cells }: DraftText, offset: number): number {
  let low = 0;
  let high = cells.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cells[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

function startOf(block: DraftBlock): DomPoint {
  const first = block.nodes.find((node) => node.nodeType !== 3) ?? block.nodes[0];
  const at = first ? [...block.host.childNodes].indexOf(first) : 0;
  return { node: block.host, offset: Math.max(0, at) };
}

function before(cell: DraftCell): DomPoint {
  if (cell.kind === 'char' && cell.node) return { node: cell.node, offset: cell.offset };
  return beside(cell, 0);
}

function after(cell: DraftCell): DomPoint {
  if (cell.kind === 'char' && cell.node) return { node: cell.node, offset: cell.offset + 1 };
  return beside(cell, 1);
}

function beside(cell: DraftCell, shift: 0 | 1): DomPoint {
  const node = cell.node as ChildNode;
  const parent = node.parentNode as Node;
  return { node: parent, offset: [...parent.childNodes].indexOf(node) + shift };
}

/**
 * The offset in the draft's text of a DOM position. Outside the author's blocks (signature, quote) it is
 * the end of what stands before it, and `inside` is false.
 */
export function offsetAt(
  blocks: readonly DraftBlock[],
  draft: DraftText,
  point: DomPoint,
): { offset: number; inside: boolean } {
  const block = blocks.findIndex((candidate) => holds(candidate, point));
  if (block >= 0) return { offset: offsetInBlock(draft, block, point), inside: true };
  const before = blocks.findLastIndex((candidate) => {
    const first = candidate.nodes[0];
    return first !== undefined && precedes(startBefore(first), point);
  });
  const last = draft.cells.findLast((placed) => placed.block === before);
  return { offset: before < 0 ? 0 : (last?.end ?? 0), inside: false };
}

function offsetInBlock(draft: DraftText, block: number, point: DomPoint): number {
  const cells = draft.cells.filter((placed) => placed.block === block);
  const own = cells.filter(({ cell }) => cell !== null);
  // By halving: each look is a range, and a document is slow to change with many of them.
  let low = 0;
  let high = own.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const cell = own[middle]?.cell;
    if (cell && !precedes(before(cell), point)) high = middle;
    else low = middle + 1;
  }
  return own[low]?.start ?? cells.at(-1)?.end ?? 0;
}

function holds(block: DraftBlock, { node, offset }: DomPoint): boolean {
  if (block.nodes.some((candidate) => candidate.contains(node))) return true;
  if (node !== block.host) return false;
  const children = [...block.host.childNodes];
  const first = children.indexOf(block.nodes[0] as ChildNode);
  const last = children.indexOf(block.nodes.at(-1) as ChildNode);
  return offset >= first && offset <= last + 1;
}

function startBefore(node: ChildNode): DomPoint {
  const parent = node.parentNode as Node;
  return { node: parent, offset: [...parent.childNodes].indexOf(node) };
}

/** True when `one` lies before `other` in document order. */
function precedes(one: DomPoint, other: DomPoint): boolean {
  const owner = one.node.ownerDocument;
  if (!owner) return false;
  const range = owner.createRange();
  range.setStart(one.node, one.offset);
  range.collapse(true);
  return range.comparePoint(other.node, other.offset) > 0;
}
