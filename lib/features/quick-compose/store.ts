import { parseQuickDraft, type QuickDraft } from '@/lib/core/quick-compose/quick-draft';
import { database } from '@/lib/platform/database';
import { guarded } from '@/lib/platform/storage-guard';

/** There is one mail at a time in the popup. */
const id = 'quick-compose';
/** Milliseconds that two clocks of one machine may be apart. */
const clockSlack = 60_000;

export async function loadDraft(): Promise<QuickDraft> {
  const row = await guarded(() => database.worksInProgress.get(id));
  return parseQuickDraft(row?.content);
}

/** Writes the draft unless a newer state is there already. `at`: milliseconds since the epoch. */
export async function saveDraft(draft: QuickDraft, at: number): Promise<void> {
  await guarded(() =>
    database.transaction('rw', database.worksInProgress, async () => {
      const before = await database.worksInProgress.get(id);
      // A stored time that lies ahead is that of a wrong clock: it must not stop what is typed now.
      if (before && before.updatedAt > at && before.updatedAt <= Date.now() + clockSlack) return;
      const content = parseQuickDraft(draft);
      await database.worksInProgress.put({ id, kind: 'quick-compose', updatedAt: at, content });
    }),
  );
}
