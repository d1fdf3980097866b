import { WorkerFencedError } from './claim-recipients.ts';
import { CommitQueue } from './commit-queue.ts';
import { LEASE_MS } from './keep-worker.ts';
import type { Ledger } from './ledger-operations.ts';
import { MailCounts } from './mail-counts.ts';
import type { Settlement, Settlements } from './settle-recipients.ts';

/** Registers a sender as a worker, keeps its lease, and writes down what becomes of its rows. */
export class SendingLife {
  readonly #ledger: Ledger;
  readonly #leaseMs: number;
  readonly #now: () => number;
  readonly #counts: MailCounts;
  /** Ends that are not on the disk yet; their connections have moved on. */
  readonly #settling = new Set<Promise<void>>();
  #worker = '';
  #commits: CommitQueue | undefined;
  #renewedAt = 0;

  constructor(
    ledger: Ledger,
    {
      leaseMs = LEASE_MS,
      now,
      counts = new MailCounts(),
    }: { leaseMs?: number; now: () => number; counts?: MailCounts },
  ) {
    this.#ledger = ledger;
    this.#leaseMs = leaseMs;
    this.#now = now;
    this.#counts = counts;
  }

  /** The fencing token; '' before the first {@link keep}, and after {@link forget}. */
  get worker(): string {
    return this.#worker;
  }

  /** What the present worker writes with; absent where there is none. */
  get commits(): CommitQueue | undefined {
    return this.#commits;
  }

  get settling(): ReadonlySet<Promise<void>> {
    return this.#settling;
  }

  /** False while the database takes nothing. */
  get healthy(): boolean {
    return this.#commits?.healthy ?? true;
  }

  /**
   * Registers a worker where there is none, and prolongs the lease in good time.
   * @returns how many rows of dead workers were settled on that occasion.
   * @throws {WorkerFencedError} when the lease had run out.
   */
  async keep(): Promise<{ uncertain: number; pending: number }> {
    if (this.#worker === '') await this.#begin();
    const nowMs = performance.now();
    if (this.#renewedAt !== 0 && nowMs - this.#renewedAt < this.#leaseMs / 3) {
      return { uncertain: 0, pending: 0 };
    }
    if (!(await this.#ledger.renewWorker(this.#worker, this.#leaseMs))) {
      throw new WorkerFencedError();
    }
    this.#renewedAt = nowMs;
    const recovered = await this.#ledger.recoverDeadWorkers();
    this.#counts.addUncertain(recovered.uncertain);
    return recovered;
  }

  async #begin(): Promise<void> {
    const worker = await this.#ledger.startWorker(this.#leaseMs);
    this.#worker = worker;
    this.#commits = new CommitQueue((work) => this.#commit(worker, work), { now: this.#now });
    this.#renewedAt = 0;
  }

  async #commit(worker: string, work: Settlements): Promise<Set<number>> {
    const mine = await this.#ledger.settleRecipients(worker, work);
    // What a life that was fenced still brings is not written: its rows were settled, and counted, by another.
    if (worker === this.#worker) this.#counts.add(work.settled);
    return mine;
  }

  /**
   * The connection need not wait for the disk: the queue keeps the order, so the next body of this connection starts
   * only with or after this commit. A crash therefore never leaves more than one doubt a connection.
   * @param commits of the life in which the attempt began
   */
  settle(commits: CommitQueue, settlement: Settlement): void {
    const settling = commits.settle(settlement).finally(() => {
      this.#settling.delete(settling);
    });
    this.#settling.add(settling);
  }

  /**
   * Keeps the lease until this has ended: a mail may be on the wire for longer, and whoever took the worker for dead
   * would call it uncertain. One that was fenced all the same writes nothing more, so nobody needs to be told.
   */
  async keepUntil(ended: Promise<void>, onError: (error: unknown) => void): Promise<void> {
    const renew = () => this.#ledger.renewWorker(this.#worker, this.#leaseMs);
    const timer = setInterval(() => renew().catch(onError), this.#leaseMs / 3);
    await ended.finally(() => clearInterval(timer));
  }

  /** The rows were settled by somebody else; nothing more of them is written. */
  forget(): void {
    this.stop();
    this.#commits = undefined;
    this.#worker = '';
  }

  /** What the database could not take by now is settled at the next start. */
  stop(): void {
    this.#commits?.stop();
  }

  /** Leaves, so that nobody waits for the lease. */
  async end(): Promise<void> {
    if (this.#worker) await this.#ledger.endWorker(this.#worker).catch(() => {});
  }
}
