const LONGEST_MS = 60_000;

/** How long a server that cannot be reached, or sends us away, is left alone: twice as long after each failure. */
export class TransportPause {
  readonly #firstMs: number;
  #failures = 0;
  /** Of the clock that nobody can set, like the lease: a wall clock put back must not stop the mail for years. */
  #until = 0;
  #answeredAt = 0;

  constructor(firstMs = 1_000) {
    this.#firstMs = firstMs;
  }

  /** Milliseconds that are left of it. */
  get leftMs(): number {
    return Math.max(0, this.#until - performance.now());
  }

  /** @param askedAt when the failed attempt began: those of one round count as one failure, until a mail is taken. */
  begin(askedAt: number): void {
    if (askedAt < this.#until) return;
    const pause = Math.min(LONGEST_MS, this.#firstMs * 2 ** Math.min(this.#failures, 10));
    this.#failures += 1;
    this.#until = performance.now() + pause * (0.75 + Math.random() / 2);
  }

  /** It has failed and not answered about a mail since: one mail at a time finds out whether it does again. */
  get probing(): boolean {
    return this.#failures > 0;
  }

  /** Whether it has answered about some mail later than this: then it has no problem with all of them. */
  answeredSince(askedAt: number): boolean {
    return this.#answeredAt > askedAt;
  }

  /** The server has answered about a mail. */
  answered(): void {
    this.#failures = 0;
    this.#answeredAt = performance.now();
  }
}
