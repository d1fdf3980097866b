import { readObject, readText } from '@/lib/core/read-value';
import { database } from '@/lib/platform/database';

/** The relay knows the moment at which a batch leaves, and not on which clock somebody has chosen it. */
const prefix = 'batch-zone:';
/** Of more batches than these nobody looks for the clock. */
const most = 100;

/** Remembers the time zone in which the departure of a batch was chosen, by the relay's id. */
export async function noteDepartureZone(batchId: string, zone: string): Promise<void> {
  const { worksInProgress } = database;
  await worksInProgress.put({
    id: prefix + batchId,
    kind: 'batch',
    updatedAt: Date.now(),
    content: { zone },
  });
  const all = await worksInProgress.where('id').startsWith(prefix).sortBy('updatedAt');
  await worksInProgress.bulkDelete(all.slice(0, -most).map(({ id }) => id));
}

/** The zone that was chosen in this browser; empty when none was. */
export async function readDepartureZone(batchId: string): Promise<string> {
  const row = await database.worksInProgress.get(prefix + batchId);
  return readText(readObject(row?.content).zone);
}
