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
          ...{ to: peopleOf(stored, names), typed: '', untried: [], sent: [], sentTexts: {} },
          keys: keysOf(stored, names),
        };
        const free = { keys: keysOf(stored, Object.keys(stored.keys), names), keysFor: '' };
        const rest = { ...stored, ...free, tried: [] };
        if (as === 'new') return rest;
        const to = stored.to.filter((one) => !isDoubtful(one));
        // All of it is put aside, or somebody has taken them out of the list: then the text stays where it is.
        const allAside = to.length < stored.to.length && to.length === 0;
        return allAside && stored.typed.trim() === '' ? emptyQuickDraft : { ...rest, to };
      });
      if (as === 'aside' && doubtful.to.length > 0) await putAside(doubtful);
    }),
  );
}

/** Those whom the button names, also where they were taken out of the list since: with them go their keys. */
function peopleOf({ to, tried }: QuickDraft, addresses: readonly string[]): QuickRecipient[] {
  const known = [...to, ...tried.flatMap((one) => one.to)];
  return addresses.map(
    (address) => known.find((one) => one.address === address) ?? { address, name: '' },
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
