import { AppError } from '@/lib/core/app-error';
import { readChoice, readCount, readObject, readOptional, readText } from '@/lib/core/read-value';
import { database, type WorkInProgressRow } from '@/lib/platform/database';
import { noteCopySent } from './copies';
import { type AsideText, decisionParts, mergeDrafts } from './merge-drafts';

/** What stands in one cell instead of what the file says. */
export interface CellEdit {
  row: number;
  column: number;
  text: string;
}

/** A way in which the table was read before, and what was decided then. */
export interface Reading {
  /** Sheet, separator, encoding and header: as chosen (empty = guessed), and as it was read with that. */
  chosen: string[];
  read: string[];
  kept: Partial<BatchDraft>;
}

/** A batch being prepared. Saved as one types; the file it comes from lies in a row of its own. */
export interface BatchDraft {
  id: string;
  updatedAt: number;
  /** Another one with every change of what is sent: two windows see by it whether they mean the same. */
  revision: string;
  name: string;
  step: 'recipients' | 'message' | 'check' | 'send';
  /** Where the recipients come from, in the user's words: name of the file; empty = none yet. */
  sourceName: string;
  /** Another one with each file or text that is taken. */
  sourceId: string;
  /** Its cells were written here, from contacts or a batch: there is no way to read them wrongly. */
  madeHere: boolean;
  /** The batch whose unreached people these are, by the relay's id; empty = these are nobody's rest. */
  copiedFrom: string;
  /** Cells typed or pasted and not taken yet. */
  pasted: string;
  /** Ids of contacts picked one by one, taken or not. */
  picked: string[];
  /** How the table is read, where the user overruled the guess. */
  sheet: string;
  separator: string;
  encoding: string;
  hasHeader: boolean | null;
  /** How it was read before, with what was decided about it then. */
  readings: Reading[];
  /** Headers of the columns, as chosen; null = as guessed. */
  addressColumn: string | null;
  nameColumn: string | null;
  firstNameColumn: string | null;
  /** Corrected cells, in the order in which they were corrected. */
  edits: CellEdit[];
  /** Corrections that were begun: kept with every letter, corrections only once their fields are left. */
  begun: CellEdit[];
  /** Rows left out one by one. */
  skipped: number[];
  /** Those among them that were left out together, since they are hidden in the file. */
  leftHidden: number[];
  /** And those whose people have received it from the batch this was copied from. */
  leftReached: number[];
  skipInvalid: boolean;
  skipDoubles: boolean;
  skipMissing: boolean;
  /** Rows without a value go out all the same. */
  allowMissing: boolean;
  /** Variables without any column stay empty in every mail. */
  allowWithout: boolean;
  /** What these three were decided about, see `sourcesOf`; about anything else they say nothing. */
  missingFor: string[];
  templateId: string;
  /** The template's subject when it was taken; null = taken by a version that did not keep it. */
  templateSubject: string | null;
  /** The text of the template that was seen and not taken, see `templateVersion`; about another one it says nothing. */
  keptTemplate: string;
  subject: string;
  /** Written here: plain text, turned into the HTML part when it is sent. */
  body: string;
  /** Taken from a template: its HTML. One of the two is empty. */
  html: string;
  /** Variable → header, where the user overruled the guess; '' = nothing. */
  variables: Record<string, string>;
  unsubscribe: boolean;
  /** `2026-12-24T18:30` in `zone`; empty = now, `noTimeYet` = later, and nobody has said when. */
  sendAt: string;
  zone: string;
  perMinute: number | null;
  /** Id of the mail account of one's own that it leaves from; empty = the relay's sender. */
  account: string;
  /** What another window wrote in the same place at the same time. */
  aside: AsideText[];
}

/** A batch laid ready to be handed over: body and key are made once and never change (R30). */
export interface Submission {
  id: string;
  name: string;
  total: number;
  idempotencyKey: string;
  /** The body of the request, byte for byte. */
  body: Blob;
  startedAt: number;
  /** When the relay is to begin, as the body says it; absent = at once. */
  sendAt?: string;
  /** Who was shown as the one that sends when it was pressed; absent when nobody knew. */
  shown?: { origin: string; account: string };
  /** Who was asked first. Only there is it sure that the same key sends nothing twice. */
  tried?: { origin: string; account: string };
  /** What came of the last try without an answer. */
  failure?: { code: string; detail?: string };
}

/** Stands as the departure of a draft whose date is emptied: it must not leave now. */
export const noTimeYet = '-';

const kind = 'batch';
const draftId = (id: string): string => `batch-draft:${id}`;
const sourceId = (id: string): string => `batch-source:${id}`;
const submissionId = (id: string): string => `batch-submission:${id}`;

/** These without the one of this cell. */
export function withoutCell(edits: readonly CellEdit[], { row, column }: Omit<CellEdit, 'text'>) {
  return edits.filter((edit) => edit.row !== row || edit.column !== column);
}

