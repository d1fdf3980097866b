import { readObject } from '@/lib/core/read-value';
import { mergeDrafts } from './merge-drafts';
import { type BatchDraft, readDraft } from './store';

const keyOf = (id: string): string => `batch.unsaved:${id}`;

/** Keeps, before the page goes, what is perhaps not in the database yet. Takes no time, unlike that. */
export function keepUnsaved(mine: BatchDraft, base: BatchDraft): void {
  try {
    localStorage.setItem(keyOf(mine.id), JSON.stringify({ mine, base }));
  } catch {
    // More than fits there: then only the database has it.
  }
}

/** The draft together with what was kept when a page went; the draft itself when there is nothing more in it. */
export function takeUnsaved(stored: BatchDraft): BatchDraft {
  const text = localStorage.getItem(keyOf(stored.id));
  if (text === null) return stored;
  const kept = readObject(JSON.parse(text));
  const { id, updatedAt } = stored;
  const [mine, base] = [readDraft(id, updatedAt, kept.mine), readDraft(id, updatedAt, kept.base)];
  if (mine.revision === stored.revision) return stored;
  if (base.revision === stored.revision) return mine;
  return mergeDrafts(base, mine, stored);
}

export function dropUnsaved(id: string): void {
  localStorage.removeItem(keyOf(id));
}
