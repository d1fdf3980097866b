import { readObject } from '@/lib/core/read-value';
import { dropUnsaved, keepUnsaved, readUnsaved, unsavedKeys } from '@/lib/platform/unsaved';
import { type AsideText, mergeDrafts, writtenTexts } from './merge-drafts';
import { type BatchDraft, loadDraft, readDraft, readSubmission } from './store';

const keyOf = (id: string): string => `batch.unsaved:${id}`;

/** Keeps, before the page goes, what is perhaps not in the database yet. */
export function keepUnsavedDraft(mine: BatchDraft, base: BatchDraft): void {
  keepUnsaved(keyOf(mine.id), { mine, base });
}

/** The draft together with what was kept when a page went; the draft itself when there is nothing more in it. */
export function takeUnsavedDraft(stored: BatchDraft): BatchDraft {
  const kept = readUnsaved(keyOf(stored.id));
  if (kept === null) return stored;
  const { mine, base } = readKept(stored.id, stored.updatedAt, kept);
  if (mine.revision === stored.revision) return stored;
  if (base.revision === stored.revision) return mine;
  return mergeDrafts(base, mine, stored);
}

function readKept(id: string, updatedAt: number, kept: unknown) {
  const { mine, base } = readObject(kept);
  return { mine: readDraft(id, updatedAt, mine), base: readDraft(id, updatedAt, base) };
}

/** What was written into a draft that is no longer here, and is nowhere else. */
export interface LateTexts {
  id: string;
  texts: AsideText[];
}

/**
 * Goes through what is kept of drafts that were sent or deleted in another window meanwhile: what was on the disk is
 * dropped, what was written later is answered. Nothing is touched while its draft is there, or lies ready to be sent.
 */
export async function sweepUnsavedDrafts(): Promise<LateTexts[]> {
  const found: LateTexts[] = [];
  for (const key of unsavedKeys(keyOf(''))) {
    const id = key.slice(keyOf('').length);
    if ((await loadDraft(id)) || (await readSubmission(id))) continue;
    const { mine, base } = readKept(id, 0, readUnsaved(key));
    const texts = writtenTexts(base, mine);
    if (texts.length === 0) dropUnsaved(key);
    else found.push({ id, texts });
  }
  return found;
}

export function dropUnsavedDraft(id: string): void {
  dropUnsaved(keyOf(id));
}
