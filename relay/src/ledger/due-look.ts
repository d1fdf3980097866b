import type { Ledger } from './ledger-operations.ts';

/** A schedule is kept to the second. */
const LOOK_MS = 500;

/** Between two searches for retry times that a wrong clock set. */
const MEND_MS = 600_000;

/** Looks, not too often, for batches whose time has come, and for those that are over while others go on. */
export class DueLook {
  readonly #ledger: Ledger;
  #lookedAt = 0;
  #mendAt = 0;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async look(nowMs: number): Promise<void> {
    const moved = nowMs - this.#lookedAt;
    if (Math.abs(moved) < LOOK_MS) return;
    this.#lookedAt = nowMs;
    // Also at the first look, and now and then: the clock may have been put back while nobody looked.
    if (moved < 0 || performance.now() >= this.#mendAt) {
      this.#mendAt = performance.now() + MEND_MS;
      await this.#ledger.mendRetryTimes(nowMs);
    }
    await this.#ledger.startDueBatches(nowMs);
    await this.#ledger.finishBatches();
  }
}
