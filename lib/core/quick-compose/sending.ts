import { errorCodes, type Failure } from '@/lib/core/app-error';
import { parseQuickDraft, type QuickDraft } from '@/lib/core/quick-compose/quick-draft';
import { readChoice, readCount, readList, readObject, readText } from '@/lib/core/read-value';

const refusals = ['failed', 'suppressed', 'cancelled', 'invalid'] as const;

/** Why the relay does not send a mail: states of the ledger in which it is over and was not delivered, or its address. */
export type Refusal = (typeof refusals)[number];

export function isRefusal(state: string): state is Refusal {
  return refusals.some((one) => one === state);
}

/** What came of one press of Send. */
export interface SendOutcome {
  /** Addresses whose mail the relay has taken, over all tries. */
  sent: string[];
  /** Addresses whose mail will not arrive, says the relay, and why. */
  refused: { address: string; why: Refusal }[];
  /** The relay took this mail in an earlier try, with the text of then. */
  takenBefore: string[];
  /** Why the others were not tried. */
  failure: Failure | null;
  /** The relay has no mail server: what it took stays in its outbox. */
  kept: boolean;
  /** Something was written after the press: it did not go out and is the draft now. */
  writtenSince: boolean;
  /** The person stopped it before some had their turn: these were not tried. */
  stopped: boolean;
}

export const noOutcome: SendOutcome = {
  sent: [],
  refused: [],
  takenBefore: [],
  failure: null,
  kept: false,
  writtenSince: false,
  stopped: false,
};

/** One press of Send, from the moment it is on disk until the next one. */
export interface Sending {
  id: string;
  state: 'running' | 'over';
  /** When it was pressed, milliseconds since the epoch. */
  at: number;
  /** The mail as it was then, with its keys; empty once it is over. */
  mail: QuickDraft;
  total: number;
  /** Addresses whose try was begun: without an answer nobody knows, and they are not tried again by themselves. */
  attempted: string[];
  /** The person has stopped it: nobody else has their turn. */
  stopped: boolean;
  outcome: SendOutcome;
  /** Somebody has read what came of it. */
  seen: boolean;
}

/** Reads it value by value; null where there is none. */
export function parseSending(stored: unknown): Sending | null {
  const known = readObject(stored);
  if (readText(known.id) === '') return null;
  return {
    id: readText(known.id),
    state: readChoice(known.state, ['running', 'over'], 'over'),
    at: readCount(known.at),
    mail: parseQuickDraft(known.mail),
    total: readCount(known.total),
    attempted: readList(known.attempted, (one) => readText(one)),
    stopped: known.stopped === true,
    outcome: parseOutcome(known.outcome),
    seen: known.seen === true,
  };
}

function parseOutcome(stored: unknown): SendOutcome {
  const known = readObject(stored);
  const { failure } = known;
  return {
    sent: readList(known.sent, (one) => readText(one)),
    refused: readList(known.refused, (one) => {
      const { address, why } = readObject(one);
      return { address: readText(address), why: readChoice(why, refusals, 'failed') };
    }),
    takenBefore: readList(known.takenBefore, (one) => readText(one)),
    failure:
      typeof failure === 'object' && failure !== null
        ? { code: readChoice(readObject(failure).code, errorCodes, 'unknown') }
        : null,
    kept: known.kept === true,
    writtenSince: known.writtenSince === true,
    stopped: known.stopped === true,
  };
}

/** Of how many recipients it is known what came of their mail. */
export function settledCount({ sent, refused, takenBefore }: SendOutcome): number {
  return sent.length + refused.length + takenBefore.length;
}

/** Has this recipient had their turn, whatever came of it? */
export function hadTurn({ attempted, outcome }: Sending, address: string): boolean {
  return (
    attempted.includes(address) ||
    outcome.sent.includes(address) ||
    outcome.takenBefore.includes(address) ||
    outcome.refused.some((one) => one.address === address)
  );
}
