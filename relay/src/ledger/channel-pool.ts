import type { Channel, Delivery, Outcome, Transport } from '../mail/transport.ts';

/** The sessions with one mail server: those that wait for a mail, and those with one on them. */
export class ChannelPool {
  readonly #transport: Transport;
  readonly #idle: Channel[] = [];
  readonly #busy = new Set<Channel>();
  #closed = false;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** One that waits, or a new one. @throws {TransportError} */
  async take(): Promise<Channel> {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (idle.usable) return idle;
      idle.close();
    }
    return this.#transport.open();
  }

  /** Sends on a session that was taken; afterwards it waits for the next mail, or is closed. */
  async send(channel: Channel, delivery: Delivery): Promise<Outcome> {
    this.#busy.add(channel);
    const outcome = await channel.send(delivery).finally(() => this.#busy.delete(channel));
    if (channel.usable && !this.#closed) this.#idle.push(channel);
    else channel.close();
    return outcome;
  }

  /** From now on a session that has sent its mail is closed. */
  retire(): void {
    this.#closed = true;
  }

  closeIdle(): void {
    for (const channel of this.#idle.splice(0)) channel.close();
  }

  /** Cuts what is on the wire. */
  closeBusy(): void {
    for (const channel of this.#busy) channel.close();
  }
}
