import { CalledThread } from '../thread-calls.ts';

/**
 * The one writer of the embedded database, in a thread of its own: an fsync, or a batch of 100,000 rows, never holds
 * up the web server or the mails on the wire.
 */
export class SqliteThread {
  readonly #thread: CalledThread;
  #closed: Promise<void> | undefined;

  constructor(file: string) {
    this.#thread = new CalledThread(new URL('./sqlite-thread-entry.ts', import.meta.url), { file });
  }

  /** @param transfer buffers that change hands instead of being copied. @throws {ThreadError} */
  call<T>(name: string, args: unknown[], transfer: ArrayBuffer[] = []): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('the database is closed'));
    return this.#thread.call<T>(name, args, transfer);
  }

  /** Lets what is being written end, then closes the file. */
  close(): Promise<void> {
    this.#closed ??= this.#thread.call<void>('close', []).finally(() => this.#thread.end());
    return this.#closed;
  }
}
