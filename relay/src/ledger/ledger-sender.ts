import type { Database } from '../database/open-database.ts';
import type { Composer } from '../mail/compose-message.ts';
import { TemplateError } from '../mail/template-error.ts';
import { type Channel, type Outcome, type Transport, TransportError } from '../mail/transport.ts';
import type { SendingLimits } from '../mail-accounts/provider-limits.ts';
import { runningAmong } from './advance-batches.ts';
import { type ClaimedRecipient, WorkerFencedError } from './claim-recipients.ts';
import { CommitQueue } from './commit-queue.ts';
import { LEASE_MS } from './keep-worker.ts';
import { ledgerOf } from './ledger-operations.ts';
import { pauseAfterRefusedSignIn } from './pause-after-refused-sign-in.ts';
import { MAX_ATTEMPTS, retryDelay } from './retry-delay.ts';
import type { Settlement } from './settle-recipients.ts';

/** What an operator sees happen. `detail` never holds an address or a text. */
export type SenderEvent = (event: string, detail: Record<string, unknown>) => void;

export type SenderOptions = {
  database: Database;
  transport: Transport;
  composer: Composer;
  from: string;
  connections: number;
  /** Sends the batches of this mail account; absent: those of the operator's server. */
  mailAccount?: string;
  /** Ceilings of the operator's server; those of a mail account stand in its row. */
  limits?: SendingLimits;
  leaseMs?: number;
  /** Milliseconds between two looks at the database when nothing wakes the sender. */
  pollMs?: number;
  /** First pause after a server that cannot be reached; doubles up to a minute. */
  transportPauseMs?: number;
  retryDelay?: typeof retryDelay;
  onEvent?: SenderEvent;
  now?: () => number;
};

/** For writing down what a stop cut off, milliseconds. */
const CUT_MS = 1_000;

/** Between two searches for retry times that a wrong clock set. */
const MEND_MS = 600_000;

/** Rows claimed at once, for each connection. */
const AHEAD = 8;

/** A schedule is kept to the second. */
const DUE_LOOK_MS = 500;

/** Takes due recipients from the ledger and sends them, until stopped. */
export class LedgerSender {
  readonly #options: SenderOptions;
  readonly #ledger: ReturnType<typeof ledgerOf>;
  readonly #now: () => number;
  readonly #idle: Channel[] = [];
  /** With a mail on them. */
  readonly #busy = new Set<Channel>();
  /** Rows with a connection, or about to get one. */
  readonly #flying = new Set<Promise<void>>();
  /** Ends that are not on the disk yet; their connections have moved on. */
  readonly #settling = new Set<Promise<void>>();
  #queue: ClaimedRecipient[] = [];
  /** Messages being made for the rows that come next. */
  readonly #made = new Map<number, Promise<Buffer>>();
  #commits: CommitQueue | undefined;
  #worker = '';
  #stopping = false;
  #wake: () => void = () => {};
  #loop: Promise<void> | undefined;
  #failures = 0;
  /** Of the clock that nobody can set, like the lease: a wall clock put back must not stop the mail for years. */
  #pausedUntil = 0;
  #renewedAt = 0;
  #dueLookedAt = 0;
  #mendAt = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#ledger = ledgerOf(options.database);
    this.#now = options.now ?? Date.now;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Something may be due: look now. */
  wake(): void {
    this.#wake();
  }

  get inFlight(): number {
    return this.#flying.size;
  }

  get healthy(): boolean {
    return this.#commits?.healthy ?? true;
  }

  /** Claims nothing more, lets what is on the wire end for `graceMs`, then cuts it, and gives the rest back. */
  async stop(graceMs = 8_000): Promise<void> {
    this.#stopping = true;
    this.#wake();
    await this.#loop;
    await this.#untilNothingFlies(graceMs);
    for (const channel of this.#idle.splice(0)) channel.close();
    // A server that hangs would keep the process alive for its whole deadline. What was on the wire is in doubt now,
    // and that is written down here rather than by whoever comes next.
    for (const channel of this.#busy) channel.close();
    await this.#untilNothingFlies(CUT_MS);
    // What the database could not take by now is settled at the next start.
    this.#commits?.stop();
    if (this.#flying.size + this.#settling.size === 0 && this.#worker) {
      await this.#ledger.endWorker(this.#worker).catch(() => {});
    }
  }

  async #untilNothingFlies(limitMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<true>((resolve) => {
      timer = setTimeout(resolve, limitMs, true);
    });
    let over: unknown;
    while (over !== true && this.#flying.size + this.#settling.size > 0) {
      over = await Promise.race([Promise.all([...this.#flying, ...this.#settling]), limit]);
    }
    clearTimeout(timer);
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      try {
        await this.#turn();
      } catch (error) {
        if (error instanceof WorkerFencedError) this.#forgetWorker();
        else this.#event('ledger-error', { message: messageOf(error) });
        await this.#pause(this.#options.pollMs ?? 500);
      }
    }
    await Promise.all(this.#queue.splice(0).map((row) => this.#giveBack(row, 0, null)));
  }

  async #turn(): Promise<void> {
    const { connections } = this.#options;
    await this.#keepWorker();
    const nowMs = this.#now();
    // More than one row a connection at once: a commit each would cost more than the sending. A crash costs nothing
    // for rows that were claimed and not begun.
    await this.#releaseStopped();
    const room = connections * AHEAD - this.#flying.size - this.#queue.length;
    const open = performance.now() >= this.#pausedUntil && this.healthy;
    let claimed = 0;
    if (open && this.#queue.length < connections * 2) {
      await this.#startDue(nowMs);
      const rows = await this.#ledger.claimRecipients({
        from: this.#options.from,
        worker: this.#worker,
        limit: room,
        nowMs,
        ...this.#options.limits,
        mailAccount: this.#options.mailAccount,
      });
      claimed = rows.length;
      this.#queue.push(...rows);
      if (claimed === 0 && this.#flying.size + this.#settling.size + this.#queue.length === 0) {
        await this.#ledger.finishBatches();
      }
    }
    this.#launch();
    this.#makeNext();
    const full = claimed === 0 || this.#flying.size >= connections;
    if (full) await this.#pause(this.#options.pollMs ?? 500);
  }

