import { finished, pipeline, Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { RelayConfig } from '../config.ts';
import type { Database } from '../database/open-database.ts';
import { HttpProblem } from '../http-problem.ts';
import { callProvider, ProviderBusy, type ProviderCall } from './call-provider.ts';
import { type Use, UseMeter } from './meter-use.ts';
import { changeQuota, type QuotaKind, takeQuota } from './take-quota.ts';

export type AiCall = Pick<ProviderCall, 'path' | 'method' | 'body' | 'contentType' | 'tellPieces'>;
type Amounts = Partial<Record<QuotaKind, number>>;

/**
 * Calls the provider for one account. What the call may cost is taken before it goes out and corrected when it is over:
 * a hundred calls at once cannot use more than there is, and one that is cut stays charged for what had come.
 */
export class MeteredCalls {
  readonly #config: RelayConfig;
  readonly #database: Database;

  constructor(config: RelayConfig, database: Database) {
    this.#config = config;
    this.#database = database;
  }

  /** The provider's answer, passed on piece by piece. @throws {HttpProblem} */
  async forward(reply: FastifyReply, call: AiCall, onUse?: (use: Use) => void): Promise<void> {
    const { ai, aiFirstByteMs } = this.#config;
    if (!ai) throw new HttpProblem(503, 'ai-off', 'This relay has no AI provider.');
    const gone = new AbortController();
    reply.raw.on('close', () => gone.abort());
    const where = { baseUrl: ai.baseUrl, apiKey: ai.apiKey, firstByteMs: aiFirstByteMs };
    try {
      const response = await callProvider({ ...where, ...call, signal: gone.signal });
      const contentType = response.headers.get('content-type') ?? 'application/octet-stream';
      reply
        .code(response.status)
        .header('content-type', contentType)
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no');
      const meter = new UseMeter(contentType);
      finished(meter, () => onUse?.(response.ok ? meter.use : { tokens: 0, audioSeconds: 0 }));
      const body = response.body ? Readable.fromWeb(response.body as never) : Readable.from([]);
      // An answer that breaks off breaks the client's connection too: it must not look whole.
      await reply.send(pipeline(body, meter, () => {}));
    } catch (error) {
      if (error instanceof ProviderBusy) reply.header('retry-after', error.retryAfter);
      throw error;
    }
  }

  /**
   * As {@link forward}, on the account of this person.
   * @param guess what it may cost at most
   * @param asked tokens of the question alone
   * @param counted what is known at the end when the provider does not say
   */
  async charge(
    reply: FastifyReply,
    userId: string,
    call: AiCall,
    { guess, asked, counted }: { guess: Amounts; asked?: number; counted?: () => Use },
  ): Promise<void> {
    const nowMs = Date.now();
    const taken = await this.#take(reply, userId, nowMs, { requests: 1, ...guess });
    const correct = (actual: Amounts) => this.#correct(userId, nowMs, taken, actual);
    try {
      await this.forward(reply, call, (use) => {
        const known = { ...counted?.(), ...use };
        // What a stream without a count has said so far is on top of what was asked.
        const said = known.pieces === undefined ? taken.tokens : (asked ?? 0) + known.pieces;
        const tokens = known.tokens ?? said;
        // Nobody waits for it: a database that cannot take it now leaves what was taken, and must not end the relay.
        correct({
          requests: 1,
          tokens,
          'audio-seconds': known.audioSeconds ?? taken['audio-seconds'],
        }).catch((error) => reply.log.error({ err: error }, 'AI use not corrected'));
      });
    } catch (error) {
      // No answer, no charge.
      await correct({});
      throw error;
    }
  }

  async #take(
    reply: FastifyReply,
    userId: string,
    nowMs: number,
    amounts: Amounts,
  ): Promise<Amounts> {
    const taken: Amounts = {};
    for (const [name, amount] of Object.entries(amounts)) {
      const kind = name as QuotaKind;
      const limit = this.#config.aiPerDay[kind];
      if (!(await takeQuota(this.#database, { userId, kind, nowMs }, { amount, limit }))) {
        await this.#correct(userId, nowMs, taken, {});
        reply.header('retry-after', '3600');
        throw new HttpProblem(
          429,
          'quota-used-up',
          "Today's AI quota of this account is used up.",
          [{ path: kind, message: `${limit} a day` }],
        );
      }
      taken[kind] = amount;
    }
    return taken;
  }

  async #correct(userId: string, nowMs: number, taken: Amounts, actual: Amounts): Promise<void> {
    for (const kind of ['requests', 'tokens', 'audio-seconds'] as const) {
      const change = (actual[kind] ?? 0) - (taken[kind] ?? 0);
      await changeQuota(this.#database, { userId, kind, nowMs }, change);
    }
  }
}
