import type { InsertMethod } from '@/lib/compose/compose-adapter';
import type { WriteOutcome } from '@/lib/compose/compose-editor';
import type { DraftBlock, DraftCell, IsForeign } from '@/lib/compose/draft/draft-blocks';
import { looksSame } from '@/lib/compose/draft/draft-surface';
import { patchChildren } from '@/lib/compose/draft/patch-children';
import { type DraftView, readDraftView, type TextSpan } from '@/lib/compose/draft/read-draft';
import type { RevisedBlock } from '@/lib/compose/draft/revise-cells';
import { spanRange } from '@/lib/compose/draft/rich-place';
import { textArrives } from '@/lib/compose/draft/text-arrives';
import type { PagePaste } from '@/lib/compose/page-paste';
import { asOneStep, typeLines } from '@/lib/compose/write-text';
import { commonEnds } from '@/lib/core/common-ends';

interface Insertion {
  readonly view: DraftView;
  readonly span: TextSpan;
  readonly text: string;
  readonly expected: string;
  /** The editor as it should be, null when only the host can say (the selection holds a link). */
  readonly wanted: Element | null;
  readonly caret: number;
}

interface Replacement {
  readonly view: DraftView;
  readonly revised: readonly RevisedBlock[];
  /** True when the blocks stay and only text inside them changes. */
  readonly inPlace: boolean;
  readonly wanted: Element;
  readonly expected: string;
  readonly caret: number;
}

/**
 * A text with more than this is put in as it shall stand, as formatted text is: typed line by line, or
 * through the host's own paste, a thousand lines held Gmail's page for 18 s and 100,000 characters
 * Outlook's for 7.
 */
const mostTyped = { characters: 4_000, lines: 40 } as const;

function isLong(text: string): boolean {
  return text.length > mostTyped.characters || text.split('\n').length > mostTyped.lines;
}

/** How long a host may take to turn a paste into text (RoosterJS does it after a few microtasks). */
const pasteTimeout = 1500;

/** Changes a rich editor in one undo step, reads it back, and puts everything back when it failed. */
export class RichWriter {
  readonly #element: HTMLElement;
  readonly #isForeign: IsForeign;
  readonly #insertMethod: InsertMethod;
  readonly #pagePaste: PagePaste | null;

  constructor(
    element: HTMLElement,
    isForeign: IsForeign,
    insertMethod: InsertMethod,
    pagePaste: PagePaste | null,
  ) {
    this.#element = element;
    this.#isForeign = isForeign;
    this.#insertMethod = insertMethod;
    this.#pagePaste = pagePaste;
  }

  view(): DraftView {
    return readDraftView(this.#element, this.#isForeign);
  }

  /** Inserts plain text at a span, by the host's own way first. */
  async insert(job: Insertion): Promise<WriteOutcome> {
    const before = this.#element.cloneNode(true) as Element;
    const foreign = this.#foreignParts();
    const good = () => this.#reads(job.expected) && this.#foreignParts() === foreign;
    const long = job.wanted !== null && isLong(job.text);
    if (this.#insertMethod === 'paste' && !long) {
      const paste = await this.#paste(job, good);
      if (paste === 'arrived') {
        this.#finish(job.caret);
        return { ok: true, method: 'paste' };
      }
      // The text may still come: a second way would then put it there twice.
      if (paste === 'awaited') return this.#leaveAlone(job);
    }
    if (!long && this.#element.innerHTML === before.innerHTML) {
      this.#step(() => {
        if (this.#select(job.view, job.span)) typeLines(this.#document, job.text);
      });
      await turn();
      if (good()) {
        this.#finish(job.caret);
        return { ok: true, method: this.#composes ? 'composition' : 'exec-command' };
      }
    }
    if (job.wanted) {
      const wanted = job.wanted;
      this.#step(() => this.#become(wanted, job.caret));
      await turn();
      if (good()) return { ok: true, method: this.#composes ? 'composition' : 'exec-command' };
    }
    return this.#giveUp(before);
  }

  /** Puts a whole revision into the editor. */
  async replace(job: Replacement): Promise<WriteOutcome> {
    const before = this.#element.cloneNode(true) as Element;
    const foreign = this.#foreignParts();
    this.#element.focus({ preventScroll: true });
    this.#step(() => {
      if (job.inPlace) this.#typeInPlace(job);
      this.#become(job.wanted, job.caret);
    });
    await turn();
    if (this.#reads(job.expected) && this.#foreignParts() === foreign) {
      return { ok: true, method: this.#composes ? 'composition' : 'exec-command' };
    }
    return this.#giveUp(before);
  }

  get #document(): Document {
    return this.#element.ownerDocument;
  }

