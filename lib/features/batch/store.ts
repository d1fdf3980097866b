import { AppError } from '@/lib/core/app-error';
import { readObject } from '@/lib/core/read-value';
import { database, type WorkInProgressRow } from '@/lib/platform/database';
import { type BatchDraft, readDraft } from './batch-draft';
import { noteCopySent } from './copies';
import { mergeDrafts } from './merge-drafts';

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

const kind = 'batch';
const draftId = (id: string): string => `batch-draft:${id}`;
const sourceId = (id: string): string => `batch-source:${id}`;
const submissionId = (id: string): string => `batch-submission:${id}`;

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
