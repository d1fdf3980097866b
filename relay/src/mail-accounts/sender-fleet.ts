import type { Database } from '../database/open-database.ts';
import { isOpen } from '../ledger/is-open.ts';
import type { LedgerSender } from '../ledger/ledger-sender.ts';
import {
  letWaitingGo,
  type OpenedMailAccount,
  openMailAccount,
  pauseWithoutAccount,
} from './mail-accounts.ts';
import { SealError } from './seal-secret.ts';

export type FleetOptions = {
  database: Database;
  key: Buffer;
  /** Sends through the operator's server. */
  main: LedgerSender;
  /** Makes the sender of one mail account; the fleet starts and stops it. */
  senderFor: (account: OpenedMailAccount) => LedgerSender;
  onEvent?: (event: string, detail: Record<string, unknown>) => void;
  /** Milliseconds between two looks for mail accounts with something to send. */
  pollMs?: number;
};

type OwnSender = { id: string; sender: LedgerSender; revision: number };

/** Above all deadlines of one mail together. */
const LONGEST_MAIL_MS = 900_000;

/**
 * One sender for the operator's server and one for each mail account that has something to send: a server that is slow,
 * away or refuses a password holds up nobody else's mail, and each has its own limits.
 */
export class SenderFleet {
  readonly #options: FleetOptions;
  readonly #senders = new Map<string, OwnSender>();
  /** Of accounts with nothing more to send, or that were corrected; a mail on the wire ends as it ends. */
  readonly #leaving = new Set<OwnSender>();
  /** Of the account of each sender there ever was. */
  readonly #revisions = new Map<string, number>();
  #stopping = false;
  #timer: NodeJS.Timeout | undefined;
  #look: Promise<void> | undefined;

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  start(): void {
    this.#options.main.start();
    this.wake();
  }

  /** Something may be due: look now. */
  wake(): void {
    this.#options.main.wake();
    for (const sender of this.#own()) sender.wake();
    if (this.#stopping || this.#look) return;
    clearTimeout(this.#timer);
    this.#look = this.#lookAround()
      .catch((error) => this.#options.onEvent?.('fleet-error', { message: String(error) }))
      .finally(() => {
        this.#look = undefined;
        if (!this.#stopping)
          this.#timer = setTimeout(() => this.wake(), this.#options.pollMs ?? 1_000);
      });
  }

  get healthy(): boolean {
    return [this.#options.main, ...this.#own()].every((sender) => sender.healthy);
  }

  /** Of the operator's server only: that of a mail account is its owner's matter. */
  get serverFailing(): boolean {
    return this.#options.main.serverFailing;
  }

  /** Mails that are being handed over right now. */
  get inFlight(): number {
    return this.#all().reduce((sum, sender) => sum + sender.inFlight, 0);
  }

  /** Claims nothing more, lets what is on the wire end for `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    await this.#look;
    const all = this.#all();
    this.#senders.clear();
    await Promise.all(all.map((sender) => sender.stop(graceMs)));
  }

  #own(): LedgerSender[] {
    return [...this.#senders.values()].map(({ sender }) => sender);
  }

  #all(): LedgerSender[] {
    return [this.#options.main, ...this.#own(), ...[...this.#leaving].map(({ sender }) => sender)];
  }

  /** An account that was corrected gets another sender; that of before ends with what is on its wire. */
  async #lookAround(): Promise<void> {
    const wanted = await this.#wanted();
    for (const own of this.#senders.values()) {
      if (wanted.get(own.id) !== own.revision) this.#leave(own);
    }
    // Also those that had left before it was corrected.
    for (const { id, sender, revision } of this.#leaving) {
      if ((wanted.get(id) ?? revision) !== revision) sender.replace();
    }
    for (const id of wanted.keys()) if (!this.#senders.has(id)) await this.#launch(id);
  }

  /** Nobody waits for it: a slow server of one account holds up no other. */
  #leave(own: OwnSender): void {
    this.#senders.delete(own.id);
    this.#leaving.add(own);
    own.sender
      .stop(LONGEST_MAIL_MS)
      .catch((error) => this.#options.onEvent?.('fleet-error', { message: String(error) }))
      .finally(() => this.#leaving.delete(own));
  }

  /** Mail accounts with batches that are under way, and the revision of each; null for one that is gone. */
  async #wanted(): Promise<Map<string, number | null>> {
    const rows = await this.#options.database.db
      .selectFrom('batches')
      .leftJoin('mail_accounts', 'mail_accounts.id', 'batches.mail_account')
      .select(['mail_account', 'revision'])
      .distinct()
      .where(isOpen)
      .where('state', '=', 'running')
      .where('mail_account', 'is not', null)
      .execute();
    return new Map(
      rows.flatMap((row) => (row.mail_account ? [[row.mail_account, row.revision]] : [])),
    );
  }

  async #launch(id: string): Promise<void> {
    const { database, key, senderFor, onEvent } = this.#options;
    try {
      const account = await openMailAccount(database, key, id);
      if (!account) return await pauseWithoutAccount(database, id);
      const { revision } = account;
      // What a sender of before has put off since the correction.
      if ((this.#revisions.get(id) ?? revision) !== revision) {
        await letWaitingGo(database, { id, tried: true });
      }
      this.#revisions.set(id, revision);
      const sender = senderFor(account);
      this.#senders.set(id, { id, sender, revision });
      sender.start();
    } catch (error) {
      // The next look asks again: a database that was away says nothing about the account.
      if (!(error instanceof SealError)) throw error;
      // A secret that does not open concerns this account only.
      onEvent?.('mail-account-unusable', { message: error.message });
      await pauseWithoutAccount(database, id);
    }
  }
}
