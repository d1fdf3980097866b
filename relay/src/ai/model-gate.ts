import { Transform, type TransformCallback } from 'node:stream';

/** The upload names a model the operator does not allow, or none. */
export class ModelNotAllowedError extends Error {
  constructor() {
    super('this model is not allowed here');
    this.name = 'ModelNotAllowedError';
  }
}

const MAX_PART_HEADERS = 16 * 1024;
const MAX_MODEL_NAME = 200;

/** Stands behind the last boundary. */
const END = '--';

/**
 * Lets a multipart upload flow through and reads each `model` field as it passes, wherever it stands (of two, a provider
 * may take the second); nothing of the file is kept. A wrong model breaks the upload before its end, so that the provider never gets a whole request.
 */
export class ModelGate extends Transform {
  readonly #boundary: string;
  readonly #allowed: ReadonlySet<string>;
  #window = '';
  #state: 'content' | 'headers' | 'model' | 'ended' = 'content';
  #named = false;

  constructor(boundary: string, allowed: readonly string[]) {
    super();
    this.#boundary = `--${boundary}`;
    this.#allowed = new Set(allowed);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.#state !== 'ended') {
      this.#window += chunk.toString('latin1');
      while (this.#step());
    }
    if (this.#tooLong()) done(new ModelNotAllowedError());
    else done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    done(this.#named ? null : new ModelNotAllowedError());
  }

  /** @returns true when there is more to read in what has arrived. */
  #step(): boolean {
    if (this.#state === 'content') {
      if (this.#cutAt(this.#boundary) === undefined) {
        this.#window = this.#window.slice(-this.#boundary.length);
        return false;
      }
      this.#state = 'headers';
      return true;
    }
    if (this.#state === 'headers') {
      if (this.#window.startsWith(END)) {
        this.#state = 'ended';
        this.#window = '';
        return false;
      }
      const headers = this.#cutAt('\r\n\r\n');
      if (headers === undefined) return false;
      this.#state = /;\s*name="?model"?\s*(;|\r\n|$)/i.test(headers) ? 'model' : 'content';
      return true;
    }
    const model = this.#cutAt(`\r\n${this.#boundary}`);
    if (model === undefined) return false;
    if (!this.#allowed.has(model)) {
      this.#window = ' '.repeat(MAX_PART_HEADERS + 1);
      return false;
    }
    this.#named = true;
    this.#state = 'headers';
    return true;
  }

  #cutAt(mark: string): string | undefined {
    const at = this.#window.indexOf(mark);
    if (at < 0) return undefined;
    const before = this.#window.slice(0, at);
    this.#window = this.#window.slice(at + mark.length);
    return before;
  }

  #tooLong(): boolean {
    const limit =
      this.#state === 'model' ? MAX_MODEL_NAME + this.#boundary.length : MAX_PART_HEADERS;
    return this.#state !== 'content' && this.#window.length > limit;
  }
}
