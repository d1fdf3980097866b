import type { Settlement, Settlements } from './settle-recipients.ts';

/** Commits in one transaction; answers which bodies may start. */
type Commit = (work: Settlements) => Promise<Set<number>>;
type Start = { id: number; resolve: (mine: boolean) => void; reject: (error: unknown) => void };

/**
 * Gathers what many connections want to write and commits it together: one fsync for all that came while the last one
 * ran. A settlement is never dropped: while the database cannot take it, it waits here and `healthy` is false.
 */
export class CommitQueue {
  readonly #commit: Commit;
  readonly #now: () => number;
  readonly #retryMs: number;
  #starts: Start[] = [];
  #settled: Settlement[] = [];
  #done: (() => void)[] = [];
  #running: Promise<void> | undefined;
  #stopped = false;
  healthy = true;

  constructor(
    commit: Commit,
    { now = Date.now, retryMs = 500 }: { now?: () => number; retryMs?: number } = {},
  ) {
    this.#commit = commit;
    this.#now = now;
    this.#retryMs = retryMs;
  }

  /** Resolves, after the commit, to whether the body may go out. Rejects when it could not be written down. */
  startBody(id: number): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#starts.push({ id, resolve, reject });
      this.#run();
    });
  }

  /** Resolves after the commit, however long that takes. */
  settle(settlement: Settlement): Promise<void> {
    return new Promise((resolve) => {
      this.#settled.push(settlement);
      this.#done.push(resolve);
      this.#run();
    });
  }

  /** Gives up on what cannot be written: the worker is fenced, its rows were settled by another. */
  stop(): void {
    this.#stopped = true;
  }

  #run(): void {
    this.#running ??= this.#loop().finally(() => {
      this.#running = undefined;
      if (this.#starts.length + this.#settled.length > 0) this.#run();
    });
  }

  async #loop(): Promise<void> {
    await new Promise(setImmediate);
    while (this.#starts.length + this.#settled.length > 0) {
      const starts = this.#starts.splice(0);
      const settled = this.#settled.splice(0);
      const done = this.#done.splice(0);
      try {
        const mine = await this.#commit({
          starting: starts.map((start) => start.id),
          settled,
          nowMs: this.#now(),
        });
        this.healthy = true;
        for (const start of starts) start.resolve(mine.has(start.id));
        for (const resolve of done) resolve();
      } catch (error) {
        this.healthy = false;
        for (const start of starts) start.reject(error);
        if (this.#stopped) {
          for (const resolve of done) resolve();
          return;
        }
        this.#settled.unshift(...settled);
        this.#done.unshift(...done);
        await new Promise((resolve) => setTimeout(resolve, this.#retryMs));
      }
    }
  }
}
