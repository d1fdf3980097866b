import { asidePrefix } from '@/lib/core/quick-compose/handed-mail';
import {
  emptyQuickDraft,
  parseQuickDraft,
  type QuickDraft,
} from '@/lib/core/quick-compose/quick-draft';
import { readObject } from '@/lib/core/read-value';
import { dropUnsaved, keepUnsaved, readUnsaved, unsavedKeys } from '@/lib/platform/unsaved';
import { quickComposePageMessages } from './messages';

const prefix = 'quick-compose.unsaved';
/** Each page keeps under a name of its own: what one keeps or drops is not what another has left. */
const keyOf = (page: string): string => `${prefix}:${page}`;

/** What was kept under a key when it was read. */
interface Kept {
  key: string;
  read: string;
}

type Texts = Pick<QuickDraft, 'subject' | 'body'>;

/** What one page could not save, and what it has taken of earlier pages, beside the disk. */
export interface UnsavedDraft {
  /** Keeps it until the next page, with what stood on disk when it was written; false where the browser refuses. */
  keep(parts: Partial<QuickDraft>, base: Texts): boolean;
  /**
   * What other pages have left of the mail that is `stored`; null where that is nothing. Where another text stands in
   * its place by now it is put aside, as a mail of its own.
   */
  take(stored: Texts): Partial<QuickDraft> | null;
  /**
   * Another window has written over `base` meanwhile: puts `parts` aside as a mail of their own. False where nothing
   * of that is so, or the disk still refuses.
   */
  part(parts: Partial<QuickDraft>, base: Texts, stored: Texts): Promise<boolean>;
  /** All of it is on disk. */
  drop(): void;
}

export function createUnsavedDraft(page: string): UnsavedDraft {
  let own = false;
  let taken: Kept[] = [];
  let parted = 0;
  let partedText = '';
  const dropTaken = (): void => {
    // Its page may be there still, and have kept more since.
    for (const { key, read } of taken) if (textOf(key) === read) dropUnsaved(key);
    taken = [];
  };
  return {
    keep(parts, { subject, body }) {
      if (!keepUnsaved(keyOf(page), { ...parts, base: { subject, body } })) return false;
      own = true;
      dropTaken();
      return true;
    },
    take(stored) {
      let all: Partial<QuickDraft> | null = null;
      for (const key of unsavedKeys(prefix)) {
        if (key === keyOf(page)) continue;
        const found = readUnsaved(key);
        const kept: Kept = { key, read: textOf(key) };
        const parts = writtenParts(found);
        if (hasClash(parts, readObject(readObject(found).base), { ...stored, ...all })) {
          // Where the disk still refuses, the next popup tries again.
          void putAside(`${asidePrefix}${key}`, parts).then(
            () => textOf(key) === kept.read && dropUnsaved(key),
            () => undefined,
          );
        } else {
          taken.push(kept);
          all = { ...(all ?? {}), ...parts };
        }
      }
      return all;
    },
    async part(parts, base, stored) {
      if (!hasClash(parts, { ...base }, stored)) return false;
      // Two looks at the same time put it aside once.
      const text = JSON.stringify(parts);
      if (text !== partedText) parted += 1;
      partedText = text;
      const aside = putAside(`${asidePrefix}${page}:${parted}`, parts);
      return await aside.then(
        () => true,
        () => false,
      );
    },
    drop() {
      dropTaken();
      if (own) dropUnsaved(keyOf(page));
      own = false;
    },
  };
}

const textOf = (key: string): string => JSON.stringify(readUnsaved(key));

/** Does another text stand there by now than the one that was changed? */
function hasClash(parts: Partial<QuickDraft>, base: Record<string, unknown>, now: Texts): boolean {
  return (['subject', 'body'] as const).some((name) => {
    const { [name]: written = '' } = parts;
    if (written.trim() === '' || now[name].trim() === '') return false;
    return now[name] !== written && now[name] !== (base[name] ?? now[name]);
  });
}

/** A second text in the same place is a mail of its own. */
async function putAside(id: string, parts: Partial<QuickDraft>): Promise<void> {
  const asides = [{ id, draft: { ...emptyQuickDraft, ...parts } }];
  await quickComposePageMessages.send('quickCompose.restore', { mails: [], asides });
}

/** Of what was kept, the parts that somebody writes: keys and what was sent are the disk's alone. */
function writtenParts(kept: unknown): Partial<QuickDraft> {
  const { to, typed, subject, body } = parseQuickDraft(kept);
  const all = { to, typed, subject, body };
  const names = Object.keys(readObject(kept));
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}
