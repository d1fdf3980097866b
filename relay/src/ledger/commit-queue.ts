import type { Settlement, Settlements } from './settle-recipients.ts';

/** Commits in one transaction; answers which bodies may start. */
type Commit = (work: Settlements) => Promise<Set<number>>;
type Start = { id: number; resolve: (mine: boolean) => void; reject: (error: unknown) => void };

/** How long an end waits for a beginning to share its commit with, milliseconds. */
const LINGER_MS = 5;

/** So many ends are worth a commit of their own. */
const MANY = 100;

/**
 * Gathers what many connections want to write and commits it together: one fsync for all that came while the last one
 * ran. A connection waits for the commit of a beginning, nobody waits for the commit of an end: ends go with the next
 * beginning, or after a moment. A settlement is never dropped: while the database cannot take it, it waits here and
 * `healthy` is false.
 */
export class CommitQueue {
  readonly #commit: Commit;
  readonly #now: () => number;
  readonly #retryMs: number;
  #starts: Start[] = [];
  #settled: Settlement[] = [];
  #done: (() => void)[] = [];
  #running: Promise<void> | undefined;
  #lingering: NodeJS.Timeout | undefined;
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
      this.#schedule();
    });
  }

  /** Resolves after the commit, however long that takes. */
  settle(settlement: Settlement): Promise<void> {
    return new Promise((resolve) => {
      this.#settled.push(settlement);
      this.#done.push(resolve);
      this.#schedule();
    });
  }

  /** Gives up on what cannot be written: the worker is fenced, its rows were settled by another. */
  stop(): void {
    this.#stopped = true;
  }

  #schedule(): void {
    if (this.#running || this.#starts.length + this.#settled.length === 0) return;
    if (this.#starts.length > 0 || this.#settled.length >= MANY) this.#run();
    else this.#lingering ??= setTimeout(() => this.#run(), LINGER_MS);
  }

  #run(): void {
    clearTimeout(this.#lingering);
    this.#lingering = undefined;
    this.#running = this.#loop().finally(() => {
      this.#running = undefined;
      this.#schedule();
    });
  }

  async #loop(): Promise<void> {
    await new Promise(setImmediate);
    do {
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
    } while (this.#starts.length > 0 || !this.healthy);
  }
}
