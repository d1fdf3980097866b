import type { Settlement } from './settle-recipients.ts';

/** `kept` went into the outbox, to nobody. `deferred` was tried and is tried again later. */
export type MailOutcome = 'sent' | 'kept' | 'failed' | 'uncertain' | 'deferred';

/**
 * What became of the mails that this process handed over, since it started, for whoever watches it. Sums only; what
 * became of one mail stands in the ledger.
 */
export class MailCounts {
  readonly #counts: Record<MailOutcome, number> = {
    sent: 0,
    kept: 0,
    failed: 0,
    uncertain: 0,
    deferred: 0,
  };

  /** Ends that are on the disk. A row that was given back before its attempt began has none. */
  add(settled: readonly Settlement[]): void {
    for (const row of settled) {
      const outcome = outcomeOf(row);
      if (outcome) this.#counts[outcome] += 1;
    }
  }

  /** Rows that a process which is gone left on the wire. */
  addUncertain(count: number): void {
    this.#counts.uncertain += count;
  }

  /** The sums by outcome, those of nought too. */
  read(): Readonly<Record<MailOutcome, number>> {
    return { ...this.#counts };
  }
}

function outcomeOf(row: Settlement): MailOutcome | undefined {
  if (row.as === 'sent') return row.kept ? 'kept' : 'sent';
  if (row.as === 'later') return row.counted ? 'deferred' : undefined;
  return row.as;
}
