import { type Channel, TransportError } from '../mail/transport.ts';
import { runningAmong } from './advance-batches.ts';
import { ChannelPool } from './channel-pool.ts';
import { type ClaimedRecipient, WorkerFencedError } from './claim-recipients.ts';
import type { CommitQueue } from './commit-queue.ts';
import { DueLook } from './due-look.ts';
import { type Ledger, ledgerOf } from './ledger-operations.ts';
import { MadeAhead } from './made-ahead.ts';
import { pauseAfterRefusedSignIn } from './pause-after-refused-sign-in.ts';
import type { SenderOptions } from './sender-options.ts';
import { SendingLife } from './sending-life.ts';
import { settleNotMade, settleOutcome } from './settle-outcome.ts';
import { TransportPause } from './transport-pause.ts';
import { untilEnded } from './until-ended.ts';

/** For writing down what a stop cut off, milliseconds. */
const CUT_MS = 1_000;

/** Rows claimed at once, for each connection. */
const AHEAD = 8;

/** Takes due recipients from the ledger and sends them, until stopped. */
export class LedgerSender {
  readonly #options: SenderOptions;
  readonly #ledger: Ledger;
  readonly #now: () => number;
  readonly #life: SendingLife;
  readonly #due: DueLook;
  readonly #channels: ChannelPool;
  readonly #transportPause: TransportPause;
  readonly #made: MadeAhead;
  /** Rows with a connection, or about to get one. */
  readonly #flying = new Set<Promise<void>>();
  #queue: ClaimedRecipient[] = [];
  /** The mail that finds out whether a server that failed is back. */
  #probe: ClaimedRecipient | undefined;
  #stopping = false;
  #replaced = false;
  #wake: () => void = () => {};
  #loop: Promise<void> | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#ledger = ledgerOf(options.database);
    this.#now = options.now ?? Date.now;
    const { leaseMs, counts } = options;
    this.#life = new SendingLife(this.#ledger, { leaseMs, now: this.#now, counts });
    this.#due = new DueLook(this.#ledger);
    this.#channels = new ChannelPool(options.transport);
    this.#transportPause = new TransportPause(options.transportPauseMs);
    this.#made = new MadeAhead(options.composer);
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
    return this.#life.healthy;
  }

  /** The mail server could not be reached, or sent us away, and has not answered about a mail since. */
  get serverFailing(): boolean {
    return this.#transportPause.probing;
  }

  /** Another sender goes on, with another server: what this one puts off from now on is due there at once. */
  replace(): void {
    this.#replaced = true;
  }

  /** Claims nothing more, lets what is on the wire end for `graceMs`, then cuts it, and gives the rest back. */
  async stop(graceMs = 8_000): Promise<void> {
    this.#stopping = true;
    this.#channels.retire();
    this.#wake();
    await this.#loop;
    await this.#life.keepUntil(untilEnded(this.#unfinished, graceMs), this.#ledgerFailed);
    this.#channels.closeIdle();
    // A server that hangs would keep the process alive for its whole deadline. What was on the wire is in doubt now,
    // and that is written down here rather than by whoever comes next.
    this.#channels.closeBusy();
    await untilEnded(this.#unfinished, CUT_MS);
    this.#life.stop();
    if (this.#unfinished().length === 0) await this.#life.end();
  }

  readonly #unfinished = () => [...this.#flying, ...this.#life.settling];

  async #run(): Promise<void> {
    while (!this.#stopping) {
      try {
        await this.#turn();
      } catch (error) {
        if (error instanceof WorkerFencedError) this.#forgetWorker();
        else this.#ledgerFailed(error);
        await this.#pause();
      }
    }
    await this.#giveBackQueue();
  }

  async #turn(): Promise<void> {
    const { connections } = this.#options;
    const settled = await this.#life.keep();
    if (settled.pending + settled.uncertain > 0) this.#event('recovered', settled);
    const nowMs = this.#now();
    await this.#releaseStopped();
    const open = this.#transportPause.leftMs === 0 && this.healthy;
    const claimed = open && this.#queue.length < connections * 2 ? await this.#claim(nowMs) : 0;
    this.#launch();
    this.#makeNext();
    const full = claimed === 0 || this.#flying.size >= connections;
    if (full) await this.#pause();
  }

  /**
   * More than one row a connection at once: a commit each would cost more than the sending. A crash costs nothing for
   * rows that were claimed and not begun.
   * @returns how many
   */
  async #claim(nowMs: number): Promise<number> {
    const { from, limits, mailAccount, revision, connections } = this.#options;
    const limit = connections * AHEAD - this.#flying.size - this.#queue.length;
    await this.#due.look(nowMs);
    const { worker } = this.#life;
    const wish = { from, worker, limit, nowMs, ...limits, mailAccount, revision };
    const rows = await this.#ledger.claimRecipients(wish);
    this.#queue.push(...rows);
    if (this.#queue.length + this.#unfinished().length === 0) await this.#ledger.finishBatches();
    return rows.length;
  }

  /** Rows of a batch that was paused or cancelled do not wait here to be sent all the same. */
  async #releaseStopped(): Promise<void> {
    const ids = [...new Set(this.#queue.map((row) => row.batch.id))];
    if (ids.length === 0) return;
    const running = await runningAmong(this.#options.database, ids);
    const stopped = this.#queue.filter((row) => !running.has(row.batch.id));
    if (stopped.length === 0) return;
    this.#queue = this.#queue.filter((row) => running.has(row.batch.id));
    await this.#giveBack(this.#life.commits, stopped);
  }

  #launch(): void {
    while (this.#mayLaunch()) {
      const row = this.#queue.shift();
      if (!row) return;
      if (this.#transportPause.probing) this.#probe = row;
      const flight = this.#deliver(row)
        .catch((error) => this.#event('delivery-error', { message: messageOf(error) }))
        .finally(() => {
          this.#flying.delete(flight);
          if (this.#probe === row) this.#probe = undefined;
          this.#launch();
          this.#makeNext();
          if (this.#queue.length < this.#options.connections * 2) this.#wake();
        });
      this.#flying.add(flight);
    }
  }

  /** Where the server failed, one mail goes ahead until the server takes its text; those on the wire before are no matter. */
  #mayLaunch(): boolean {
    const { leftMs, probing } = this.#transportPause;
    const heldUp = leftMs > 0 || (probing && this.#probe !== undefined);
    return !heldUp && this.#flying.size < this.#options.connections;
  }

  #bodyStarts(row: ClaimedRecipient, commits: CommitQueue): Promise<boolean> {
    if (this.#probe === row) {
      this.#probe = undefined;
      this.#launch();
    }
    return commits.startBody(row.id);
  }

  /** One message for each connection is made ahead, so that none waits for it; not more, they may be big. */
  #makeNext(): void {
    this.#made.begin(this.#queue.slice(0, this.#options.connections));
  }

  async #deliver(row: ClaimedRecipient): Promise<void> {
    // Of the life that claimed the row. When it has been fenced meanwhile, the row may be ours again and on the wire: a
    // later life must not write what became of this attempt.
    const { commits } = this.#life;
    if (!commits) return;
    if (this.#stopping) return this.#giveBack(commits, [row]);
    let raw: Buffer;
    try {
      raw = await this.#made.take(row);
    } catch (error) {
      return this.#life.settle(commits, settleNotMade(row, error, this.#clock()));
    }
    let channel: Channel;
    const askedAt = performance.now();
    try {
      channel = await this.#channels.take();
    } catch (error) {
      const again = await this.#transportFailed(error, askedAt);
      return this.#giveBack(commits, [row], again, messageOf(error));
    }
    const outcome = await this.#channels.send(channel, {
      from: this.#options.from,
      to: row.address,
      raw,
      bodyStarts: () => this.#bodyStarts(row, commits),
    });
    // "Closing, come back later", or closed without a word: the rows that wait would only meet the same, a try each.
    const silent =
      outcome.kind === 'lost' && outcome.silent && !this.#transportPause.answeredSince(askedAt);
    const sentAway = silent || (outcome.kind === 'refused' && outcome.code === 421);
    if (sentAway) void this.#holdBack(askedAt, outcome.message);
    else if (outcome.kind === 'sent' || outcome.kind === 'refused') this.#transportPause.answered();
    if (outcome.kind === 'lost') this.#event('connection-lost', { delivered: outcome.delivered });
    const heldMs = silent ? this.#heldMs : undefined;
    const settlement = settleOutcome(row, outcome, { ...this.#clock(), heldMs });
    if (settlement) this.#life.settle(commits, settlement);
  }

  #clock() {
    const { retryDelay } = this.#options;
    return { nowMs: this.#now(), backOff: this.#replaced ? () => 0 : retryDelay };
  }

  /** How long the server is left alone by whoever comes next. */
  get #heldMs(): number {
    return this.#replaced ? 0 : this.#transportPause.leftMs;
  }

  /**
   * The server, not the message, is the problem: the row waits without losing a try.
   * @returns until when
   */
  async #transportFailed(error: unknown, askedAt: number): Promise<number> {
    const reason = error instanceof TransportError ? error.reason : 'unreachable';
    const message = messageOf(error);
    if (reason === 'auth') {
      this.#transportPause.begin(askedAt);
      // A database that cannot take this now: the row must not hang on it. Whoever asks next is refused as well.
      await pauseAfterRefusedSignIn(this.#options).catch(this.#ledgerFailed);
      this.#event('smtp-sign-in-refused', { message });
    } else {
      this.#event('smtp-unreachable', { reason, message });
    }
    return this.#holdBack(askedAt, message);
  }

  /** Leaves the server alone for a while, and gives all that wait back until then. @returns until when */
  async #holdBack(askedAt: number, message: string): Promise<number> {
    this.#transportPause.begin(askedAt);
    const again = this.#now() + this.#heldMs;
    await this.#giveBackQueue(again, message);
    return again;
  }

  /** Rows that wait always belong to the present life. */
  async #giveBackQueue(nextAt?: number, error?: string): Promise<void> {
    await this.#giveBack(this.#life.commits, this.#queue.splice(0), nextAt, error);
  }

  async #giveBack(
    commits: CommitQueue | undefined,
    rows: ClaimedRecipient[],
    nextAt = 0,
    error: string | null = null,
  ): Promise<void> {
    for (const row of rows) this.#made.forget(row);
    const given = { as: 'later', nextAt: Math.ceil(nextAt), error, counted: false } as const;
    await Promise.all(rows.map(({ id }) => commits?.settle({ id, ...given })));
  }

  /** Our rows were settled by somebody else; those on the wire may end, but nothing of them is written. */
  #forgetWorker(): void {
    this.#event('fenced', {});
    this.#life.forget();
    this.#queue = [];
    this.#made.forgetAll();
    this.#channels.closeIdle();
  }

  /** Until somebody wakes it, or for the time between two looks. */
  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#options.pollMs ?? 500);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  readonly #ledgerFailed = (error: unknown) =>
    this.#event('ledger-error', { message: messageOf(error) });

  #event(name: string, detail: Record<string, unknown>): void {
    this.#options.onEvent?.(name, detail);
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
