import { clearedId, draftOf, parseHandedMail } from '@/lib/core/quick-compose/handed-mail';
import {
  emptyQuickDraft,
  isEmptyDraft,
  isSameMail,
  parseQuickDraft,
  type QuickDraft,
} from '@/lib/core/quick-compose/quick-draft';
import { database } from '@/lib/platform/database';
import { guarded } from '@/lib/platform/storage-guard';
import { handedId, putAside } from './handed-store';
import type { DraftChange } from './messages';
import { loadDraft, rewrite, saveDraft, shareKey } from './store';

type Wanted =
  | { keys: string[] }
  | { aside: string }
  | { mail: Pick<QuickDraft, 'to' | 'subject' | 'body'> };

function idsOf(wanted: Wanted): string[] {
  if ('mail' in wanted) return [];
  return 'aside' in wanted ? [wanted.aside] : wanted.keys.map(handedId);
}

/**
 * Makes these mails, or the one put aside, the draft again, all or nothing. The draft that stood there is put
 * aside with its keys: nobody gets it twice when it comes back.
 */
export async function takeUp(wanted: Wanted): Promise<void> {
  const ids = idsOf(wanted);
  await guarded(() =>
    database.transaction('rw', database.worksInProgress, async () => {
      const rows = (await database.worksInProgress.bulkGet(ids)).filter((row) => row !== undefined);
      const [first] = rows;
      // Another window was faster.
      if (!first && !('mail' in wanted)) return;
      const next =
        'mail' in wanted
          ? parseQuickDraft(wanted.mail)
          : 'aside' in wanted
            ? parseQuickDraft(first?.content)
            : draftOf(rows.map(({ content }) => parseHandedMail(content)));
      let before = emptyQuickDraft;
      // Pressed twice: what has come of it since, and the keys of its tries, stay.
      const isThere = (stored: QuickDraft): boolean => 'mail' in wanted && isSameMail(stored, next);
      await rewrite((stored) => {
        before = stored;
        return isThere(stored) ? stored : next;
      });
      await database.worksInProgress.bulkDelete(ids);
      if (isEmptyDraft(before) || isThere(before)) return;
      await putAside(before);
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
      const stored = await loadDraft();
      await saveDraft(change);
      if (isEmptyDraft(before)) return;
      const content = withTries(parseQuickDraft(before), stored);
      const kind = 'quick-compose';
      await database.worksInProgress.put({ id: clearedId, kind, updatedAt: Date.now(), content });
    }),
  );
}

/** A page that has not heard yet that the mail leaves knows none of its keys: those on disk come back with it. */
function withTries(shown: QuickDraft, stored: QuickDraft): QuickDraft {
  const { to, typed, subject, body, keys } = shown;
  const another = Object.keys(keys).length > 0 && !shareKey(keys, stored.keys);
  // Which of its keys were handed over since nobody has told that page.
  return another ? { ...shown, untried: [] } : { ...stored, to, typed, subject, body };
}
