import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const staleAfter = 120_000;

/** Age of a lock in milliseconds; null when it is gone. */
function ageOf(lock) {
  try {
    return Date.now() - fs.statSync(lock).mtimeMs;
  } catch {
    return null;
  }
}

/**
 * Runs one task at a time per folder, over all processes: test workers start together and would build
 * into the same folder at once.
 * @template Result
 * @param {string} folder what the task writes to
 * @param {() => Promise<Result>} task
 * @returns {Promise<Result>}
 */
export async function withBuildLock(folder, task) {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const lock = path.join(os.tmpdir(), `iaposte-build-${name}`);
  for (;;) {
    try {
      fs.mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      // A killed build leaves its lock behind.
      if ((ageOf(lock) ?? 0) > staleAfter) fs.rmSync(lock, { recursive: true, force: true });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  try {
    return await task();
  } finally {
    fs.rmSync(lock, { recursive: true, force: true });
  }
}
