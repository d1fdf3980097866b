import { AppError } from '@/lib/core/app-error';
import {
  emptyQuickDraft,
  isEmptyDraft,
  isSameMail,
  parseQuickDraft,
  type QuickDraft,
  type QuickRecipient,
  unresolved,
  withKeys,
  withTry,
} from '@/lib/core/quick-compose/quick-draft';
import { database } from '@/lib/platform/database';
import { guarded } from '@/lib/platform/storage-guard';
import { asidePrefix, keepHanded } from './handed-store';
import type { DraftChange, DraftResult } from './messages';

/** There is one mail at a time in the popup. */
const id = 'quick-compose';

/** The last change that was written: which page's, and which of that page. */
type Stamp = Pick<DraftChange, 'page' | 'sequence'>;

export async function loadDraft(): Promise<QuickDraft> {
  const row = await guarded(() => database.worksInProgress.get(id));
  return parseQuickDraft(row?.content);
}

/**
 * Writes what a page has changed over what is stored: what another page has written elsewhere in the mail
 * stays. A change that a later one of the same page has overtaken is in that one already.
 */
export async function saveDraft(change: DraftChange): Promise<void> {
  await rewrite((stored, stamp) => applied(stored, stamp, change), change);
}

/** Gives each recipient's mail its key. Throws `draft-changed` when the stored mail is not `shown`. */
export async function beginSending(
  change: DraftChange & { shown: QuickDraft },
): Promise<QuickDraft> {
  return await rewrite((stored, stamp) => {
    const draft = applied(stored, stamp, change);
    if (!isSameMail(draft, change.shown)) throw new AppError('draft-changed');
    // Without a mail in doubt the relay of an earlier one does not bind this one.
    const keysFor = unresolved(draft).length > 0 ? draft.keysFor : '';
    return { ...withKeys(withTry(draft), () => crypto.randomUUID()), keysFor };
  }, change);
}

/**
 * Throws `draft-changed` when the stored mail has other keys by now: nobody would know any more where these were used;
 * and `relay-changed` when another page has bound them elsewhere.
 */
export async function bindKeys(bond: Pick<QuickDraft, 'keys' | 'keysFor'>): Promise<void> {
  await rewrite((stored) => {
    if (!shareKey(stored.keys, bond.keys)) throw new AppError('draft-changed');
    const elsewhere = stored.keysFor !== '' && stored.keysFor !== bond.keysFor;
    if (elsewhere) throw new AppError('relay-changed');
    return { ...stored, keysFor: bond.keysFor };
  });
}

/** One recipient's mail. */
type Keyed = Pick<DraftResult, 'address' | 'key'>;

/** Before the first byte of a mail: from here on the relay may know its key. Answers whether it could not before. */
export async function markTried({ address, key }: Keyed): Promise<boolean> {
  let first = false;
  await rewriteKeyed({ [address]: key }, (stored) => {
    first ||= stored.untried.includes(address);
    return { ...stored, untried: stored.untried.filter((one) => one !== address) };
  });
  return first;
}

/** Nothing of it was handed over after all. */
export async function markUntried({ address, key }: Keyed): Promise<void> {
  await rewriteKeyed({ [address]: key }, (stored) => ({
    ...stored,
    untried: [...new Set([...stored.untried, address])],
  }));
}

export async function settleMail(result: DraftResult): Promise<void> {
  const { address, key, state, text, handed } = result;
  await guarded(() =>
    database.transaction('rw', database.worksInProgress, async () => {
      await rewriteKeyed({ [address]: key }, (stored) => {
        const untried = stored.untried.filter((one) => one !== address);
        if (state === 'sent') {
          const sent = [...new Set([...stored.sent, address])];
          const sentTexts = { ...stored.sentTexts, [address]: text ?? '' };
          return { ...stored, untried, sent, sentTexts };
        }
        // It is over with this key: a corrected mail is another one.
        const { [address]: _, ...keys } = stored.keys;
        return { ...stored, keys, untried };
      });
      // Also when the draft is another one by now: this mail is under way.
      if (handed) await keepHanded({ ...handed, address, key });
    }),
  );
}

/**
 * Takes the sent mail out of the draft, unless another page has done so. Where some were refused it stays for them:
 * the others are out of the list, and remembered in `sent`, so that nobody who is put there again gets it twice.
 */
export async function finishSending(done: {
  pressed: QuickDraft;
  sent: string[];
}): Promise<{ kept: boolean }> {
  const { pressed, sent } = done;
  const isLeft = ({ address }: QuickRecipient): boolean => !sent.includes(address);
  let kept = false;
  await rewriteKeyed(pressed.keys, (stored) => {
    const { typed, subject, body } = stored;
    const to = stored.to.filter(isLeft);
    if (pressed.to.some(isLeft)) {
      kept = subject !== pressed.subject || body !== pressed.body;
      return { ...stored, to };
    }
    if (isSameMail(stored, pressed)) return emptyQuickDraft;
    kept = true;
    return { ...emptyQuickDraft, to, typed, subject, body };
  });
  return { kept };
}

/** Changes the mail that has one of these keys, also where it was put aside while it was leaving. */
async function rewriteKeyed(
  keys: QuickDraft['keys'],
  step: (stored: QuickDraft) => QuickDraft,
): Promise<void> {
  const { worksInProgress } = database;
  await guarded(() =>
    database.transaction('rw', worksInProgress, async () => {
      await rewrite((stored) => (shareKey(stored.keys, keys) ? step(stored) : stored));
      for (const row of await worksInProgress.where('id').startsWith(asidePrefix).toArray()) {
        const draft = parseQuickDraft(row.content);
        if (!shareKey(draft.keys, keys)) continue;
        const content = step(draft);
        if (isEmptyDraft(content)) await worksInProgress.delete(row.id);
        else await worksInProgress.put({ ...row, content });
      }
    }),
  );
}

/** Reads and writes in one transaction: nothing comes between. Answers what is on disk then. */
export async function rewrite(
  step: (stored: QuickDraft, stamp: Stamp | undefined) => QuickDraft,
  by?: Stamp,
): Promise<QuickDraft> {
  return await guarded(() =>
    database.transaction('rw', database.worksInProgress, async () => {
      const row = await database.worksInProgress.get(id);
      const stamp = readStamp(row?.content);
      const draft = parseQuickDraft(step(parseQuickDraft(row?.content), stamp));
      const last = by && !isOvertaken(by, stamp) ? by : stamp;
      const content = { ...draft, page: last?.page, sequence: last?.sequence };
      await database.worksInProgress.put({
        id,
        kind: 'quick-compose',
        updatedAt: Date.now(),
        content,
      });
      return draft;
    }),
  );
}

function applied(stored: QuickDraft, stamp: Stamp | undefined, change: DraftChange): QuickDraft {
  return isOvertaken(change, stamp) ? stored : { ...stored, ...change.part };
}

function isOvertaken({ page, sequence }: Stamp, last: Stamp | undefined): boolean {
  return last !== undefined && last.page === page && last.sequence >= sequence;
}

function readStamp(content: unknown): Stamp | undefined {
  const { page, sequence } = (content ?? {}) as { page?: unknown; sequence?: unknown };
  return typeof page === 'string' && typeof sequence === 'number' ? { page, sequence } : undefined;
}

/** Are these keys of one and the same mail? */
export function shareKey(one: QuickDraft['keys'], other: QuickDraft['keys']): boolean {
  return Object.entries(one).some(([address, key]) => other[address] === key);
}
