/**
 * The contract between a compose window of a mail page and everything we add to it. One adapter per
 * host implements it; features know only this file. No browser API here: lib/compose could be used by
 * any other project.
 */

import type { RichElement } from '@/lib/core/mail/rich-text';

export type ComposeHost = 'gmail' | 'outlook';
/** Where a mail is written: in a mail page, or in our own quick compose. */
export type ComposePlace = ComposeHost | 'quick-compose';
export type ComposeKind = 'new' | 'reply' | 'popout' | 'unknown';

/** Which ranked selector matched for each part of the window. Holds no mail text: safe to report. */
export interface ComposeEvidence {
  readonly host: ComposePlace;
  /** Part name (`body`, `toolbar`, `send`, `subject`, …) → rank that matched, -1 when none did. */
  readonly ranks: Readonly<Record<string, number>>;
}

export interface Recipients {
  to: string[];
  cc: string[];
  bcc: string[];
}

export type DraftScope = 'draft' | 'selection';

/**
 * Something inside the draft that is not plain text and must survive every rewrite: a link, an image,
 * a mention. In `DraftSnapshot.text` it stands as its token, e.g. `⟦1⟧`.
 */
export interface DraftAtom {
  token: string;
  kind: 'link' | 'image' | 'mention' | 'other';
  /** What a person would call it: the link's text, the image's alt text. */
  label: string;
}

/**
 * The author's own text at one moment: no quote, no signature, no placeholder. Blocks (paragraphs,
 * list items, table cells) are separated by `\n`; an empty line is an empty block.
 */
export interface DraftSnapshot {
  readonly scope: DraftScope;
  readonly text: string;
  readonly atoms: readonly DraftAtom[];
}

/** Replace `[start, end)` of `DraftSnapshot.text` (UTF-16 offsets) by `text`. Edits never overlap. */
export interface TextEdit {
  start: number;
  end: number;
  text: string;
}

export type WriteOutcome =
  | { ok: true; method: 'exec-command' | 'paste' | 'composition' | 'textarea' }
  | {
      ok: false;
      reason: 'draft-gone' | 'draft-changed' | 'composing' | 'not-inserted' | 'text-too-long';
      /** True when the draft is again exactly what it was before the try. */
      restored: boolean;
    };

/** What became of a text for the subject line. */
export type SubjectOutcome =
  | { ok: true }
  | {
      ok: false;
      /** `hidden`: the window shows no subject that could be changed (an inline reply). */
      reason: 'hidden' | 'draft-gone' | 'not-set';
    };

/** A place in the draft that outlives a change of focus (our dialog opens, the user clicks elsewhere). */
export interface RememberedPlace {
  /** True when it spans text that an insertion would replace. */
  readonly hasSelection: boolean;
}

export interface InsertOptions {
  /** The same text with its formatting; it is used where the editor and the place can hold it. */
  readonly rich?: readonly RichElement[] | null;
  /** A text of several lines is not glued to what stands before or behind it in a line. */
  readonly ownLines?: boolean;
  /** Its first and last word keep clear of the words beside them. */
  readonly ownWords?: boolean;
}
export interface ComposeEditor {
  readonly host: ComposePlace;
  readonly kind: ComposeKind;
  /** The editable element (or plain-text `<textarea>`). */
  readonly element: HTMLElement;
  /** The compose window around it; grows when parts of the window come late (`onGrow`). */
  readonly root: HTMLElement;
  readonly evidence: ComposeEvidence;
  /** Aborted when the compose window closes or the host replaces its editor. */
  readonly signal: AbortSignal;

  /** Calls back when `root` has become another, larger element. */
  onGrow(callback: () => void, signal: AbortSignal): void;

  subject(): string;
  /**
   * Replaces the subject in one undo step of its own field, only where the user sees that field; the host
   * notices, focus stays where it was. Line breaks become spaces.
   */
  setSubject(text: string): SubjectOutcome;
  /** Also of rows that are folded away. Nothing is focused or opened. */
  recipients(): Recipients;
  /** `selection` with nothing selected inside the author's text answers the whole draft (scope tells). */
  read(scope: DraftScope): DraftSnapshot;

  /**
   * Remembers caret or selection now; without one in the author's text, the end of that text. Like
   * `read`, it begins something the user asked for, so a Send that the host had refused counts no more.
   */
  rememberPlace(): RememberedPlace;
  /** Viewport rectangle of the caret or selection end, for overlays; the editor's own when unknown. */
  caretRect(): DOMRect;
  focus(): void;

  /**
   * Inserts plain text (`\n` = new line) at the place in one undo step and reads it back. On failure
   * the draft is as before.
   */
  insertText(text: string, place?: RememberedPlace, options?: InsertOptions): Promise<WriteOutcome>;

  /**
   * Applies edits to the draft as it was read, in one undo step, and reads it back. Formatting, links,
   * images, lists, signature and quote survive. Refused with `draft-changed` when the user has typed
   * since the snapshot. On failure the draft is as before.
   */
  applyEdits(snapshot: DraftSnapshot, edits: readonly TextEdit[]): Promise<WriteOutcome>;

  /** Calls back when the user presses Send (before the host acts); nothing may be written after it. */
  onSend(callback: () => void, signal: AbortSignal): void;
}

/** Where the bar goes: beside the host's toolbar when there is one, else floating at the editor. */
export interface BarPlacement {
  readonly mode: 'toolbar' | 'floating';
}

/**
 * Puts `bar` (our `<iaposte-bar>`) into the compose window and keeps it there until `signal` aborts:
 * re-attached when the host removes it, never covering or moving Send.
 */
export type MountBar = (
  editor: ComposeEditor,
  bar: HTMLElement,
  signal: AbortSignal,
) => BarPlacement;
