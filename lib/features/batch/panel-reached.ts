import { useEffect, useRef, useState } from 'preact/hooks';
import { batchChanges } from './changes';
import { listRestCopies, type RestCopy } from './copies';
import { batchPageMessages, type RecipientState } from './messages';
import { type BatchPlan, recipientOf } from './panel-lay-ready';
import { isIncluded } from './panel-recipient-list';

/** People of this list whom the batch it was copied from has reached since, or may still reach. */
export interface Reached {
  addresses: string[];
  /** Every line with such an address, also one that is left out as a double so far. */
  rows: number[];
  /** Other copies for the same people that were sent from this browser. */
  copies: RestCopy[];
}

/** `unknown`: the relay could not be asked. */
export type ReachedAnswer = Reached | 'unknown';

const nobody: Reached = { addresses: [], rows: [], copies: [] };
const unreached = ['failed', 'cancelled'] as const satisfies readonly RecipientState[];
const reached = [
  'uncertain',
  'pending',
  'sending',
  'sent',
] as const satisfies readonly RecipientState[];

/**
 * Asks the relay whom of this list the batch it was copied from has reached by now. Those whom it surely has not are
 * few, and asked for first: the long list of the others is read only when somebody is not among them.
 * Throws what asking the relay throws.
 */
export async function findReached(plan: BatchPlan): Promise<Reached> {
  const { id, copiedFrom } = plan.draft;
  if (copiedFrom === '') return nobody;
  const { rowsOf, included } = await addressesOf(plan);
  const open = new Set(included);
  for (const state of unreached) {
    await eachAddress(copiedFrom, state, (address) => open.delete(address));
  }
  const found: string[] = [];
  for (const state of reached) {
    if (open.size === 0) break;
    await eachAddress(copiedFrom, state, (address) => {
      if (open.delete(address)) found.push(address);
    });
  }
  const copies = await listRestCopies(copiedFrom);
  return {
    addresses: found,
    rows: found.flatMap((address) => rowsOf.get(address) ?? []),
    copies: copies.filter((copy) => copy.sent && copy.id !== id),
  };
}

/** The lines of each address, and the addresses that get a mail as it is now. */
async function addressesOf(plan: BatchPlan) {
  const { draft, check, table } = plan;
  const skipped = new Set(draft.skipped);
  const rowsOf = new Map<string, number[]>();
  const included: string[] = [];
  await table.eachRows((rows, from) => {
    for (const [at, { cells }] of rows.entries()) {
      const row = from + at;
      if (skipped.has(row)) continue;
      const address = recipientOf(plan, cells).address.toLowerCase();
      rowsOf.set(address, [...(rowsOf.get(address) ?? []), row]);
      if (isIncluded(row, check.flags, skipped, draft.skipMissing)) included.push(address);
    }
  });
  return { rowsOf, included };
}

/** Everybody in this state; who was only kept in the relay's outbox has received nothing. */
async function eachAddress(
  id: string,
  state: RecipientState,
  use: (address: string) => void,
): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await batchPageMessages.send('batch.recipients', {
      id,
      state,
      limit: 1_000,
      ...(cursor !== undefined && { cursor }),
    });
    for (const { address, kept } of page.items) if (!kept) use(address.toLowerCase());
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

export interface ReachedState {
  /** Null while the relay is being asked. */
  answer: ReachedAnswer | null;
  /** Asks once more. */
  ask(): Promise<ReachedAnswer>;
}

/** Whom the batch this list was copied from has reached; asked again whenever it may have changed. */
export function useReached(plan: BatchPlan): ReachedState {
  const [answer, setAnswer] = useState<ReachedAnswer | null>(null);
  const { copiedFrom, skipped, skipMissing } = plan.draft;
  const newest = useRef(plan);
  newest.current = plan;
  const turn = useRef(0);
  const ask = async (): Promise<ReachedAnswer> => {
    turn.current += 1;
    const mine = turn.current;
    const next = await findReached(newest.current).catch((): ReachedAnswer => 'unknown');
    // What was asked about an older list, or has come too late, is no answer.
    if (turn.current === mine) setAnswer(next);
    return next;
  };
  useEffect(() => {
    setAnswer(copiedFrom === '' ? nobody : null);
    if (copiedFrom === '') return;
    const gone = new AbortController();
    const { signal } = gone;
    void ask();
    batchChanges.watch(() => void ask(), signal);
    addEventListener('focus', () => void ask(), { signal });
    return () => {
      turn.current += 1;
      gone.abort();
    };
  }, [copiedFrom, plan.check, skipped, skipMissing, plan.columns.address]);
  return { answer: copiedFrom === '' ? nobody : answer, ask };
}
