import type { Database } from '../database/open-database.ts';
import { ThreadError } from '../thread-calls.ts';
import { BlockedAccountError, IdempotencyConflictError, writeBatch } from './accept-batch.ts';
import { finishBatches, mendRetryTimes, startDueBatches } from './advance-batches.ts';
import { claimRecipients, WorkerFencedError } from './claim-recipients.ts';
import { endWorker, renewWorker, startWorker } from './keep-worker.ts';
import { type NewBatch, type PackedBatch, packBatch } from './pack-batch.ts';
import { recoverDeadWorkers } from './recover-dead-workers.ts';
import { settleRecipients } from './settle-recipients.ts';

/** Operations that are worth running beside the database: whole transactions, plain data in and out. */
const operations = {
  writeBatch,
  claimRecipients,
  settleRecipients,
  startWorker,
  renewWorker,
  endWorker,
  recoverDeadWorkers,
  startDueBatches,
  finishBatches,
  mendRetryTimes,
};

/** By name, for the thread that owns the embedded database. */
export const ledgerOperations: Record<
  string,
  (database: Database, ...args: never[]) => Promise<unknown>
> = operations;

export type Ledger = {
  [Name in keyof typeof operations]: (typeof operations)[Name] extends (
    database: Database,
    ...args: infer Args
  ) => infer Result
    ? (...args: Args) => Result
    : never;
} & {
  /** Packs and writes a batch that is there as a whole. */
  acceptBatch(input: NewBatch): ReturnType<typeof writeBatch>;
};

/**
 * The ledger of this database: in the writer's thread where there is one (one message a transaction instead of one a
 * statement), else here. Same functions, same errors.
 */
export function ledgerOf(database: Database): Ledger {
  const { thread } = database;
  const bind =
    <Args extends unknown[], Result>(
      name: keyof typeof operations,
      run: (database: Database, ...args: Args) => Promise<Result>,
    ) =>
    (...args: Args): Promise<Result> =>
      thread ? thread.call<Result>(name, args).catch(rethrow) : run(database, ...args);
  // The chunks change hands; a copy of them would be as big as the batch.
  const write = (packed: PackedBatch): ReturnType<typeof writeBatch> =>
    thread
      ? thread
          .call<Awaited<ReturnType<typeof writeBatch>>>(
            'writeBatch',
            [packed],
            packed.chunks.map((chunk) => chunk.buffer),
          )
          .catch(rethrow)
      : writeBatch(database, packed);
  return {
    writeBatch: write,
    acceptBatch: async (input) => write(packBatch(input)),
    claimRecipients: bind('claimRecipients', claimRecipients),
    settleRecipients: bind('settleRecipients', settleRecipients),
    startWorker: bind('startWorker', startWorker),
    renewWorker: bind('renewWorker', renewWorker),
    endWorker: bind('endWorker', endWorker),
    recoverDeadWorkers: bind('recoverDeadWorkers', recoverDeadWorkers),
    startDueBatches: bind('startDueBatches', startDueBatches),
    finishBatches: bind('finishBatches', finishBatches),
    mendRetryTimes: bind('mendRetryTimes', mendRetryTimes),
  };
}

/** The ledger's own errors are told apart by their class, also when they come from the thread. */
function rethrow(error: unknown): never {
  if (!(error instanceof ThreadError)) throw error;
  if (error.name === 'WorkerFencedError') throw new WorkerFencedError();
  if (error.name === 'BlockedAccountError') throw new BlockedAccountError();
  if (error.name === 'IdempotencyConflictError') throw new IdempotencyConflictError();
  throw error;
}
