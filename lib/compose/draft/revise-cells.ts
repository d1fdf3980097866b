import type { TextEdit } from '@/lib/compose/compose-editor';
import type { DraftCell } from '@/lib/compose/draft/draft-blocks';
import type { DraftText, PlacedCell } from '@/lib/compose/draft/draft-text';

/** A block after the edits. Its shell (div, li, p …) is that of the block `origin`. */
export interface RevisedBlock {
  readonly origin: number;
  /** True when an inserted line break has cut it off the block before it. */
  readonly split: boolean;
  cells: DraftCell[];
  changed: boolean;
}

/**
 * Applies edits to the cells of a draft. Inserted text takes the formatting of what it replaces; a token
 * in it moves its atom there.
 *
 * @returns null when the edits do not fit: outside the text, overlapping, cutting a token, or losing or
 *   doubling an atom
 */
export function reviseCells(draft: DraftText, edits: readonly TextEdit[]): RevisedBlock[] | null {
  const ordered = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  if (!editsFit(draft, ordered)) return null;
  const writer = new BlockWriter(draft);
  let at = 0;
  for (const edit of ordered) {
    at = copyUntil(draft, writer, at, edit.start);
    const removed: PlacedCell[] = [];
    while (at < draft.cells.length && (draft.cells[at]?.end ?? 0) <= edit.end) {
      const cell = draft.cells[at];
      if (!cell || cell.start >= edit.end) break;
      removed.push(cell);
      at += 1;
    }
    writer.replace(removed, edit.text, draft.cells[at] ?? null);
  }
  copyUntil(draft, writer, at, Number.POSITIVE_INFINITY);
  return writer.blocks;
}

/** The text that a draft has after the edits; what the write is verified against. */
export function revisedText(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

function copyUntil(draft: DraftText, writer: BlockWriter, from: number, offset: number): number {
  let at = from;
  for (; at < draft.cells.length; at += 1) {
    const cell = draft.cells[at];
    if (!cell || cell.start >= offset) break;
    writer.copy(cell);
  }
  return at;
}

function editsFit(draft: DraftText, ordered: readonly TextEdit[]): boolean {
  let last = 0;
  for (const { start, end } of ordered) {
    if (start < last || end < start || end > draft.text.length) return false;
    last = end;
  }
  if (cutsToken(draft, ordered)) return false;
  const result = revisedText(draft.text, ordered);
  return [...draft.elements.keys()].every((token) => result.split(token).length === 2);
}

/** One pass over the edges of the edits, which rise, and the cells. */
function cutsToken(draft: DraftText, ordered: readonly TextEdit[]): boolean {
  let at = 0;
  for (const edge of ordered.flatMap(({ start, end }) => [start, end])) {
    while (at < draft.cells.length && (draft.cells[at]?.end ?? 0) <= edge) at += 1;
    const cell = draft.cells[at];
    if (cell && cell.start < edge) return true;
  }
  return false;
}

/** Collects cells into blocks while the edits are applied from start to end. */
class BlockWriter {
  readonly blocks: RevisedBlock[];
  readonly #draft: DraftText;
  readonly #tokens: readonly string[];

  constructor(draft: DraftText) {
    this.#draft = draft;
    this.#tokens = [...draft.elements.keys()];
    this.blocks = [{ origin: 0, split: false, cells: [], changed: false }];
  }

  copy(placed: PlacedCell): void {
    if (placed.cell) this.#current.cells.push(placed.cell);
    else this.blocks.push({ origin: placed.block, split: false, cells: [], changed: false });
  }

  replace(removed: readonly PlacedCell[], text: string, following: PlacedCell | null): void {
    if (removed.length === 0 && text === '') return;
    this.#current.changed = true;
    const chain = this.#chainFor(removed, following);
    for (const piece of this.#pieces(text)) {
      const atom = this.#draft.elements.get(piece);
      if (atom) this.#current.cells.push({ kind: 'atom', chain, node: atom });
      else if (piece === '\n') this.#breakLine(removed);
      else this.#current.cells.push({ kind: 'char', char: piece, chain, node: null, offset: 0 });
    }
    this.#current.changed = true;
  }

  get #current(): RevisedBlock {
    const block = this.blocks.at(-1);
    if (!block) throw new Error('a draft has at least one block');
    return block;
  }

  /** A replaced block boundary comes back as itself, so that lists and tables keep their shape. */
  #breakLine(removed: readonly PlacedCell[]): void {
    const boundary = removed.find(
      (placed) => !placed.cell && !this.blocks.some((block) => block.origin === placed.block),
    );
    const origin = boundary?.block ?? this.#current.origin;
    this.blocks.push({ origin, split: boundary === undefined, cells: [], changed: true });
  }

  #chainFor(removed: readonly PlacedCell[], following: PlacedCell | null): readonly Element[] {
    const replaced = removed.find((placed) => placed.cell)?.cell;
    const left = this.#current.cells.at(-1);
    return (replaced ?? left ?? following?.cell)?.chain ?? [];
  }

  #pieces(text: string): string[] {
    const pieces: string[] = [];
    for (let at = 0; at < text.length; ) {
      const token = this.#tokens.find((candidate) => text.startsWith(candidate, at));
      pieces.push(token ?? text.charAt(at));
      at += token?.length ?? 1;
    }
    return pieces;
  }
}
