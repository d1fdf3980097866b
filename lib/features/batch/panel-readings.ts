import type { TableSummary } from '@/lib/platform/table/table-session';
import type { BatchDraft, Reading } from './batch-draft';
import { decisionParts } from './merge-drafts';

/** How a table is to be read; empty or null = as guessed. */
type Wish = Pick<BatchDraft, 'sheet' | 'separator' | 'encoding' | 'hasHeader'>;

/** What a new table brings with it: nothing chosen or decided about the one before. */
export function freshTable(sourceName: string): Partial<BatchDraft> {
  return {
    sourceName,
    copiedFrom: '',
    madeHere: false,
    sheet: '',
    separator: '',
    encoding: '',
    hasHeader: null,
    addressColumn: null,
    nameColumn: null,
    firstNameColumn: null,
    edits: [],
    begun: [],
    skipped: [],
    leftHidden: [],
    leftReached: [],
    skipInvalid: false,
    skipDoubles: false,
    skipMissing: false,
    allowMissing: false,
    allowWithout: false,
    missingFor: [],
    variables: {},
    readings: [],
  };
}

/** More ways to read one table nobody tries. */
const mostReadings = 20;

/**
 * The same table read another way. What was put right and decided stands by row, and read another way these are other
 * people: it is laid aside, and there again as soon as the table is read as it was.
 * @param summary how it is read now, guesses included
 */
export function readAgain(
  draft: BatchDraft,
  summary: TableSummary,
  change: Partial<Wish>,
): Partial<BatchDraft> {
  const { sheet, separator, encoding, hasHeader } = draft;
  const wish: Wish = { sheet, separator, encoding, hasHeader, ...change };
  const wanted = wordsOf(wish);
  const found = draft.readings.find((one) => isThis(one, wanted));
  const now: Reading = {
    chosen: wordsOf(draft),
    read: wordsOf({ ...summary, encoding: summary.encoding ?? '' }),
    kept: Object.fromEntries(decisionParts.map((part) => [part, draft[part]])),
  };
  const others = draft.readings.filter((one) => one !== found);
  return {
    ...freshTable(draft.sourceName),
    copiedFrom: draft.copiedFrom,
    madeHere: draft.madeHere,
    ...wish,
    ...found?.kept,
    readings: [...others, now].slice(-mostReadings),
  };
}

function wordsOf({ sheet, separator, encoding, hasHeader }: Record<keyof Wish, unknown>): string[] {
  return [sheet, separator, encoding, hasHeader ?? ''].map(String);
}

/** Each part as it was chosen or guessed then, or chosen now as it was guessed then: that gives the same rows. */
function isThis({ chosen, read }: Reading, wanted: readonly string[]): boolean {
  return wanted.every((one, at) => one === chosen[at] || (one !== '' && one === read[at]));
}
