import type { Database } from '../database/open-database.ts';
import type { StoredAttachment } from './compose-message.ts';

/** The files every mail of this batch carries, in their order. */
export async function readAttachments(
  database: Database,
  batchId: string,
): Promise<StoredAttachment[]> {
  const rows = await database.db
    .selectFrom('attachments')
    .select(['filename', 'content_type', 'content'])
    .where('batch_id', '=', batchId)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    filename: row.filename,
    contentType: row.content_type,
    content: Buffer.from(row.content, 'base64'),
  }));
}
