import type { ComposeEditor, ComposeHost } from '@/lib/compose/compose-editor';
import { isShown } from '@/lib/compose/is-shown';
import { type OtherWindow, secondOpinionIn } from '@/lib/features/second-opinion';
import { loadSecondDetector } from '@/lib/platform/compose-loader';

/** How many windows each of the two sees at the same moment, and how many both. */
export interface Agreement {
  readonly ours: number;
  readonly theirs: number;
  readonly both: number;
}

/** What is known of the second detector in this page. Holds no mail text and no address. */
export interface DetectorRecord {
  readonly state: 'none' | 'ready' | 'failed';
  readonly last: Agreement | null;
  /** How often the two saw different windows since the page was loaded. */
  readonly disagreements: number;
  readonly knowsUser: boolean;
}

interface World {
  iaposteDetectors?: DetectorRecord;
}

const nothing: DetectorRecord = {
  state: 'none',
  last: null,
  disagreements: 0,
  knowsUser: false,
};

/** What has been recorded in this page; also readable where no compose half has been loaded. */
export function detectorRecord(world: object): DetectorRecord {
  return (world as World).iaposteDetectors ?? nothing;
}

/** Counts the windows that both, or only one of the two, take for compose windows in sight. */
function compareDetectors(
  editors: readonly ComposeEditor[],
  others: readonly OtherWindow[],
): Agreement {
  const ours = editors.filter((editor) => !editor.signal.aborted && isShown(editor.element));
  const theirs = others.filter(({ root }) => isShown(root));
  const both = ours.filter((editor) => theirs.some(({ root }) => root.contains(editor.element)));
  return { ours: ours.length, theirs: theirs.length, both: both.length };
}

export interface DetectorWatch {
  /** To be called when the page has come to rest and our own detectors have looked. */
  compare(editors: readonly ComposeEditor[]): void;
}

/**
 * Keeps the record of a page. The other library is loaded when the first window has been found and is
 * only ever asked, never trusted: whatever it does, our own detection goes on.
 */
export function watchSecondDetector(world: object, host: ComposeHost): DetectorWatch {
  if (host !== 'gmail') return { compare: () => undefined };
  const scope = world as World;
  let asked = false;
  const note = (change: Partial<DetectorRecord>): void => {
    scope.iaposteDetectors = { ...detectorRecord(world), ...change };
  };
  const compare = (editors: readonly ComposeEditor[]): void => {
    if (!asked && editors.length > 0) {
      asked = true;
      loadSecondDetector().then(
        () => compare(editors),
        () => note({ state: 'failed' }),
      );
      return;
    }
    const opinion = secondOpinionIn(world);
    if (!opinion) {
      // The script ran and left nothing: it threw while it started.
      if (asked) note({ state: 'failed' });
      return;
    }
    try {
      const last = compareDetectors(editors, opinion.windows());
      const differs = last.ours !== last.both || last.theirs !== last.both;
      const disagreements = detectorRecord(world).disagreements + (differs ? 1 : 0);
      note({ state: 'ready', last, disagreements, knowsUser: opinion.userAddress() !== null });
    } catch {
      note({ state: 'failed' });
    }
  };
  return { compare };
}
