import { Worker } from 'node:worker_threads';

/** What goes to the thread and what comes back. Errors travel as plain data: a clone would lose their names. */
export type ThreadCall = { id: number; name: string; args: unknown[] };
export type ThreadAnswer =
  | { id: number; value: unknown }
  | { id: number; error: { name: string; message: string; code?: string; detail?: unknown } };

/** An error that happened in the thread: `name`, `code` and `detail` are those of the original. */
export class ThreadError extends Error {
  readonly code: string | undefined;
  readonly detail: unknown;
  constructor({ name, message, code, detail }: Extract<ThreadAnswer, { error: object }>['error']) {
    super(message);
    this.name = name;
    this.code = code;
    this.detail = detail;
  }
}

type Waiting = { resolve: (value: unknown) => void; reject: (error: unknown) => void };

/**
 * The one writer of the embedded database, in a thread of its own: an fsync, or a batch of 100,000 rows, never holds
 * up the web server or the mails on the wire. A thread that dies takes the process with it, like any other crash: what
 * it was writing is settled at the next start.
 */
export class SqliteThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #closed: Promise<void> | undefined;

  constructor(file: string) {
    this.#worker = new Worker(new URL('./sqlite-thread-entry.ts', import.meta.url), {
      workerData: { file },
    });
    this.#worker.unref();
    this.#worker.on('message', (answer: ThreadAnswer) => this.#settle(answer));
    this.#worker.on('error', (error) => {
      throw error;
    });
  }

  /** Runs one of the thread's functions. The type of the answer is the caller's knowledge. */
  call<T>(name: string, args: unknown[]): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('the database is closed'));
    return this.#send<T>(name, args);
  }

  #send<T>(name: string, args: unknown[]): Promise<T> {
    this.#last += 1;
    const call: ThreadCall = { id: this.#last, name, args };
    if (this.#waiting.size === 0) this.#worker.ref();
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(call.id, { resolve: (value) => resolve(value as T), reject });
      this.#worker.postMessage(call);
    });
  }

  /** Lets what is being written end, then closes the file. */
  close(): Promise<void> {
    this.#closed ??= this.#send<void>('close', []).then(
      () => void this.#worker.terminate(),
      () => void this.#worker.terminate(),
    );
    return this.#closed;
  }

  #settle(answer: ThreadAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ('error' in answer) waiting?.reject(new ThreadError(answer.error));
    else waiting?.resolve(answer.value);
  }
}
