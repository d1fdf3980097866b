import type { TranscriptionRow } from '../../lib/platform/database.ts';
import { waitUntil } from './mail-page.ts';
import type { BrowserSession } from './session.ts';

export type HistoryEntry = Pick<TranscriptionRow, 'text' | 'host' | 'subject' | 'createdAt'> &
  Partial<TranscriptionRow>;

/**
 * Puts dictations into the extension's database, as if they had been spoken, and says so: the background
 * and a panel that is open already (Firefox opens one with the install) read them again.
 */
export async function fillHistory(
  session: BrowserSession,
  entries: readonly HistoryEntry[],
): Promise<void> {
  const page = await session.openExtensionPage('welcome.html');
  await waitUntil(
    () =>
      page.evaluate(async () =>
        (await indexedDB.databases()).some(({ name }) => name === 'iapostemanager'),
      ),
    () => 'the database of the extension',
  );
  await page.evaluate(
    async (rows) => {
      const opening = indexedDB.open('iapostemanager');
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      const writing = database.transaction('transcriptions', 'readwrite');
      for (const row of rows) writing.objectStore('transcriptions').put(row);
      await new Promise<void>((resolve, reject) => {
        writing.oncomplete = () => resolve();
        writing.onerror = () => reject(writing.error);
      });
      database.close();
      const channel = new BroadcastChannel('dictation.changed');
      channel.postMessage(null);
      channel.close();
    },
    entries.map((entry, index) => ({
      id: `entry-${index}`,
      engine: 'server',
      language: 'fr',
      durationMs: 8000,
      words: entry.text.split(/\s+/).length,
      settledAt: entry.createdAt,
      ...entry,
    })),
  );
  await page.close();
}
