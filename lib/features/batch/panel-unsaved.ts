import { readObject } from '@/lib/core/read-value';
import { dropUnsaved, keepUnsaved, readUnsaved } from '@/lib/platform/unsaved';
import { mergeDrafts } from './merge-drafts';
import { type BatchDraft, readDraft } from './store';

const keyOf = (id: string): string => `batch.unsaved:${id}`;

/** Keeps, before the page goes, what is perhaps not in the database yet. */
export function keepUnsavedDraft(mine: BatchDraft, base: BatchDraft): void {
  keepUnsaved(keyOf(mine.id), { mine, base });
}

/** The draft together with what was kept when a page went; the draft itself when there is nothing more in it. */
export function takeUnsavedDraft(stored: BatchDraft): BatchDraft {
  const kept = readUnsaved(keyOf(stored.id));
  if (kept === null) return stored;
  const { id, updatedAt } = stored;
  const { mine: newer, base: older } = readObject(kept);
  const [mine, base] = [readDraft(id, updatedAt, newer), readDraft(id, updatedAt, older)];
  if (mine.revision === stored.revision) return stored;
  if (base.revision === stored.revision) return mine;
  return mergeDrafts(base, mine, stored);
}

export function dropUnsavedDraft(id: string): void {
  dropUnsaved(keyOf(id));
}
