import type {
  ComposeEvidence,
  ComposeHost,
  ComposeKind,
  ComposePlace,
  Recipients,
} from './compose-editor';

/** What an adapter knows of one compose window once it is sure that it is one. */
export interface ComposeParts {
  readonly element: HTMLElement;
  readonly root: HTMLElement;
  readonly kind: ComposeKind;
  readonly evidence: ComposeEvidence;
}

/** How plain text gets into this host's editor as one step of its own undo history. */
export type InsertMethod = 'exec-command' | 'paste';

/** What the editor of a window must know of the place it stands in. */
export interface EditorAdapter {
  readonly host: ComposePlace;
  readonly insertMethod: InsertMethod;
  /** True for the element with which the signature, the quote or another foreign part begins. */
  isForeign(element: Element): boolean;
  subject(parts: ComposeParts): string;
  /** The input that holds the subject, shown or not; null where the window has none. */
  subjectField(root: HTMLElement): HTMLInputElement | null;
  recipients(parts: ComposeParts): Recipients;
  sendButton(root: HTMLElement): HTMLElement | null;
}

/** Everything that differs between the mail hosts. Adding a host means writing one of these. */
export interface ComposeAdapter extends EditorAdapter {
  readonly host: ComposeHost;
  /** Editable elements that could be a compose body: cheap, may name decoys. */
  candidates(root: ParentNode): HTMLElement[];
  /** Walks up from a candidate and answers the window around it, null without the evidence. */
  locate(element: HTMLElement): ComposeParts | null;
  /** Candidates found from another anchor than `candidates` uses: the second opinion of the sweep. */
  independentCandidates(document: Document): HTMLElement[];
  /** Element after which the bar goes, inside the row of Send; null = float. */
  mountPoint(root: HTMLElement): HTMLElement | null;
}