  get #composes(): boolean {
    return this.#insertMethod === 'paste';
  }

  #step(change: () => void): void {
    if (this.#composes) asOneStep(this.#element, change);
    else change();
  }

  #reads(expected: string): boolean {
    return this.#element.isConnected && looksSame(this.view().draft.text, expected);
  }

  async #paste(
    { view, span, text }: Insertion,
    good: () => boolean,
  ): Promise<'arrived' | 'awaited' | 'refused'> {
    if (!this.#pagePaste?.ready || text === '' || !this.#select(view, span)) return 'refused';
    if (!this.#pagePaste.paste(this.#element, text)) return good() ? 'arrived' : 'refused';
    return (await textArrives(this.#element, good, pasteTimeout)) ? 'arrived' : 'awaited';
  }

  /** After a wait the draft is the user's again: what stands there now is not put back or overwritten. */
  #leaveAlone(job: Insertion): WriteOutcome {
    if (!this.#element.isConnected) return { ok: false, reason: 'draft-gone', restored: false };
    const untouched = this.#reads(job.view.draft.text);
    return untouched
      ? { ok: false, reason: 'not-inserted', restored: true }
      : { ok: false, reason: 'draft-changed', restored: false };
  }

  /** Types each changed stretch with the browser's own command, from the last block to the first. */
  #typeInPlace({ view, revised }: Replacement): void {
    const byBlock = Map.groupBy(view.draft.cells, (placed) => placed.block);
    for (let index = revised.length - 1; index >= 0; index -= 1) {
      const now = revised[index];
      const block = view.blocks[index];
      if (!now?.changed || !block) continue;
      const stretch = changedStretch(block, now);
      if (!stretch) continue;
      const cells = byBlock.get(index) ?? [];
      const own = cells.filter((placed) => placed.cell);
      const start = own[stretch.at]?.start ?? cells.at(-1)?.end ?? 0;
      const span = { start, end: start + stretch.gone };
      if (this.#select(view, span)) typeLines(this.#document, stretch.text);
    }
  }

  /** Brings the editor to exactly the wanted content; what is right already is not touched. */
  #become(wanted: Element, caret: number): void {
    if (withoutHardSpaces(this.#element) !== withoutHardSpaces(wanted)) {
      patchChildren(this.#element, wanted);
      this.#notify();
    }
    this.#finish(caret);
  }

  #giveUp(before: Element): WriteOutcome {
    if (!this.#element.isConnected) return { ok: false, reason: 'draft-gone', restored: false };
    if (this.#element.innerHTML !== before.innerHTML) {
      this.#step(() => {
        patchChildren(this.#element, before);
        this.#notify();
      });
    }
    const restored = this.#element.innerHTML === before.innerHTML;
    return { ok: false, reason: 'not-inserted', restored };
  }

  /** Tells the host that its content has changed, as typing would. */
  #notify(): void {
    const inputType = 'insertReplacementText';
    this.#element.dispatchEvent(new InputEvent('input', { bubbles: true, inputType }));
  }

  #select(view: DraftView, span: TextSpan): boolean {
    this.#element.focus({ preventScroll: true });
    const range = spanRange(this.#element, view, span);
    const selection = this.#document.getSelection();
    if (!range || !selection) return false;
    selection.removeAllRanges();
    selection.addRange(range);
    return true;
  }

  /** Leaves the caret behind what was written, in sight. */
  #finish(caret: number): void {
    this.#select(this.view(), { start: caret, end: caret });
    const at = this.#document.getSelection()?.focusNode;
    const element = at?.nodeType === 1 ? (at as Element) : at?.parentElement;
    if (element && element !== this.#element && this.#element.contains(element)) {
      element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  }

  /** The signature and the quote, byte by byte. */
  #foreignParts(): string {
    const parts: string[] = [];
    const visit = (parent: Element) => {
      for (const child of parent.children) {
        if (this.#isForeign(child)) parts.push(child.outerHTML);
        else visit(child);
      }
    };
    visit(this.#element);
    return parts.join('\n');
  }
}

function withoutHardSpaces(element: Element): string {
  return element.innerHTML.replaceAll('&nbsp;', ' ').replaceAll('\u00a0', ' ');
}

/** One turn of the event loop, so that a host that reacts late is seen. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/**
 * The smallest stretch of a block that plain typing can change: its first cell, how many characters go,
 * and the text to type; null when formatting or atoms are in between and only a rebuilt block is exact.
 */
function changedStretch(
  block: DraftBlock,
  revised: RevisedBlock,
): { at: number; gone: number; text: string } | null {
  const old = block.cells;
  const fresh = revised.cells;
  const { head, tail } = commonEnds(old, fresh, same);
  const gone = old.slice(head, old.length - tail);
  const added = fresh.slice(head, fresh.length - tail);
  const chain = (gone[0] ?? added[0])?.chain;
  const plain = [...gone, ...added].every((cell) => cell.kind === 'char' && cell.chain === chain);
  if (!plain) return null;
  const text = added.map((cell) => (cell.kind === 'char' ? cell.char : '')).join('');
  return { at: head, gone: gone.length, text };
}

function same(one: DraftCell, other: DraftCell): boolean {
  if (one.kind !== other.kind || one.chain !== other.chain) return false;
  if (one.kind === 'char' && other.kind === 'char') return one.char === other.char;
  return one.node === other.node;
}
