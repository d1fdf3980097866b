import { AppError } from '@/lib/core/app-error';
import type { TableRow } from '@/lib/core/table/table';
import type { CheckRequest, RowCheck } from '@/lib/platform/table/check-rows';
import type { TableAnswer, TableProtocol } from '@/lib/platform/table/table-messages';
import type { TableOptions, TableSummary } from '@/lib/platform/table/table-session';

/** Rows that cross at once: few enough that the page is not held up while they are read. */
const portion = 500;

/**
 * A table in a worker. The page asks for what it shows; nothing of it lasts longer than a frame here.
 * Every call rejects with `aborted` once the table is closed.
 */
export interface OpenTable {
  readonly summary: TableSummary;
  rows(from: number, count: number): Promise<TableRow[]>;
  check(request: CheckRequest): Promise<RowCheck>;
  setCell(row: number, column: number, text: string): Promise<void>;
  /** Hands over all rows in portions, in their order; stops with `aborted` when the signal says so. */
  eachRows(
    use: (rows: TableRow[], from: number) => void | Promise<void>,
    signal?: AbortSignal,
  ): Promise<void>;
  close(): void;
}

/** A worker that waits for the next table. */
let prepared: Worker | undefined;

/** Starts the worker of the next table ahead of its file: its start can hold the page up for 50 ms and more. */
export function prepareTable(): void {
  prepared ??= startWorker();
}

/** Lets the prepared worker go, where no table came for it. */
export function releasePrepared(): void {
  prepared?.terminate();
  prepared = undefined;
}

function startWorker(): Worker {
  const worker = new Worker(new URL('./table-worker.ts', import.meta.url), { type: 'module' });
  // One that could not start while it waited must not be what the next table gets.
  worker.addEventListener('error', () => {
    if (prepared === worker) releasePrepared();
  });
  return worker;
}

function takeWorker(): Worker {
  const worker = prepared ?? startWorker();
  prepared = undefined;
  return worker;
}

/**
 * Reads a CSV, XLSX or vCard file or a pasted text. Throws AppError `table-empty`, `table-too-large`,
 * `table-too-many-rows`, `table-unreadable`, `table-old-excel`, `table-locked`; `aborted` by the signal.
 */
export async function openTable(
  source: Blob | string,
  options: TableOptions,
  signal?: AbortSignal,
): Promise<OpenTable> {
  const line = askWorker(takeWorker());
  const stop = (): void => line.close();
  signal?.addEventListener('abort', stop);
  try {
    if (signal?.aborted) throw new AppError('aborted');
    const summary = await line.ask('open', { source, options });
    return {
      summary,
      rows: (from, count) => line.ask('rows', { from, count }),
      check: (request) => line.ask('check', request),
      setCell: (row, column, text) => line.ask('setCell', { row, column, text }),
      async eachRows(use, until) {
        for (let from = 0; from < summary.rowCount; from += portion) {
          const rows = await line.ask('rows', { from, count: portion });
          if (until?.aborted) throw new AppError('aborted');
          await use(rows, from);
        }
      },
      close: line.close,
    };
  } catch (thrown) {
    line.close();
    throw thrown;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

interface Line {
  ask<Name extends keyof TableProtocol>(
    name: Name,
    data: TableProtocol[Name]['ask'],
  ): Promise<TableProtocol[Name]['answer']>;
  close(): void;
}

interface Waiting {
  resolve(value: never): void;
  reject(reason: AppError): void;
}

function askWorker(worker: Worker): Line {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let closed = false;
  const end = (reason: AppError): void => {
    closed = true;
    worker.terminate();
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  };
  worker.addEventListener('message', ({ data }: MessageEvent<TableAnswer>) => {
    const question = waiting.get(data.id);
    waiting.delete(data.id);
    if ('failure' in data) question?.reject(new AppError(data.failure.code, data.failure));
    else question?.resolve(data.value as never);
  });
  // Out of memory, or the file of the worker is gone after an update.
  worker.addEventListener('error', () => end(new AppError('table-unreadable')));
  return {
    ask: (name, data) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new AppError('aborted'));
        last += 1;
        waiting.set(last, { resolve, reject });
        worker.postMessage({ id: last, name, data });
      }),
    close: () => end(new AppError('aborted')),
  };
}
