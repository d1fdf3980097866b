import { Transform, type TransformCallback } from 'node:stream';

/** What an answer says, or lets one count, of its own cost; `pieces`: events of a stream, each about a token. */
export type Use = { tokens?: number; pieces?: number; audioSeconds?: number };

/** Bytes a token of text is worth when nobody says better. */
const BYTES_PER_TOKEN = 4;
/** Compressed speech as browsers record it, bytes a second. */
const SPEECH_BYTES = 4_000;
const MAX_KEPT = 2 * 1024 * 1024;

/** Tokens of a text that nobody has counted yet; never less than one. */
export const estimateTokens = (text: string) =>
  Math.max(1, Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN));

type Usage = {
  total_tokens?: unknown;
  input_tokens?: unknown;
  output_tokens?: unknown;
  seconds?: unknown;
};

const number = (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.ceil(value) : undefined;

/** The use that an answer of an OpenAI-compatible provider states. */
function statedUse(text: string): Use {
  let answer: { usage?: Usage | null; duration?: unknown } | null;
  try {
    answer = JSON.parse(text);
  } catch {
    return {};
  }
  const usage = answer?.usage;
  const sum = (number(usage?.input_tokens) ?? 0) + (number(usage?.output_tokens) ?? 0);
  return defined({
    tokens: number(usage?.total_tokens) ?? (sum > 0 ? sum : undefined),
    audioSeconds: number(usage?.seconds) ?? number(answer?.duration),
  });
}

/** Lets an answer pass untouched, each piece at once, and learns from it what it cost. */
export class UseMeter extends Transform {
  readonly #stream: boolean;
  #kept = '';
  #pieces = 0;
  #stated: Use = {};

  /** @param contentType of the answer */
  constructor(contentType: string) {
    super();
    this.#stream = contentType.startsWith('text/event-stream');
  }

  /** What it states, and of a stream how many events have come: most state nothing unless asked. */
  get use(): Use {
    return this.#stream ? { pieces: this.#pieces, ...this.#stated } : this.#stated;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    // Only ASCII is looked at; a character cut in two does not matter.
    if (this.#kept.length < MAX_KEPT) this.#kept += chunk.toString('latin1');
    if (this.#stream) this.#readEvents();
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    if (!this.#stream) this.#stated = statedUse(this.#kept);
    done();
  }

  #readEvents(): void {
    const lines = this.#kept.split('\n');
    this.#kept = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data:') || line.includes('[DONE]')) continue;
      this.#pieces += 1;
      if (line.includes('"usage"')) {
        this.#stated = { ...this.#stated, ...statedUse(line.slice(5)) };
      }
    }
  }
}

const defined = (use: Use): Use =>
  Object.fromEntries(Object.entries(use).filter(([, value]) => value !== undefined));

/** Seconds that so many bytes of upload may last. A chunked upload says no length: one second, corrected later. */
export const estimateSeconds = (bytes: number | undefined) =>
  Math.max(1, Math.ceil((bytes ?? 0) / SPEECH_BYTES));

/** Lets an upload pass and counts it; a WAV file says itself how many bytes a second has. */
export class SpeechMeter extends Transform {
  #bytes = 0;
  #head = '';
  #bytesPerSecond = SPEECH_BYTES;
  /** A piece has passed. */
  onPiece: () => void = () => {};

  /** Seconds that have passed so far. */
  get seconds(): number {
    return Math.max(1, Math.ceil(this.#bytes / this.#bytesPerSecond));
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#bytes += chunk.length;
    this.onPiece();
    if (this.#head.length < 8_192) this.#lookForWav(chunk);
    done(null, chunk);
  }

  #lookForWav(chunk: Buffer): void {
    this.#head += chunk.toString('latin1', 0, 8_192);
    const rate = /RIFF.{4}WAVEfmt .{12}(.{4})/s.exec(this.#head)?.[1];
    const bytes = rate ? Buffer.from(rate, 'latin1').readUInt32LE(0) : 0;
    if (bytes >= 1_000) this.#bytesPerSecond = bytes;
  }
}