export function newDraft(id: string, zone: string): BatchDraft {
  return { ...readDraft(id, 0, {}), zone };
}

function readEdit(edit: unknown): CellEdit {
  const { row, column, text } = readObject(edit);
  return { row: readCount(row), column: readCount(column), text: readText(text) };
}

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : []).map((one) => readText(one));

function readReading(reading: unknown): Reading {
  const { chosen, read, kept } = readObject(reading);
  const draft = readDraft('', 0, kept);
  return {
    chosen: texts(chosen),
    read: texts(read),
    kept: Object.fromEntries(decisionParts.map((part) => [part, draft[part]])),
  };
}

/** Reads a stored draft value by value: an older version may have written it. */
export function readDraft(id: string, updatedAt: number, content: unknown): BatchDraft {
  const known = readObject(content);
  const numbers = (value: unknown): number[] =>
    Array.isArray(value) ? value.filter((one) => Number.isInteger(one)) : [];
  return {
    id,
    updatedAt,
    revision: readText(known.revision),
    name: readText(known.name),
    step: readChoice(known.step, ['recipients', 'message', 'check', 'send'], 'recipients'),
    sourceName: readText(known.sourceName),
    sourceId: readText(known.sourceId),
    madeHere: known.madeHere === true,
    copiedFrom: readText(known.copiedFrom),
    pasted: readText(known.pasted),
    picked: texts(known.picked),
    sheet: readText(known.sheet),
    separator: readText(known.separator),
    encoding: readText(known.encoding),
    hasHeader: readOptional(known.hasHeader, (value) => value === true),
    readings: (Array.isArray(known.readings) ? known.readings : []).map(readReading),
    addressColumn: readOptional(known.addressColumn, (value) => readText(value)),
    nameColumn: readOptional(known.nameColumn, (value) => readText(value)),
    firstNameColumn: readOptional(known.firstNameColumn, (value) => readText(value)),
    edits: (Array.isArray(known.edits) ? known.edits : []).map(readEdit),
    begun: (Array.isArray(known.begun) ? known.begun : []).map(readEdit),
    skipped: numbers(known.skipped),
    leftHidden: numbers(known.leftHidden),
    leftReached: numbers(known.leftReached),
    skipInvalid: known.skipInvalid === true,
    skipDoubles: known.skipDoubles === true,
    skipMissing: known.skipMissing === true,
    allowMissing: known.allowMissing === true,
    allowWithout: known.allowWithout === true,
    missingFor: texts(known.missingFor),
    templateId: readText(known.templateId),
    templateSubject: readOptional(known.templateSubject, (value) => readText(value)),
    keptTemplate: readText(known.keptTemplate),
    subject: readText(known.subject),
    body: readText(known.body),
    html: readText(known.html),
    variables: Object.fromEntries(
      Object.entries(readObject(known.variables)).map(([name, header]) => [name, readText(header)]),
    ),
    unsubscribe: known.unsubscribe !== false,
    sendAt: readText(known.sendAt),
    zone: readText(known.zone),
    perMinute: readOptional(known.perMinute, (value) => readCount(value)),
    account: readText(known.account),
    aside: (Array.isArray(known.aside) ? known.aside : []).map((one) => {
      const { place, text } = readObject(one);
      return {
        place: readChoice(place, ['name', 'subject', 'body', 'pasted', 'cell', 'choice'], 'body'),
        text: readText(text),
      };
    }),
  };
}

/** Drafts of batches, the last changed first; without those that are being handed over. */
export async function listDrafts(): Promise<BatchDraft[]> {
  const rows = await database.worksInProgress.where('id').startsWith(draftId('')).toArray();
  const waiting = new Set((await listSubmissions()).map(({ id }) => draftId(id)));
  return rows
    .filter(({ id }) => !waiting.has(id))
    .sort((a, b) => b.updatedAt - a.updatedAt)
    .map(({ id, updatedAt, content }) =>
      readDraft(id.slice(draftId('').length), updatedAt, content),
    );
}

export async function loadDraft(id: string): Promise<BatchDraft | null> {
  const row = await database.worksInProgress.get(draftId(id));
  return row ? readDraft(id, row.updatedAt, row.content) : null;
}

export async function saveDraft(draft: BatchDraft): Promise<void> {
  const { id, updatedAt, ...content } = draft;
  await database.worksInProgress.put({ id: draftId(id), kind, updatedAt, content });
}

/** The file or text of a draft's recipients; null when there is none. */
export async function loadSource(id: string): Promise<Blob | string | null> {
  const row = await database.worksInProgress.get(sourceId(id));
  const { source } = readObject(row?.content);
  return source instanceof Blob || typeof source === 'string' ? source : null;
}