  /** Rows of a batch that was paused or cancelled do not wait here to be sent all the same. */
  async #releaseStopped(): Promise<void> {
    const ids = [...new Set(this.#queue.map((row) => row.batch.id))];
    if (ids.length === 0) return;
    const running = await runningAmong(this.#options.database, ids);
    const stopped = this.#queue.filter((row) => !running.has(row.batch.id));
    if (stopped.length === 0) return;
    this.#queue = this.#queue.filter((row) => running.has(row.batch.id));
    await Promise.all(stopped.map((row) => this.#giveBack(row, 0, null)));
  }

  async #startDue(nowMs: number): Promise<void> {
    const moved = nowMs - this.#dueLookedAt;
    if (Math.abs(moved) < DUE_LOOK_MS) return;
    this.#dueLookedAt = nowMs;
    // Also at the first look, and now and then: the clock may have been put back while nobody looked.
    if (moved < 0 || performance.now() >= this.#mendAt) {
      this.#mendAt = performance.now() + MEND_MS;
      await this.#ledger.mendRetryTimes(nowMs);
    }
    await this.#ledger.startDueBatches(nowMs);
  }

  #launch(): void {
    while (this.#flying.size < this.#options.connections) {
      const row = this.#queue.shift();
      if (!row) return;
      const flight = this.#deliver(row)
        .catch((error) => this.#event('delivery-error', { message: messageOf(error) }))
        .finally(() => {
          this.#flying.delete(flight);
          this.#launch();
          this.#makeNext();
          if (this.#queue.length < this.#options.connections * 2) this.#wake();
        });
      this.#flying.add(flight);
    }
  }

  /** One message for each connection is made ahead, so that none waits for it; not more, they may be big. */
  #makeNext(): void {
    for (const row of this.#queue.slice(0, this.#options.connections)) {
      if (this.#made.has(row.id)) continue;
      const making = this.#options.composer.compose(row);
      making.catch(() => {});
      this.#made.set(row.id, making);
    }
  }

  #making(row: ClaimedRecipient): Promise<Buffer> {
    const made = this.#made.get(row.id);
    this.#made.delete(row.id);
    return made ?? this.#options.composer.compose(row);
  }

  async #deliver(row: ClaimedRecipient): Promise<void> {
    const commits = this.#commits;
    if (!commits) return;
    if (this.#stopping) return this.#giveBack(row, 0, null);
    let raw: Buffer;
    try {
      raw = await this.#making(row);
    } catch (error) {
      return this.#settle(this.#notMade(row, error));
    }
    let channel: Channel;
    const askedAt = performance.now();
    try {
      channel = await this.#channel();
    } catch (error) {
      return this.#transportFailed(row, error, askedAt);
    }
    this.#busy.add(channel);
    const sending = channel.send({
      from: this.#options.from,
      to: row.address,
      raw,
      bodyStarts: () => commits.startBody(row.id),
    });
    const outcome = await sending.finally(() => this.#busy.delete(channel));
    if (channel.usable && !this.#stopping) this.#idle.push(channel);
    else channel.close();
    // "Closing, come back later": the rows that wait would only be told the same, a connection each.
    const sentAway = outcome.kind === 'refused' && outcome.code === 421;
    if (sentAway) void this.#holdBack(askedAt, [], outcome.message);
    else if (outcome.kind === 'sent' || outcome.kind === 'refused') this.#failures = 0;
    if (outcome.kind === 'lost') this.#event('connection-lost', { delivered: outcome.delivered });
    const settlement = this.#settlement(row, outcome);
    if (settlement) this.#settle(settlement);
  }

  /**
   * The connection need not wait for the disk: the queue keeps the order, so the next body of this connection starts
   * only with or after this commit. A crash therefore never leaves more than one doubt a connection.
   */
  #settle(settlement: Settlement): void {
    const settling = (this.#commits?.settle(settlement) ?? Promise.resolve()).finally(() => {
      this.#settling.delete(settling);
    });
    this.#settling.add(settling);
  }

  async #channel(): Promise<Channel> {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (idle.usable) return idle;
      idle.close();
    }
    return this.#options.transport.open();
  }

  /** A mail that could not be made: refused for good, unless only the time of a busy machine ran out. */
  #notMade(row: ClaimedRecipient, thrown: unknown): Settlement {
    const ofTemplate = thrown instanceof TemplateError;
    const error = `${ofTemplate ? 'template' : 'message'}: ${messageOf(thrown)}`;
    const again = ofTemplate && thrown.outOfTime && row.attempts < MAX_ATTEMPTS;
    return again ? this.#later(row, error, false) : { id: row.id, as: 'failed', error };
  }

