import type { ComponentChildren } from 'preact';

/** One stretch of the comparison in reading order. An empty `after` is a deletion, an empty `before` an insertion. */
export type ReviewSegment =
  | { kind: 'same'; text: string }
  | { kind: 'change'; id: number; before: string; after: string };

export type ReviewChange = Extract<ReviewSegment, { kind: 'change' }>;
export type Decision = 'accepted' | 'rejected';
export type ReviewView = 'changes' | 'side-by-side';

export interface ReviewLabels {
  close: string;
  /** Headings of the two sides and of the editable text. */
  original: string;
  improved: string;
  /** Names of the two views. */
  viewName: string;
  changesView: string;
  sideBySideView: string;
  /** "3 changes · 2 accepted". */
  summary(total: number, accepted: number): string;
  /** Told when the comparison found no difference. */
  noChanges: string;
  waiting: string;
  streaming: string;
  acceptAll: string;
  rejectAll: string;
  accept: string;
  reject: string;
  next: string;
  previous: string;
  /** Names of the key hints at the foot. */
  keys: string;
  /** A change for a screen reader: "Change 2 of 3: “je veux” becomes “je souhaite”". */
  change(position: number, total: number, before: string, after: string): string;
  accepted: string;
  rejected: string;
}

export interface ReviewAction {
  label: string;
  icon?: ComponentChildren;
  busy?: boolean;
  disabled?: boolean;
  /** Becomes `data-action`, for tests and for nobody's styles. */
  name?: string;
  onRun(): void;
}

export interface ReviewDialogProps {
  labels: ReviewLabels;
  title: string;
  /** `ready` without segments shows the original alone (a dictation before it is improved). */
  phase: 'waiting' | 'streaming' | 'ready' | 'failed';
  original: { text: string; editable: boolean; onEdit?(text: string): void };
  /** The whole answer so far, shown while `streaming`. */
  streamedText: string;
  segments: readonly ReviewSegment[] | null;
  /** By change id; a change without an entry counts as accepted. */
  decisions: Readonly<Record<number, Decision>>;
  onDecide(id: number, decision: Decision): void;
  onAll(decision: Decision): void;
  view: ReviewView;
  onView(view: ReviewView): void;
  /** The one that writes into the draft; also run by Ctrl+Enter (Cmd+Enter). */
  primary: { label: string; onRun(): void; disabled?: boolean; busy?: boolean };
  secondary?: readonly ReviewAction[];
  failure?: { text: string; actions?: readonly ReviewAction[] };
  /** One line: where the text was or is processed. */
  provenance: string;
  /** Draws the provenance as "on this device" or "left the device". */
  provenanceKind?: 'device' | 'server';
  /** `⟦1⟧` → what a person calls it: the link's text, the image's alt text. */
  tokenLabels?: Readonly<Record<string, string>>;
  /** What deserves a second look, e.g. a link that the draft did not hold. */
  warnings?: readonly string[];
  /** Shows `Ctrl` or `⌘` in the hints. */
  commandKey?: 'Ctrl' | '⌘';
  onClose(): void;
}

/** The changes of a comparison in reading order. */
export function changesOf(segments: readonly ReviewSegment[] | null): ReviewChange[] {
  return (segments ?? []).filter((segment) => segment.kind === 'change');
}

/** Every change starts accepted. */
export function decisionOf(decisions: Readonly<Record<number, Decision>>, id: number): Decision {
  return decisions[id] ?? 'accepted';
}
