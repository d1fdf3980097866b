import { readObject, readText } from '@/lib/core/read-value';
import { database } from '@/lib/platform/database';
import type { BatchDraft } from './batch-draft';

/** A draft for the people whom a batch has not reached, or the batch that was made of it. */
export interface RestCopy {
  /** Of the draft. */
  id: string;
  name: string;
  /** It was laid ready to be handed over from this browser. */
  sent: boolean;
}

const draftPrefix = 'batch-draft:';
const sentPrefix = (batchId: string): string => `batch-copy:${batchId}:`;

/** Remembers that a draft for the rest of a batch is being sent: the draft itself is gone once the relay has it. */
export async function noteCopySent({ id, name, copiedFrom }: BatchDraft): Promise<void> {
  await database.worksInProgress.put({
    id: sentPrefix(copiedFrom) + id,
    kind: 'batch',
    updatedAt: Date.now(),
    content: { name },
  });
}

/** What was made in this browser for the people whom this batch has not reached, what was sent first. */
export async function listRestCopies(batchId: string): Promise<RestCopy[]> {
  const { worksInProgress } = database;
  const [drafts, gone] = await Promise.all([
    worksInProgress.where('id').startsWith(draftPrefix).toArray(),
    worksInProgress.where('id').startsWith(sentPrefix(batchId)).toArray(),
  ]);
  const prepared = drafts.filter(({ content }) => readObject(content).copiedFrom === batchId);
  return [
    ...gone.map(({ id, content }) => ({
      id: id.slice(sentPrefix(batchId).length),
      name: readText(readObject(content).name),
      sent: true,
    })),
    ...prepared
      // Laid ready and refused, it is a draft again: once is enough.
      .filter(({ id }) => !gone.some((one) => one.id.endsWith(id.slice(draftPrefix.length))))
      .map(({ id, content }) => ({
        id: id.slice(draftPrefix.length),
        name: readText(readObject(content).name),
        sent: false,
      })),
  ];
}
