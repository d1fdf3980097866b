import { AppError } from '@/lib/core/app-error';
import {
  type ContactContent,
  completeContact,
  sameContent,
} from '@/lib/core/contacts/contact-content';
import { type ContactRow, database } from '@/lib/platform/database';
import { guarded } from '@/lib/platform/storage-guard';
import { announceContacts } from './changes';
import { nextRevision } from './store';

/** What becomes of a contact whose address is known already. */
export type KnownMode = 'complete' | 'replace' | 'keep';

export interface ImportOutcome {
  added: string[];
  /** Contacts that were changed, as they were before. */
  changed: ContactRow[];
  /** Known ones that were left as they are. */
  kept: number;
  /** Known ones that say already what came. */
  unchanged: number;
  /** The `updatedAt` of all that was written. */
  revision: number;
}

/** Contacts that are written at once: the disk is not asked for each of them. */
const portion = 500;

/**
 * Writes contacts, all or none (X21): a signal that aborts, a closed page or a full disk takes everything
 * back. `onProgress` hears how many are written so far.
 */
export async function importContacts(
  contacts: readonly ContactContent[],
  mode: KnownMode,
  signal: AbortSignal,
  onProgress: (written: number) => void,
): Promise<ImportOutcome> {
  const outcome = await guarded(() =>
    database.transaction('rw', database.contacts, async () => {
      const revision = await nextRevision();
      const done: ImportOutcome = { added: [], changed: [], kept: 0, unchanged: 0, revision };
      const seen: SeenContacts = { written: new Set(), same: new Set() };
      for (let from = 0; from < contacts.length; from += portion) {
        // Thrown inside the transaction: everything before is taken back.
        if (signal.aborted) throw new AppError('aborted');
        await writePortion(contacts.slice(from, from + portion), mode, done, seen);
        onProgress(Math.min(from + portion, contacts.length));
      }
      if (signal.aborted) throw new AppError('aborted');
      const unchanged = [...seen.same].filter((id) => !seen.written.has(id)).length;
      return { ...done, unchanged };
    }),
  );
  announceContacts();
  return outcome;
}

/** Ids of contacts that this import has written, or found to say already what came. */
interface SeenContacts {
  written: Set<string>;
  same: Set<string>;
}

async function writePortion(
  contacts: readonly ContactContent[],
  mode: KnownMode,
  done: ImportOutcome,
  { written, same }: SeenContacts,
): Promise<void> {
  const emails = contacts.map(({ email }) => email);
  const known = await database.contacts.where('email').anyOf(emails).toArray();
  const byEmail = new Map(known.map((row) => [row.email, row]));
  // The same address may come twice: what it became last is what is written.
  const rows = new Map<string, ContactRow>();
  const updatedAt = done.revision;
  const write = (row: ContactRow): void => {
    byEmail.set(row.email, row);
    written.add(row.id);
    rows.set(row.id, row);
  };
  for (const content of contacts) {
    const before = byEmail.get(content.email);
    if (!before) {
      const row = { ...content, id: crypto.randomUUID(), createdAt: updatedAt, updatedAt };
      done.added.push(row.id);
      write(row);
    } else if (mode === 'keep') done.kept += 1;
    else {
      const changed = mode === 'complete' ? completeContact(before, content) : content;
      if (sameContent(before, changed)) same.add(before.id);
      else {
        // What it was before the import is what counts.
        if (!written.has(before.id)) done.changed.push(before);
        write({ ...before, ...changed, updatedAt });
      }
    }
  }
  await database.contacts.bulkPut([...rows.values()]);
}
