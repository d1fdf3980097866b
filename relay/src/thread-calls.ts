import { parentPort, Worker } from 'node:worker_threads';

/** Errors travel as plain data: a clone would lose their names. `detail` is the error's own `detail`, if it has one. */
type PlainError = { name: string; message: string; code?: string; detail?: unknown };
type Call = { id: number; name: string; args: unknown[] };
type Answer = { id: number; value: unknown } | { id: number; error: PlainError };

/** An error that happened in the thread: `name`, `code` and `detail` are those of the original. */
export class ThreadError extends Error {
  readonly code: string | undefined;
  readonly detail: unknown;
  constructor({ name, message, code, detail }: PlainError) {
    super(message);
    this.name = name;
    this.code = code;
    this.detail = detail;
  }
}

type Waiting = { resolve: (value: unknown) => void; reject: (error: unknown) => void };

/**
 * A thread whose functions can be called. It keeps the process alive only while it works. One that dies takes the
 * process with it, like any other crash: what the process was writing or sending is settled at the next start.
 */
export class CalledThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor(entry: URL, workerData: unknown) {
    this.#worker = new Worker(entry, {
      workerData,
      // Idle threads keep what they may: this one needs little.
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    });
    this.#worker.unref();
    this.#worker.on('message', (answer: Answer) => this.#settle(answer));
    this.#worker.on('error', (error) => {
      throw error;
    });
  }

  /**
   * Runs one of the thread's functions. The type of the answer is the caller's knowledge.
   * @param transfer buffers in the arguments that change hands instead of being copied. @throws {ThreadError}
   */
  call<T>(name: string, args: unknown[], transfer: ArrayBuffer[] = []): Promise<T> {
    this.#last += 1;
    const call: Call = { id: this.#last, name, args };
    if (this.#waiting.size === 0) this.#worker.ref();
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(call.id, { resolve: (value) => resolve(value as T), reject });
      this.#worker.postMessage(call, transfer);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
    for (const waiting of this.#waiting.values()) waiting.reject(new Error('the thread ended'));
    this.#waiting.clear();
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ('error' in answer) waiting?.reject(new ThreadError(answer.error));
    else waiting?.resolve(answer.value);
  }
}

/** In the thread: answers every call with what `run` makes of it. */
export function answerCalls<Args extends unknown[]>(
  run: (name: string, args: Args) => Promise<unknown>,
): void {
  parentPort?.on('message', async ({ id, name, args }: Call) => {
    parentPort?.postMessage(await run(name, args as Args).then(answered(id), failed(id)));
  });
}

const answered =
  (id: number) =>
  (value: unknown): Answer => ({ id, value });

const failed =
  (id: number) =>
  (error: unknown): Answer => {
    if (!(error instanceof Error)) return { id, error: { name: 'Error', message: String(error) } };
    const { name, message } = error;
    const { code, detail } = error as Error & { code?: string; detail?: unknown };
    return { id, error: { name, message, code, detail } };
  };
