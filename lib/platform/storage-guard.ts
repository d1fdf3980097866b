import Dexie from 'dexie';
import { AppError } from '@/lib/core/app-error';
import { database } from '@/lib/platform/database';

/** Dexie reports a full disk as itself, or hidden inside an AbortError (dexie.org, QuotaExceededError). */
function isFull(thrown: unknown): boolean {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 4; depth += 1) {
    if (error.name === 'QuotaExceededError') return true;
    error = (error as { inner?: unknown }).inner ?? error.cause;
  }
  return thrown instanceof DOMException && thrown.name === 'QuotaExceededError';
}

const deadHandles = new Set(['DatabaseClosedError', 'InvalidStateError', 'UnknownError']);

/**
 * Runs work on the database. A dead handle (browser lost its storage process) is reopened once; a
 * failure is thrown as `storage-full` or `storage-failed`, never swallowed: what was not saved must not
 * look saved.
 */
export async function guarded<T>(work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    if (!(thrown instanceof Error && deadHandles.has(thrown.name))) throw toStorageError(thrown);
    try {
      database.close();
      await database.open();
      return await work();
    } catch (again) {
      throw toStorageError(again);
    }
  }
}

function toStorageError(thrown: unknown): AppError {
  if (isFull(thrown)) return new AppError('storage-full', {}, thrown);
  const detail = thrown instanceof Dexie.DexieError ? thrown.name : String(thrown);
  return new AppError('storage-failed', { detail: detail.slice(0, 300) }, thrown);
}
