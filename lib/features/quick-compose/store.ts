import { parseQuickDraft, type QuickDraft } from '@/lib/core/quick-compose/quick-draft';
import { database } from '@/lib/platform/database';
import { guarded } from '@/lib/platform/storage-guard';

/** There is one mail at a time in the popup. */
const id = 'quick-compose';

export async function loadDraft(): Promise<QuickDraft> {
  const row = await guarded(() => database.worksInProgress.get(id));
  return parseQuickDraft(row?.content);
}

/** Writes the draft unless a newer state is there already. `at`: milliseconds since the epoch. */
export async function saveDraft(draft: QuickDraft, at: number): Promise<void> {
  await guarded(() =>
    database.transaction('rw', database.worksInProgress, async () => {
      const before = await database.worksInProgress.get(id);
      if (before && before.updatedAt > at) return;
      const content = parseQuickDraft(draft);
      await database.worksInProgress.put({ id, kind: 'quick-compose', updatedAt: at, content });
    }),
  );
}
