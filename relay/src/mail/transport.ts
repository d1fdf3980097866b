/** One message for one recipient, complete. */
export type Delivery = {
  from: string;
  to: string;
  /** RFC 5322 message. */
  raw: Buffer;
  /**
   * Asked when the server has said it takes the body, before the first byte of it. False means: this message is no
   * longer ours, send nothing.
   */
  bodyStarts: () => Promise<boolean>;
};

export type Outcome =
  /** 250 after the final dot; `kept`: into the outbox, to nobody. */
  | { kind: 'sent'; response: string; kept?: true }
  /** A complete answer that says no: 4xx (`permanent` false) or 5xx. */
  | { kind: 'refused'; permanent: boolean; code: number; message: string }
  /**
   * No answer. `delivered` says what the recipient may have got. `silent`: on a session of its own the server said
   * nothing at all of this mail, so it is the server that has a problem.
   */
  | { kind: 'lost'; delivered: 'no' | 'unknown'; silent?: true; message: string }
  /** `bodyStarts` said no. */
  | { kind: 'fenced' };

/** A session with the server; one message at a time. */
export type Channel = {
  /** False once it must not be used again. */
  readonly usable: boolean;
  send(delivery: Delivery): Promise<Outcome>;
  close(): void;
};

/** Why no session could be opened. `auth`: the server refuses our password; trying again would lock the account. */
export class TransportError extends Error {
  readonly reason: 'auth' | 'busy' | 'unreachable';
  /** Who refuses, or cannot be reached. */
  readonly by: 'mail-server' | 'token-service';
  constructor(
    reason: TransportError['reason'],
    message: string,
    by: TransportError['by'] = 'mail-server',
  ) {
    super(message);
    this.name = 'TransportError';
    this.reason = reason;
    this.by = by;
  }
}

export type Transport = { open(): Promise<Channel> };