  /** @param answered the server itself asked to come back later */
  #later(row: ClaimedRecipient, error: string, answered: boolean): Settlement {
    const backOff = this.#options.retryDelay ?? retryDelay;
    const nextAt = this.#now() + backOff(row.attempts, Math.random(), answered);
    return { id: row.id, as: 'later', nextAt, error, counted: true };
  }

  #settlement(row: ClaimedRecipient, outcome: Outcome): Settlement | undefined {
    const { id } = row;
    if (outcome.kind === 'sent') return { id, as: 'sent', ...(outcome.kept && { kept: true }) };
    if (outcome.kind === 'fenced') return undefined;
    if (outcome.kind === 'lost' && outcome.delivered === 'unknown') {
      return { id, as: 'uncertain', error: outcome.message };
    }
    const error = outcome.message;
    const permanent = outcome.kind === 'refused' && outcome.permanent;
    if (permanent || row.attempts >= MAX_ATTEMPTS) return { id, as: 'failed', error };
    // A kept session that the server had closed meanwhile says nothing about this message: once, at once.
    const again = outcome.kind === 'lost' && row.attempts === 1;
    if (again) return { id, as: 'later', nextAt: this.#now(), error, counted: true };
    return this.#later(row, error, outcome.kind === 'refused');
  }

  /** The server, not the message, is the problem: the row waits without losing a try. */
  async #transportFailed(row: ClaimedRecipient, error: unknown, askedAt: number): Promise<void> {
    const reason = error instanceof TransportError ? error.reason : 'unreachable';
    const message = messageOf(error);
    if (reason === 'auth') {
      this.#pauseTransport(askedAt);
      await pauseAfterRefusedSignIn(this.#options.database, this.#options.mailAccount);
      this.#event('smtp-sign-in-refused', { message });
    } else {
      this.#event('smtp-unreachable', { reason, message });
    }
    await this.#holdBack(askedAt, [row], message);
  }

  /** Leaves the server alone for a while, and gives these rows and all that wait back until then. */
  async #holdBack(askedAt: number, rows: ClaimedRecipient[], message: string): Promise<void> {
    this.#pauseTransport(askedAt);
    const again = this.#now() + Math.max(0, this.#pausedUntil - performance.now());
    const waiting = [...rows, ...this.#queue.splice(0)];
    await Promise.all(waiting.map((one) => this.#giveBack(one, again, message)));
  }

  /** @param askedAt when the failed attempt began: those of one round count as one failure, until a mail is taken. */
  #pauseTransport(askedAt: number): void {
    if (askedAt < this.#pausedUntil) return;
    const first = this.#options.transportPauseMs ?? 1_000;
    const pause = Math.min(60_000, first * 2 ** Math.min(this.#failures, 10));
    this.#failures += 1;
    this.#pausedUntil = performance.now() + pause * (0.75 + Math.random() / 2);
  }

  async #giveBack(row: ClaimedRecipient, nextAt: number, error: string | null): Promise<void> {
    this.#made.delete(row.id);
    await this.#commits?.settle({
      id: row.id,
      as: 'later',
      nextAt: Math.ceil(nextAt),
      error,
      counted: false,
    });
  }

  async #keepWorker(): Promise<void> {
    const { leaseMs = LEASE_MS, onEvent } = this.#options;
    if (this.#worker === '') {
      const worker = await this.#ledger.startWorker(leaseMs);
      this.#worker = worker;
      this.#commits = new CommitQueue((work) => this.#ledger.settleRecipients(worker, work), {
        now: this.#now,
      });
      this.#renewedAt = 0;
    }
    const nowMs = performance.now();
    if (this.#renewedAt !== 0 && nowMs - this.#renewedAt < leaseMs / 3) return;
    if (!(await this.#ledger.renewWorker(this.#worker, leaseMs))) throw new WorkerFencedError();
    this.#renewedAt = nowMs;
    const settled = await this.#ledger.recoverDeadWorkers();
    if (settled.pending + settled.uncertain > 0) onEvent?.('recovered', settled);
  }

  /** Our rows were settled by somebody else; those on the wire may end, but nothing of them is written. */
  #forgetWorker(): void {
    this.#event('fenced', {});
    this.#commits?.stop();
    this.#commits = undefined;
    this.#worker = '';
    this.#queue = [];
    this.#made.clear();
    for (const channel of this.#idle.splice(0)) channel.close();
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #event(name: string, detail: Record<string, unknown>): void {
    this.#options.onEvent?.(name, detail);
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
