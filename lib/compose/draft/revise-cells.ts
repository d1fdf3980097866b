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
 * Applies edits to the cells of a draft. Inserted text takes the formatting that most of what it replaces
 * has, and none of a mixture; a token in it moves its atom there.
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

/** Formatting of this share of a text is what the whole of it looks like. */
const prevailing = 2 / 3;

/**
 * The elements, from the outermost, that hold most of the replaced text: a bold first word makes no bold
 * paragraph, and a bold paragraph stays one although a word of it was not. Elements that look the same
 * count as one. Null when nothing was replaced.
 */
function prevailingChain(removed: readonly PlacedCell[]): readonly Element[] | null {
  const cells = removed.flatMap(({ cell }) => (cell ? [cell] : []));
  const text = cells.filter((cell) => cell.kind === 'char' && cell.char.trim() !== '');
  let inside = text.length > 0 ? text : cells;
  const needed = inside.length * prevailing;
  if (inside.length === 0) return null;
  for (let depth = 0; ; depth += 1) {
    const looks = Map.groupBy(inside, ({ chain }) => lookOf(chain[depth]));
    const [look, most] = [...looks].sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
    if (!look || !most || most.length < needed) return inside[0]?.chain.slice(0, depth) ?? [];
    inside = most;
  }
}

/** An inline element by its tag and its attributes; empty without one. */
function lookOf(element: Element | undefined): string {
  if (!element) return '';
  const attributes = [...element.attributes].filter(({ name }) => name !== 'id');
  return [element.tagName, ...attributes.map(({ name, value }) => `${name}=${value}`)].join(' ');
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
    const replaced = prevailingChain(removed);
    const left = this.#current.cells.at(-1);
    return replaced ?? (left ?? following?.cell)?.chain ?? [];
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