/** Replaces the recipients of a draft: file and draft in one transaction, both or neither (X21). */
export async function saveSource(draft: BatchDraft, source: Blob | string): Promise<void> {
  const { id, updatedAt, ...content } = draft;
  const rows: WorkInProgressRow[] = [
    { id: draftId(id), kind, updatedAt, content },
    { id: sourceId(id), kind, updatedAt, content: { source } },
  ];
  await database.worksInProgress.bulkPut(rows);
}

/** A draft that was deleted, with everything that was of it. */
export interface DeletedDraft {
  draft: BatchDraft;
  source: Blob | string | null;
}

/**
 * Deletes a draft with its file, and answers both as they were. Null, with nothing deleted, where another click was
 * faster, or where it is being handed over: without its key it could be sent a second time.
 */
export async function deleteDraft(id: string): Promise<DeletedDraft | null> {
  return database.transaction('rw', database.worksInProgress, async () => {
    const there = await loadWithSource(id);
    if (there) await database.worksInProgress.bulkDelete([draftId(id), sourceId(id)]);
    return there;
  });
}

/** Puts a deleted draft back as it was; one that is there again stays. */
export async function restoreDraft({ draft, source }: DeletedDraft): Promise<void> {
  await database.transaction('rw', database.worksInProgress, async () => {
    if (await database.worksInProgress.get(draftId(draft.id))) return;
    await (source === null ? saveDraft(draft) : saveSource(draft, source));
  });
}

/** Removes a draft and everything of it, a submission too. */
export async function forgetDraft(id: string): Promise<void> {
  await database.worksInProgress.bulkDelete([draftId(id), sourceId(id), submissionId(id)]);
}

/**
 * Lays a batch ready before the first try. One that lies there already stays as it is: its key has perhaps been
 * used. Answers what lies there now.
 * Throws `batch-draft-changed` when the draft on the disk is not the one that was `shown`: nobody has looked at it.
 */
export async function layReady(submission: Submission, shown: BatchDraft): Promise<Submission> {
  return database.transaction('rw', database.worksInProgress, async () => {
    const before = await readSubmission(submission.id);
    if (before) return before;
    const stored = await loadDraft(submission.id);
    // Handed over or deleted in another window: what still stands here must not be sent a second time.
    if (!stored) throw new AppError('batch-draft-gone');
    if (stored.revision !== shown.revision) throw new AppError('batch-draft-changed');
    await writeSubmission(submission);
    if (stored.copiedFrom !== '') await noteCopySent(stored);
    return submission;
  });
}

/** Writes what became of a try, unless the submission was given up or replaced meanwhile; then answers false. */
export async function keepSubmission(submission: Submission): Promise<boolean> {
  return database.transaction('rw', database.worksInProgress, async () => {
    const before = await readSubmission(submission.id);
    if (before?.idempotencyKey !== submission.idempotencyKey) return false;
    await writeSubmission(submission);
    return true;
  });
}

/**
 * Changes a draft that is still one, together with what another window has changed meanwhile; answers what is on the
 * disk then. Throws `batch-draft-gone` when it was handed over or deleted: writing it would bring it back, to be sent
 * again.
 * @param base the last state of the disk that the caller knows
 * @param source other recipients, which `mine.sourceId` belongs to
 */
export async function updateDraft(
  mine: BatchDraft,
  base: BatchDraft,
  source?: Blob | string,
): Promise<BatchDraft> {
  return database.transaction('rw', database.worksInProgress, async () => {
    const theirs = await loadDraft(mine.id);
    if (!theirs || (await readSubmission(mine.id))) throw new AppError('batch-draft-gone');
    const known = theirs.revision === base.revision || theirs.revision === mine.revision;
    const next = known ? mine : mergeDrafts(base, mine, theirs);
    await (source === undefined ? saveDraft(next) : saveSource(next, source));
    return next;
  });
}

/** A draft with its file as they are together; null when it was handed over or deleted. */
export async function loadWithSource(
  id: string,
): Promise<{ draft: BatchDraft; source: Blob | string | null } | null> {
  return database.transaction('r', database.worksInProgress, async () => {
    const draft = await loadDraft(id);
    if (!draft || (await readSubmission(id))) return null;
    return { draft, source: await loadSource(id) };
  });
}

export async function readSubmission(id: string): Promise<Submission | null> {
  const row = await database.worksInProgress.get(submissionId(id));
  return row ? (row.content as Submission) : null;
}

export async function writeSubmission(submission: Submission): Promise<void> {
  const { id, startedAt } = submission;
  await database.worksInProgress.put({
    id: submissionId(id),
    kind,
    updatedAt: startedAt,
    content: submission,
  });
}

export async function listSubmissions(): Promise<Submission[]> {
  const rows = await database.worksInProgress.where('id').startsWith(submissionId('')).toArray();
  return rows.map(({ content }) => content as Submission);
}

/** A refusal took nothing: the draft can be changed and handed over anew, with another key. */
export async function dropSubmission(id: string): Promise<void> {
  await database.worksInProgress.delete(submissionId(id));
}
