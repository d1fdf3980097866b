import { checkPage, type PageCheck } from '@/lib/compose/check-page';
import type { ComposeHost } from '@/lib/compose/compose-editor';
import { type DetectorRecord, detectorRecord } from '@/lib/features/second-detector';

/** The self-check's view of one mail page: structure only, no text of a mail, no address. */
export interface MailPageCheck extends PageCheck {
  /** How many of our bars stand in a row of Send, and how many float. */
  readonly bars: { readonly toolbar: number; readonly floating: number };
  readonly second: DetectorRecord;
  /** True when the user has switched this mail host off. */
  readonly off: boolean;
}

/** The answer of a page on which we do nothing: it is not even looked at. */
export function switchedOff(host: ComposeHost): MailPageCheck {
  const bars = { toolbar: 0, floating: 0 };
  return { host, windows: [], doubts: 0, bars, second: detectorRecord({}), off: true };
}

/** Checks the page as it is now. `world` is the isolated world in which our halves keep their records. */
export function checkMailPage(document: Document, host: ComposeHost, world: object): MailPageCheck {
  const bars = { toolbar: 0, floating: 0 };
  for (const bar of document.querySelectorAll<HTMLElement>('iaposte-bar')) {
    bars[bar.dataset.mode === 'floating' ? 'floating' : 'toolbar'] += 1;
  }
  return { ...checkPage(document, host), bars, second: detectorRecord(world), off: false };
}
