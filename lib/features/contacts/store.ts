import { AppError } from '@/lib/core/app-error';
import { type ContactContent, tidyContact } from '@/lib/core/contacts/contact-content';
import { type DoubleGroup, findDoubles } from '@/lib/core/contacts/find-doubles';
import { type EditConflict, mergeEdits } from '@/lib/core/contacts/merge-edits';
import {
  type IndexedContact,
  indexContact,
  sortContacts,
} from '@/lib/core/contacts/search-contacts';
import { type ContactRow, database } from '@/lib/platform/database';
import { guarded } from '@/lib/platform/storage-guard';
import { announceContacts } from './changes';

/**
 * Contacts in IndexedDB. Our own pages write here themselves; times are milliseconds since the epoch.
 * `updatedAt` is also the revision: each write gets one above all others, whatever the clock says.
 */

let index: { stamp: string; rows: IndexedContact<ContactRow>[] } | undefined;

/**
 * All contacts with their words, in memory while nothing changes. Pages write to the database themselves,
 * so a stamp tells whether it still says the same: how many there are, and the newest revision.
 */
export function readIndex(): Promise<IndexedContact<ContactRow>[]> {
  return guarded(async () => {
    const [count, newest] = await Promise.all([
      database.contacts.count(),
      database.contacts.orderBy('updatedAt').last(),
    ]);
    const stamp = `${count}:${newest?.updatedAt ?? 0}:${newest?.id ?? ''}`;
    if (index?.stamp !== stamp) {
      const rows = await database.contacts.toArray();
      index = { stamp, rows: sortContacts(rows.map(indexContact)) };
    }
    return index.rows;
  });
}

/** A time for what is about to be written, later than every other row's; inside its transaction. */
export async function nextRevision(): Promise<number> {
  const newest = await database.contacts.orderBy('updatedAt').last();
  return Math.max(Date.now(), (newest?.updatedAt ?? 0) + 1);
}

/** Those that were added or changed last, the latest first. */
export function readRecent(limit: number): Promise<ContactRow[]> {
  return guarded(() => database.contacts.orderBy('updatedAt').reverse().limit(limit).toArray());
}

export function readAllContacts(): Promise<ContactRow[]> {
  return guarded(() => database.contacts.toArray());
}

/** Writes a new contact (no `id`) or a changed one; answers its row. */
export async function saveContact(content: ContactContent, id?: string): Promise<ContactRow> {
  const row = await guarded(() =>
    database.transaction('rw', database.contacts, async () => {
      const before = id === undefined ? undefined : await database.contacts.get(id);
      return writeContact(tidyContact(content), id, before);
    }),
  );
  announceContacts();
  return row;
}

async function writeContact(
  content: ContactContent,
  id: string | undefined,
  before: ContactRow | undefined,
): Promise<ContactRow> {
  const updatedAt = await nextRevision();
  const createdAt = before?.createdAt ?? updatedAt;
  const written = { ...content, id: id ?? crypto.randomUUID(), createdAt, updatedAt };
  await database.contacts.put(written);
  return written;
}

/** What became of an edited contact. */
export type SavedEdit =
  /** `merged`: together with what another window had changed. */
  | { saved: true; merged: boolean }
  /** Nothing was written: another window wrote something else in the same places. */
  | { saved: false; theirs: ContactContent; merged: ContactContent; conflicts: EditConflict[] };

/**
 * Writes what an editor holds without overwriting what another window has written meanwhile (X19).
 *
 * @param id null for a new contact
 * @param base the contact as the editor opened it; null when nobody knows
 */
export async function saveEdit(
  content: ContactContent,
  id: string | null,
  base: ContactContent | null,
): Promise<SavedEdit> {
  if (id === null || base === null) {
    await saveContact(content, id ?? undefined);
    return { saved: true, merged: false };
  }
  const outcome = await guarded(() =>
    database.transaction('rw', database.contacts, async (): Promise<SavedEdit> => {
      const before = await database.contacts.get(id);
      const mine = tidyContact(content);
      const theirs = tidyContact(before ?? base);
      const { merged, conflicts } = mergeEdits(tidyContact(base), mine, theirs);
      if (conflicts.length > 0) return { saved: false, theirs, merged, conflicts };
      await writeContact(merged, id, before);
      return { saved: true, merged: JSON.stringify(merged) !== JSON.stringify(mine) };
    }),
  );
  if (outcome.saved) announceContacts();
  return outcome;
}

/** Takes contacts away and answers them, so that they can be put back. */
export async function removeContacts(ids: readonly string[]): Promise<ContactRow[]> {
  const rows = await guarded(() =>
    database.transaction('rw', database.contacts, async () => {
      const found = (await database.contacts.bulkGet([...ids])).filter((row) => row !== undefined);
      await database.contacts.bulkDelete([...ids]);
      return found;
    }),
  );
  announceContacts();
  return rows;
}

/** What it takes to undo a change. */
export interface ContactsUndo {
  /** What was deleted or changed, as it was. */
  before: readonly ContactRow[];
  /** Ids of what the change has added. */
  added?: readonly string[];
  /** The revision that the change has given to all it wrote; absent when it wrote nothing. */
  revision?: number;
}

/**
 * Undoes in one step: takes `added` away and writes `before` as it was. What somebody has written into a
 * contact since then is newer, and stays; answers how many such contacts there are.
 */
export async function putBack({ before, added = [], revision }: ContactsUndo): Promise<number> {
  const newer = await guarded(() =>
    database.transaction('rw', database.contacts, async () => {
      const updatedAt = await nextRevision();
      const untouched = (row: ContactRow | undefined): boolean =>
        row === undefined || row.updatedAt === revision;
      const present = await database.contacts.bulkGet(before.map(({ id }) => id));
      const back = before.filter((_, at) => untouched(present[at]));
      await database.contacts.bulkPut(back.map((row) => ({ ...row, updatedAt })));
      const there = (await database.contacts.bulkGet([...added])).filter(
        (row) => row !== undefined,
      );
      const mine = there.filter(untouched);
      await database.contacts.bulkDelete(mine.map((row) => row.id));
      return before.length - back.length + there.length - mine.length;
    }),
  );
  announceContacts();
  return newer;
}

/** Somebody else than `id` (null: a new contact) who has this address. */
export function findByAddress(address: string, id: string | null): Promise<ContactRow | undefined> {
  return guarded(() =>
    database.contacts
      .where('email')
      .equals(address.trim().toLowerCase())
      .and((row) => row.id !== id)
      .first(),
  );
}

export async function readDoubles(): Promise<DoubleGroup<ContactRow>[]> {
  return findDoubles(await readAllContacts());
}

/** Makes one contact of several, in one step. Answers what is needed to undo it. */
export async function replaceContacts(
  ids: readonly string[],
  content: ContactContent,
): Promise<ContactsUndo> {
  const undo = await guarded(() =>
    database.transaction('rw', database.contacts, async () => {
      const before = (await database.contacts.bulkGet([...ids])).filter((row) => row !== undefined);
      const [first] = before;
      if (!first) throw new AppError('storage-failed');
      const updatedAt = await nextRevision();
      await database.contacts.bulkDelete([...ids]);
      const id = crypto.randomUUID();
      await database.contacts.add({
        ...tidyContact(content),
        id,
        createdAt: Math.min(...before.map(({ createdAt }) => createdAt)),
        updatedAt,
      });
      return { before, added: [id], revision: updatedAt };
    }),
  );
  announceContacts();
  return undo;
}
