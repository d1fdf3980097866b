import type { BatchDraft } from './batch-draft';

/** A text that another window replaced in the same moment: kept beside the draft until somebody decides. */
export interface AsideText {
  /** `choice`: both chose something else, and `text` is the name of what was chosen. */
  place: 'name' | 'subject' | 'body' | 'pasted' | 'cell' | 'choice';
  text: string;
}

/** What says which table it is: rows and columns mean something only within it. */
const tableParts = [
  'sourceId',
  'sourceName',
  'copiedFrom',
  'madeHere',
  'sheet',
  'separator',
  'encoding',
  'hasHeader',
] as const;
/** What was chosen and decided about that table. */
const choiceParts = ['addressColumn', 'nameColumn', 'firstNameColumn'] as const;
const skipParts = ['skipInvalid', 'skipDoubles'] as const;
/** One decision, and what it was about. */
const missingParts = ['skipMissing', 'allowMissing', 'allowWithout', 'missingFor'] as const;
/** What is put right and decided about the rows and columns of a table, as it is read. */
export const decisionParts = [
  ...choiceParts,
  ...skipParts,
  ...missingParts,
  'edits',
  'begun',
  'skipped',
  'leftHidden',
  'leftReached',
  'variables',
] as const;
const textParts = ['name', 'subject', 'body', 'pasted'] as const;
const otherParts = [
  'templateId',
  'templateSubject',
  'keptTemplate',
  'html',
  'unsubscribe',
  'sendAt',
  'zone',
  'perMinute',
  'account',
  ...choiceParts,
  ...skipParts,
] as const;

/** What two windows can choose differently, by what people call it. */
const choices = {
  list: tableParts,
  columns: choiceParts,
  lines: [...skipParts, ...missingParts],
  template: ['templateId', 'html'],
  unsubscribe: ['unsubscribe'],
  when: ['sendAt', 'zone'],
  speed: ['perMinute'],
  sender: ['account'],
} as const;
export type BatchChoice = keyof typeof choices;
export const batchChoices = Object.keys(choices) as BatchChoice[];

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Puts two changes of one draft together: what only one window has changed is taken from that window. Where both
 * wrote different things `mine` stands, and a text of the other one is kept in `aside`: nothing written is lost.
 * The step is that of `mine`: each window stands where its reader is. Of two different choices that of `mine` stands, and
 * `aside` says that there was another.
 *
 * @param base what both began with
 */
export function mergeDrafts(base: BatchDraft, mine: BatchDraft, theirs: BatchDraft): BatchDraft {
  const merged: BatchDraft = { ...mine, revision: crypto.randomUUID() };
  const aside = mergeLists(base.aside, mine.aside, theirs.aside, (one) => JSON.stringify(one));
  takeParts(merged, base, theirs, otherParts);
  if (same(pick(mine, missingParts), pick(base, missingParts))) {
    copyParts(merged, theirs, missingParts);
  }
  merged.picked = mergeLists(base.picked, mine.picked, theirs.picked, String);
  for (const part of textParts) {
    if (same(mine[part], base[part])) merged[part] = theirs[part];
    else if (isLost(base[part], mine[part], theirs[part])) {
      aside.push({ place: part, text: theirs[part] });
    }
  }
  // A template hides the text that was written here: whoever wrote it would not see it go.
  const hides = (one: BatchDraft, other: BatchDraft): boolean =>
    one.html !== base.html && one.html !== '' && isLost(base.body, '', other.body);
  if (hides(theirs, mine)) aside.push({ place: 'body', text: mine.body });
  mergeTables(merged, base, mine, theirs, aside);
  for (const choice of batchChoices) {
    const [was, here, there] = [base, mine, theirs].map((one) => pick(one, choices[choice]));
    if (same(here, was) || same(there, was) || same(here, there)) continue;
    aside.push({ place: 'choice', text: choice });
  }
  merged.aside = [...new Map(aside.map((one) => [JSON.stringify(one), one])).values()];
  return merged;
}

/** Are these two the same mail to the same people? Where a window stands, what is being typed and what lies beside do not count. */
export function isSameBatch(a: BatchDraft, b: BatchDraft): boolean {
  const content = ({
    step: _,
    updatedAt: _at,
    revision: _is,
    aside: _beside,
    begun: _begun,
    picked: _picked,
    keptTemplate: _kept,
    readings: _earlier,
    ...rest
  }: BatchDraft) => Object.entries(rest).sort(([one], [other]) => (one < other ? -1 : 1));
  return same(content(a), content(b));
}

