import { readObject } from '@/lib/core/read-value';
import { dropUnsaved, keepUnsaved, readUnsaved, unsavedKeys } from '@/lib/platform/unsaved';
import { type BatchDraft, readDraft } from './batch-draft';
import { type AsideText, mergeDrafts, writtenTexts } from './merge-drafts';
import { loadDraft, readSubmission } from './store';

const prefix = 'batch.unsaved:';
/** Each page keeps under a name of its own: what one keeps or drops is not what another has left. */
const keyOf = (id: string, page: string): string => `${prefix}${id}:${page}`;
/** Of which draft; an earlier version kept one of each, without a page. */
const idOf = (key: string): string => key.slice(prefix.length).split(':')[0] ?? '';

/** What is kept under a key, as far as somebody has read it. */
export interface Kept {
  key: string;
  revision: string;
}

/** Keeps, before the page goes, what is perhaps not in the database yet. */
export function keepUnsavedDraft(mine: BatchDraft, base: BatchDraft, page: string): Kept {
  const key = keyOf(mine.id, page);
  keepUnsaved(key, { mine, base });
  return { key, revision: mine.revision };
}

/** The draft together with what was kept when pages went; the draft itself when there is nothing more in it. */
export function takeUnsavedDraft(stored: BatchDraft): { draft: BatchDraft; kept: Kept[] } {
  let draft = stored;
  const kept: Kept[] = [];
  for (const key of unsavedKeys(prefix)) {
    if (idOf(key) !== stored.id) continue;
    const { mine, base } = readKept(key, stored.updatedAt);
    kept.push({ key, revision: mine.revision });
    if (mine.revision === stored.revision || mine.revision === draft.revision) continue;
    draft = base.revision === draft.revision ? mine : mergeDrafts(base, mine, draft);
  }
  return { draft, kept };
}

function readKept(key: string, updatedAt: number) {
  const { mine, base } = readObject(readUnsaved(key));
  const id = idOf(key);
  return { mine: readDraft(id, updatedAt, mine), base: readDraft(id, updatedAt, base) };
}

/** What was written into a draft that is no longer here, and is nowhere else. */
export interface LateTexts {
  kept: Kept;
  texts: AsideText[];
}

/**
 * Goes through what is kept of drafts that were sent or deleted in another window meanwhile: what was on the disk is
 * dropped, what was written later is answered. Nothing is touched while its draft is there, or lies ready to be sent.
 */
export async function sweepUnsavedDrafts(): Promise<LateTexts[]> {
  const found: LateTexts[] = [];
  for (const key of unsavedKeys(prefix)) {
    const id = idOf(key);
    if ((await loadDraft(id)) || (await readSubmission(id))) continue;
    const { mine, base } = readKept(key, 0);
    const texts = writtenTexts(base, mine);
    if (texts.length === 0) dropUnsaved(key);
    else found.push({ kept: { key, revision: mine.revision }, texts });
  }
  return found;
}

/** Drops what was kept, unless its page has kept something newer there since. */
export function dropUnsavedDrafts(kept: readonly Kept[]): void {
  for (const { key, revision } of kept) {
    if (readKept(key, 0).mine.revision === revision) dropUnsaved(key);
  }
}
