import { AppError } from '@/lib/core/app-error';
import {
  emptyQuickDraft,
  type QuickDraft,
  type QuickRecipient,
  unresolved,
} from '@/lib/core/quick-compose/quick-draft';
import { database } from '@/lib/platform/database';
import { guarded } from '@/lib/platform/storage-guard';
import { putAside } from './handed-store';
import { readSending } from './sending-store';
import { rewrite } from './store';

/**
 * Frees the draft from the relay of an earlier try, which may have taken some of it: those are put aside with their keys,
 * to be sent by that relay, or become a new mail that any relay may send. Throws `draft-changed` while it is being sent.
 */
export async function partDoubtful({ as }: { as: 'aside' | 'new' }): Promise<void> {
  await guarded(() =>
    database.transaction('rw', database.worksInProgress, async () => {
      if ((await readSending())?.state === 'running') throw new AppError('draft-changed');
      let doubtful = emptyQuickDraft;
      await rewrite((stored) => {
        const names = unresolved(stored);
        const isDoubtful = ({ address }: QuickRecipient): boolean => names.includes(address);
        doubtful = {
          ...stored,
          ...{ to: stored.to.filter(isDoubtful), typed: '', untried: [], sent: [], sentTexts: {} },
          keys: keysOf(stored, names),
        };
        const free = { keys: keysOf(stored, Object.keys(stored.keys), names), keysFor: '' };
        const rest = { ...stored, ...free, tried: [] };
        if (as === 'new') return rest;
        const to = stored.to.filter((one) => !isDoubtful(one));
        return to.length > 0 || stored.typed.trim() !== '' ? { ...rest, to } : emptyQuickDraft;
      });
      if (as === 'aside' && doubtful.to.length > 0) await putAside(doubtful);
    }),
  );
}

function keysOf(
  { keys }: QuickDraft,
  addresses: readonly string[],
  but: readonly string[] = [],
): QuickDraft['keys'] {
  const isMeant = ([address]: [string, string]): boolean =>
    addresses.includes(address) && !but.includes(address);
  return Object.fromEntries(Object.entries(keys).filter(isMeant));
}
