import fs from 'node:fs/promises';

/** Removes what a browser lived in: processes of one that has ended or was killed may write for another moment. */
export async function removeFolder(folder: string): Promise<void> {
  await fs.rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}
