import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { type Deadlines, describe } from './smtp-answer.ts';
import type { Channel, Delivery, Outcome } from './transport.ts';

/** Many servers close after about a hundred messages; leaving first is kinder than being thrown out. */
const MESSAGES_PER_CONNECTION = 100;

/**
 * One SMTP session. nodemailer reports "died before the greeting" and "died after the final dot" as the same error,
 * so the message goes in as a stream of ours: its end is what makes nodemailer write the final dot, and it is read
 * only after the server said 354.
 */
export class SmtpChannel implements Channel {
  readonly #connection: SMTPConnection;
  readonly #deadlines: Deadlines;
  #used = 0;
  #open = true;
  /** Settles the message in flight when the session dies under it. */
  #died: ((error: unknown) => void) | undefined;

  constructor(connection: SMTPConnection, deadlines: Deadlines) {
    this.#connection = connection;
    this.#deadlines = deadlines;
    connection.on('error', (error) => this.#end(error));
    connection.on('end', () => {
      this.#open = false;
      // nodemailer closes first and says why afterwards, in the same turn: the reason may be an answer (421).
      setImmediate(() => this.#end(new Error('the server closed the connection')));
    });
  }

  get usable(): boolean {
    return this.#open && this.#used < MESSAGES_PER_CONNECTION;
  }

  close(): void {
    this.#open = false;
    this.#connection.close();
  }

  #end(error: unknown): void {
    this.#open = false;
    this.#died?.(error);
  }

  async send(delivery: Delivery): Promise<Outcome> {
    this.#used += 1;
    const body = new MessageBody(delivery);
    this.#connection.lastServerResponse = false;
    const outcome = await this.#transfer(delivery, body);
    // A session that was kept may just have been closed meanwhile.
    const silent = this.#used === 1 && this.#connection.lastServerResponse === false;
    if (silent && outcome.kind === 'lost' && outcome.delivered === 'no') outcome.silent = true;
    if (outcome.kind === 'refused' && outcome.code !== 421 && this.#open) await this.#reset();
    else if (outcome.kind !== 'sent') this.close();
    return outcome;
  }

  #transfer(delivery: Delivery, body: MessageBody): Promise<Outcome> {
    return new Promise((resolve) => {
      let timer = setTimeout(() => late('envelope'), this.#deadlines.envelope);
      const settle = (outcome: Outcome) => {
        clearTimeout(timer);
        this.#died = undefined;
        resolve(outcome);
      };
      const late = (step: keyof Deadlines) =>
        settle(lost(body, new Error(`no answer within ${this.#deadlines[step]} ms`)));
      body.onStart = () => {
        clearTimeout(timer);
        timer = setTimeout(() => late('body'), this.#deadlines.body);
      };
      this.#died = (error) => settle(body.fenced ? { kind: 'fenced' } : outcomeOf(error, body));
      const envelope = { from: delivery.from, to: [delivery.to], size: delivery.raw.length };
      this.#connection.send(envelope, body, (error, info) => {
        if (body.fenced) return settle({ kind: 'fenced' });
        settle(error ? outcomeOf(error, body) : { kind: 'sent', response: info?.response ?? '' });
      });
    });
  }

  /** Ends the refused transaction, so that the session can take the next message. */
  #reset(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => done(false), this.#deadlines.envelope);
      const done = (ok: boolean) => {
        clearTimeout(timer);
        this.#died = undefined;
        if (!ok) this.close();
        resolve();
      };
      this.#died = () => done(false);
      this.#connection.reset((error) => done(!error));
    });
  }
}

/** Commands whose error is the server's own complete answer to that command. */
const ANSWERED = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

function outcomeOf(error: unknown, body: MessageBody): Outcome {
  const { responseCode, command, message, said } = describe(error);
  // 421 may come at any time, also before the answer to a command. Before the final dot it is an answer like others.
  const isAnswer = ANSWERED.has(command ?? '') || (responseCode === 421 && !body.dotMayBeOut);
  if (responseCode !== undefined && responseCode >= 400 && isAnswer) {
    // Read by a person as what the mail server said: without the library's sentence before it.
    const words = said || message;
    return {
      kind: 'refused',
      permanent: responseCode >= 500,
      code: responseCode,
      message: words,
    };
  }
  return lost(body, error);
}

function lost(body: MessageBody, error: unknown): Outcome {
  return {
    kind: 'lost',
    delivered: body.dotMayBeOut ? 'unknown' : 'no',
    message: describe(error).message,
  };
}

/** The message as a stream that knows how far it went. */
class MessageBody extends Readable {
  /** True from just before the final dot can be written. */
  dotMayBeOut = false;
  fenced = false;
  onStart: () => void = () => {};
  readonly #delivery: Delivery;
  #step: 'waiting' | 'asking' | 'started' = 'waiting';

  constructor(delivery: Delivery) {
    super({ highWaterMark: 64 * 1024 });
    this.#delivery = delivery;
    this.on('error', () => {});
  }

  override _read(): void {
    if (this.#step === 'asking') return;
    if (this.#step === 'started') {
      this.dotMayBeOut = true;
      this.push(null);
      return;
    }
    this.#step = 'asking';
    this.onStart();
    this.#delivery.bodyStarts().then(
      (mine) => this.#go(mine),
      (error) => this.destroy(error instanceof Error ? error : new Error(String(error))),
    );
  }

  #go(mine: boolean): void {
    if (this.destroyed) return;
    if (!mine) {
      this.fenced = true;
      this.destroy(new Error('this message is no longer ours'));
      return;
    }
    this.#step = 'started';
    this.push(this.#delivery.raw);
  }
}