/** The texts that were written here since `base`, corrected cells too. */
export function writtenTexts(base: BatchDraft, mine: BatchDraft): AsideText[] {
  const texts: AsideText[] = textParts
    .filter((place) => isLost(base[place], '', mine[place]))
    .map((place) => ({ place, text: mine[place] }));
  return [...texts, ...cellTexts(base, mine)];
}

/** Cells that this side has put right, or begun to. */
function cellTexts(base: BatchDraft, side: BatchDraft): AsideText[] {
  const cells = [...missingEdits(base, side), ...begunEdits(base, side)];
  return cells.map(({ text }) => ({ place: 'cell', text }));
}

function mergeTables(
  merged: BatchDraft,
  base: BatchDraft,
  mine: BatchDraft,
  theirs: BatchDraft,
  aside: AsideText[],
): void {
  const was = pick(base, tableParts);
  if (!same(pick(mine, tableParts), was)) {
    // Another table was taken here: what the other window put right belongs to the one before.
    copyParts(merged, mine, [...choiceParts, ...skipParts, ...missingParts]);
    aside.push(...cellTexts(base, theirs));
    return;
  }
  if (!same(pick(theirs, tableParts), was)) {
    copyParts(merged, theirs, [...tableParts, ...decisionParts, 'readings']);
    aside.push(...cellTexts(base, mine));
    return;
  }
  const at = ({ row, column }: BatchDraft['edits'][number]): string => `${row},${column}`;
  merged.edits = mergeLists(base.edits, mine.edits, theirs.edits, at);
  merged.begun = mergeLists(base.begun, mine.begun, theirs.begun, at);
  for (const { text } of missingEdits(base, theirs)) {
    if (!merged.edits.some((edit) => edit.text === text)) aside.push({ place: 'cell', text });
  }
  for (const part of ['skipped', 'leftHidden', 'leftReached'] as const) {
    merged[part] = mergeLists(base[part], mine[part], theirs[part], String);
  }
  const [before, here, there] = [base, mine, theirs].map(({ variables }) =>
    Object.entries(variables),
  );
  const variables = mergeLists(before ?? [], here ?? [], there ?? [], ([name]) => name);
  merged.variables = Object.fromEntries(variables);
}

/** Corrections that this side has made. */
function missingEdits(base: BatchDraft, side: BatchDraft): BatchDraft['edits'] {
  return side.edits.filter(
    (edit) => edit.text !== '' && !base.edits.some((was) => same(was, edit)),
  );
}

/** Corrections that this side has begun since. */
function begunEdits(base: BatchDraft, { begun }: BatchDraft): BatchDraft['edits'] {
  return begun.filter((one) => one.text !== '' && !base.begun.some((was) => same(was, one)));
}

/** Would this text be nowhere any more? Not if the one that stands contains it, or nobody wrote it just now. */
function isLost(was: string, mine: string, theirs: string): boolean {
  return theirs !== was && theirs.trim() !== '' && !mine.includes(theirs);
}

type Parts = readonly (keyof BatchDraft)[];

function pick(draft: BatchDraft, parts: Parts): unknown[] {
  return parts.map((part) => draft[part]);
}

function copyParts(to: BatchDraft, from: BatchDraft, parts: Parts): void {
  Object.assign(to, Object.fromEntries(parts.map((part) => [part, from[part]])));
}

/** Takes from the other side whatever has not been touched on this one. */
function takeParts(merged: BatchDraft, base: BatchDraft, theirs: BatchDraft, parts: Parts): void {
  copyParts(
    merged,
    theirs,
    parts.filter((part) => same(merged[part], base[part])),
  );
}

/** Both lists as one: each side's additions and changes, without what either took away. */
function mergeLists<T>(
  base: readonly T[],
  mine: readonly T[],
  theirs: readonly T[],
  keyOf: (one: T) => string,
): T[] {
  const [was, here, there] = [base, mine, theirs].map(
    (list) => new Map(list.map((one) => [keyOf(one), one])),
  ) as [Map<string, T>, Map<string, T>, Map<string, T>];
  const chosen = (key: string): T | undefined =>
    same(here.get(key), was.get(key)) ? there.get(key) : here.get(key);
  return [...new Set([...here.keys(), ...there.keys()])]
    .map(chosen)
    .filter((one): one is T => one !== undefined);
}
