import { clearedId, draftOf, parseHandedMail } from '@/lib/core/quick-compose/handed-mail';
import {
  emptyQuickDraft,
  isEmptyDraft,
  parseQuickDraft,
  type QuickDraft,
} from '@/lib/core/quick-compose/quick-draft';
import { database } from '@/lib/platform/database';
import { guarded } from '@/lib/platform/storage-guard';
import { asidePrefix, handedId } from './handed-store';
import type { DraftChange } from './messages';
import { rewrite, saveDraft } from './store';

/**
 * Makes these mails, or the one put aside, the draft again, all or nothing. The draft that stood there is put
 * aside with its keys: nobody gets it twice when it comes back.
 */
export async function takeUp(wanted: { keys: string[] } | { aside: string }): Promise<void> {
  const ids = 'aside' in wanted ? [wanted.aside] : wanted.keys.map(handedId);
  await guarded(() =>
    database.transaction('rw', database.worksInProgress, async () => {
      const rows = (await database.worksInProgress.bulkGet(ids)).filter((row) => row !== undefined);
      const [first] = rows;
      // Another window was faster.
      if (!first) return;
      const next =
        'aside' in wanted
          ? parseQuickDraft(first.content)
          : draftOf(rows.map(({ content }) => parseHandedMail(content)));
      let before = emptyQuickDraft;
      await rewrite((stored) => {
        before = stored;
        return next;
      });
      await database.worksInProgress.bulkDelete(ids);
      if (isEmptyDraft(before)) return;
      const id = `${asidePrefix}${crypto.randomUUID()}`;
      await database.worksInProgress.put({
        id,
        kind: 'quick-compose',
        updatedAt: Date.now(),
        content: before,
      });
    }),
  );
}

/** Empties the draft; what stood there can be taken up again until it was cleared once more, or for some days. */
export async function clearDraft({
  before,
  ...change
}: DraftChange & { before: QuickDraft }): Promise<void> {
  await guarded(() =>
    database.transaction('rw', database.worksInProgress, async () => {
      await saveDraft(change);
      if (isEmptyDraft(before)) return;
      const content = parseQuickDraft(before);
      const kind = 'quick-compose';
      await database.worksInProgress.put({ id: clearedId, kind, updatedAt: Date.now(), content });
    }),
  );
}
