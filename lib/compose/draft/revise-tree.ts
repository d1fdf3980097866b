import { buildInline } from '@/lib/compose/draft/build-inline';
import type { DraftBlock, DraftCell } from '@/lib/compose/draft/draft-blocks';
import type { RevisedBlock } from '@/lib/compose/draft/revise-cells';

/** True when no block is added, cut or taken away: only text inside blocks changes. */
export function keepsStructure(
  blocks: readonly DraftBlock[],
  revised: readonly RevisedBlock[],
): boolean {
  return revised.length === blocks.length && revised.every((block) => !block.split);
}

/**
 * A copy of the editor as it shall be after the edits. The editor itself is only read. Everything that
 * no edit touches, the signature and the quote above all, is copied as it is.
 */
export function reviseTree(
  root: Element,
  blocks: readonly DraftBlock[],
  revised: readonly RevisedBlock[],
): Element {
  const copy = root.cloneNode(true) as Element;
  const twins = new Map<Node, Node>();
  pair(root, copy, twins);
  const places = new Map<number, { host: Element; nodes: ChildNode[]; whole: boolean }>();
  for (const [index, block] of blocks.entries()) {
    places.set(index, {
      host: twins.get(block.host) as Element,
      nodes: block.nodes.map((node) => twins.get(node) as ChildNode),
      whole: block.host !== root && block.nodes.length === block.host.childNodes.length,
    });
  }
  const merged = mergeUnsplittable(blocks, revised);
  let last: { host: Element; end: ChildNode; whole: boolean } | null = null;
  for (const block of merged) {
    const place = places.get(block.origin);
    if (!place) continue;
    const keep = keepsSpaces(blocks[block.origin]?.host);
    if (block.split && last) {
      last = addAfter(last, buildInline(copy.ownerDocument, block.cells, keep));
      continue;
    }
    if (block.changed) {
      place.nodes = fill(place, buildInline(copy.ownerDocument, block.cells, keep));
    }
    const end = place.nodes.at(-1);
    if (end) last = { host: place.host, end, whole: place.whole };
  }
  const kept = new Set(merged.map((block) => block.origin));
  for (const [index, place] of places) if (!kept.has(index)) remove(copy, place);
  return copy;
}

function keepsSpaces(host: Element | undefined): boolean {
  const style = host?.ownerDocument.defaultView?.getComputedStyle(host).whiteSpace;
  return /^(pre|break-spaces)/.test(style ?? '');
}

function pair(source: Node, copy: Node, twins: Map<Node, Node>): void {
  twins.set(source, copy);
  for (const [at, child] of [...source.childNodes].entries()) {
    const twin = copy.childNodes[at];
    if (twin) pair(child, twin, twins);
  }
}

/** In a table cell, or beside a nested list, a new line is a line break and not a new block. */
function mergeUnsplittable(
  blocks: readonly DraftBlock[],
  revised: readonly RevisedBlock[],
): RevisedBlock[] {
  const result: RevisedBlock[] = [];
  for (const block of revised) {
    const before = result.at(-1);
    const source = blocks[block.origin];
    if (!block.split || !before || !source || splittable(source)) {
      result.push({ ...block, cells: [...block.cells] });
      continue;
    }
    const lineBreak: DraftCell = { kind: 'break', chain: [], node: null };
    before.cells = [...before.cells, lineBreak, ...block.cells];
    before.changed = true;
  }
  return result;
}

function splittable({ host, nodes }: DraftBlock): boolean {
  const tag = host.tagName.toUpperCase();
  if (['TD', 'TH', 'CAPTION', 'PRE', 'SUMMARY'].includes(tag)) return false;
  return tag !== 'LI' || nodes.length === host.childNodes.length;
}

function fill(
  place: { host: Element; nodes: readonly ChildNode[] },
  content: DocumentFragment,
): ChildNode[] {
  const fresh = [...content.childNodes];
  place.host.insertBefore(content, place.nodes[0] ?? null);
  for (const node of place.nodes) node.remove();
  return fresh;
}

function addAfter(
  last: { host: Element; end: ChildNode; whole: boolean },
  content: DocumentFragment,
): { host: Element; end: ChildNode; whole: boolean } {
  const shell = last.whole
    ? (last.host.cloneNode(false) as Element)
    : last.host.ownerDocument.createElement('div');
  shell.removeAttribute('id');
  shell.append(content);
  if (last.whole) last.host.after(shell);
  else last.end.after(shell);
  return { host: shell, end: shell.lastChild ?? shell, whole: true };
}

/** Takes a block away, and the elements around it that are empty then; table cells stay. */
function remove(root: Element, place: { host: Element; nodes: readonly ChildNode[] }): void {
  for (const node of place.nodes) node.remove();
  let at = place.host;
  while (at !== root && at.childNodes.length === 0) {
    const parent: Element | null = at.parentElement;
    if (/^T[DH]$/i.test(at.tagName) || !parent) {
      at.append(root.ownerDocument.createElement('br'));
      return;
    }
    at.remove();
    at = parent;
  }
}
