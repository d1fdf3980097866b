import { AppError } from '@/lib/core/app-error';
import { clearedId } from '@/lib/core/quick-compose/handed-mail';
import { isSameMail, type QuickDraft } from '@/lib/core/quick-compose/quick-draft';
import {
  noOutcome,
  parseSending,
  type Sending,
  settledCount,
} from '@/lib/core/quick-compose/sending';
import { database } from '@/lib/platform/database';
import { guarded } from '@/lib/platform/storage-guard';
import type { DraftChange, SendingNow } from './messages';
import { beginSending, markTried, saveDraft } from './store';

const id = 'quick-compose-sending';

/** The last press of Send, under way or over; null where there was none. */
export async function readSending(): Promise<Sending | null> {
  const row = await guarded(() => database.worksInProgress.get(id));
  return parseSending(row?.content);
}

export async function sendingNow(): Promise<SendingNow | null> {
  const sending = await readSending();
  if (!sending) return null;
  const { id, state, total, stopped, outcome, seen } = sending;
  const over = state === 'over';
  const done = settledCount(outcome);
  return { id, over, done, total, stopping: stopped && !over, outcome, seen };
}

/**
 * Writes down that the mail `shown` is to be sent, with its keys, all or nothing. While it is being sent already, that
 * press is the answer. Throws `draft-changed` when the stored mail, or the one under way, is another.
 */
export async function laySending(change: DraftChange & { shown: QuickDraft }): Promise<Sending> {
  return await guarded(() =>
    database.transaction('rw', database.worksInProgress, async () => {
      const now = await readSending();
      if (now?.state === 'running') {
        await saveDraft(change);
        if (!isSameMail(now.mail, change.shown)) throw new AppError('draft-changed');
        return now;
      }
      const mail = await beginSending(change);
      // With the next mail what was cleared is past.
      await database.worksInProgress.delete(clearedId);
      const at = Date.now();
      const sending: Sending = {
        id: crypto.randomUUID(),
        ...{ state: 'running', at, mail, total: mail.to.length },
        ...{ attempted: [], stopped: false, outcome: noOutcome, seen: false },
      };
      await put(sending);
      return sending;
    }),
  );
}

/** Writes down that this press is to go no further. */
export async function stopSending({ id }: { id: string }): Promise<void> {
  await noteSending((sending) =>
    sending.id === id && sending.state === 'running' ? { stopped: true } : {},
  );
}

/**
 * Writes down that this recipient's mail is being tried: for the first time with its key, or once more. Where the person
 * has stopped it nothing is tried: either the try or the stop is first on disk, and the other one sees it.
 */
export async function beginTry(mail: {
  address: string;
  key: string;
}): Promise<'first' | 'again' | 'stopped'> {
  return await guarded(() =>
    database.transaction('rw', database.worksInProgress, async () => {
      const sending = await readSending();
      if (!sending || sending.stopped) return 'stopped';
      const first = await markTried(mail);
      await put({ ...sending, attempted: [...sending.attempted, mail.address] });
      return first ? 'first' : 'again';
    }),
  );
}

/** Changes the one under way, together with what `also` writes. */
export async function noteSending(
  step: (sending: Sending) => Partial<Sending>,
  also?: () => Promise<unknown>,
): Promise<void> {
  await guarded(() =>
    database.transaction('rw', database.worksInProgress, async () => {
      await also?.();
      const sending = await readSending();
      if (sending) await put({ ...sending, ...step(sending) });
    }),
  );
}

async function put(content: Sending): Promise<void> {
  const kind = 'quick-compose';
  await database.worksInProgress.put({ id, kind, updatedAt: Date.now(), content });
}
