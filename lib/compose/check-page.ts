import { adapterFor } from '@/lib/compose/adapter-for';
import type { ComposeHost, ComposeKind } from '@/lib/compose/compose-editor';
import { isShown } from '@/lib/compose/is-shown';

/** What is found of one compose window: part name → rank of the selector that matched, -1 for none. */
export interface CheckedWindow {
  readonly kind: ComposeKind;
  readonly ranks: Readonly<Record<string, number>>;
}

/** How well a mail page is understood at this moment. Holds no mail text. */
export interface PageCheck {
  readonly host: ComposeHost;
  readonly windows: readonly CheckedWindow[];
  /** Editable elements beside Send or a draft's form that cannot be proved to be a compose window. */
  readonly doubts: number;
}

/** Looks at the page as it is now, with both of our detectors; changes nothing. */
export function checkPage(document: Document, host: ComposeHost): PageCheck {
  const adapter = adapterFor(host);
  const usual = adapter.candidates(document);
  const independent = adapter.independentCandidates(document).filter(isShown);
  const windows: CheckedWindow[] = [];
  let doubts = 0;
  for (const element of new Set([...usual, ...independent])) {
    const parts = adapter.locate(element);
    if (parts) windows.push({ kind: parts.kind, ranks: parts.evidence.ranks });
    else if (independent.includes(element)) doubts += 1;
  }
  return { host, windows, doubts };
}
