import {
  clearedId,
  type HandedMail,
  type HandedState,
  handedRetention,
  parseHandedMail,
} from '@/lib/core/quick-compose/handed-mail';
import { parseQuickDraft, type QuickDraft } from '@/lib/core/quick-compose/quick-draft';
import { database } from '@/lib/platform/database';
import { guarded } from '@/lib/platform/storage-guard';
import type { LeftMails } from './messages';

/** Row of a mail handed over, by its key. */
export const handedId = (key: string): string => `quick-compose-handed:${key}`;
/** Rows of drafts put aside. */
export const asidePrefix = 'quick-compose-aside:';
/** After this long nobody wants the clearing of a mail taken back. Milliseconds. */
const clearedRetention = 7 * 86_400_000;
const kind = 'quick-compose';

/** Keeps what the relay has taken; what was already learned of a mail stays. Within the caller's transaction. */
export async function keepHanded(mail: Omit<HandedMail, 'at' | 'state' | 'reason'>): Promise<void> {
  const id = handedId(mail.key);
  if (await database.worksInProgress.get(id)) return;
  const at = Date.now();
  const content: HandedMail = { ...mail, at, state: 'open', reason: '' };
  await database.worksInProgress.put({ id, kind, updatedAt: at, content });
}

/** Puts a mail aside, to be taken up again. Within the caller's transaction. */
export async function putAside(content: QuickDraft): Promise<void> {
  const id = `${asidePrefix}${crypto.randomUUID()}`;
  await database.worksInProgress.put({ id, kind, updatedAt: Date.now(), content });
}

/** What is kept besides the draft, newest first. What is older than the retention goes. */
export async function listLeft(): Promise<LeftMails> {
  return await guarded(() =>
    database.transaction('rw', database.worksInProgress, async () => {
      const stored = await database.worksInProgress.where('id').startsWith(handedId('')).toArray();
      const isOld = ({ at }: HandedMail): boolean => Date.now() - at > handedRetention;
      const mails = stored.map(({ content }) => parseHandedMail(content));
      await database.worksInProgress.bulkDelete(
        mails.filter(isOld).map(({ key }) => handedId(key)),
      );
      const cleared = await database.worksInProgress.get(clearedId);
      if (cleared && Date.now() - cleared.updatedAt > clearedRetention) {
        await database.worksInProgress.delete(clearedId);
      }
      const asides = await database.worksInProgress.where('id').startsWith(asidePrefix).toArray();
      return {
        mails: mails.filter((mail) => !isOld(mail)).sort((one, other) => other.at - one.at),
        asides: asides.map(({ id, content }) => ({ id, draft: parseQuickDraft(content) })),
      };
    }),
  );
}

/** Writes down what became of a mail; one that arrived is not kept. */
export async function learnFate(fate: {
  key: string;
  state: HandedState | 'sent';
  reason: string;
}): Promise<void> {
  const { key, state, reason } = fate;
  const id = handedId(key);
  await guarded(() =>
    database.transaction('rw', database.worksInProgress, async () => {
      const row = await database.worksInProgress.get(id);
      if (!row) return;
      if (state === 'sent') return await database.worksInProgress.delete(id);
      const content = { ...parseHandedMail(row.content), state, reason };
      await database.worksInProgress.put({ ...row, content });
    }),
  );
}

/** The person wants nothing more of these. Answers what was there. */
export async function forgetLeft(wanted: { keys: string[]; asides: string[] }): Promise<LeftMails> {
  const ids = [wanted.keys.map(handedId), wanted.asides.filter(isAside)] as const;
  return await guarded(() =>
    database.transaction('rw', database.worksInProgress, async () => {
      const [mails, asides] = await Promise.all(
        ids.map((some) => database.worksInProgress.bulkGet([...some])),
      );
      await database.worksInProgress.bulkDelete(ids.flat());
      const there = <Row>(row: Row | undefined): Row[] => (row === undefined ? [] : [row]);
      return {
        mails: (mails ?? []).flatMap(there).map(({ content }) => parseHandedMail(content)),
        asides: (asides ?? [])
          .flatMap(there)
          .map(({ id, content }) => ({ id, draft: parseQuickDraft(content) })),
      };
    }),
  );
}

/** Puts back what was deleted, each as it was; what is there again by another way stays. */
export async function restoreLeft({ mails, asides }: LeftMails): Promise<void> {
  const updatedAt = Date.now();
  const rows = [
    ...mails.map((mail) => ({ id: handedId(mail.key), content: parseHandedMail(mail) })),
    ...asides
      .filter(({ id }) => isAside(id))
      // It may have been leaving: which of its keys were handed over meanwhile nobody has written down.
      .map(({ id, draft }) => ({ id, content: { ...parseQuickDraft(draft), untried: [] } })),
  ];
  await guarded(() =>
    database.transaction('rw', database.worksInProgress, async () => {
      for (const row of rows) {
        if (await database.worksInProgress.get(row.id)) continue;
        await database.worksInProgress.put({ ...row, kind, updatedAt });
      }
    }),
  );
}

function isAside(id: string): boolean {
  return id.startsWith(asidePrefix);
}
