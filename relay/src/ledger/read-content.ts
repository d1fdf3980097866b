import type { BatchContent } from '@iapostemanager/protocol/email-batch';
import { sql } from 'kysely';
import type { Database } from '../database/open-database.ts';

/**
 * What a batch of this user says, or undefined (also when it is somebody else's). Its sender is told as it is now.
 * @param operator what stands in From of what goes out through the operator's server
 */
export async function readContent(
  database: Database,
  userId: string,
  batchId: string,
  operator: NonNullable<BatchContent['from']>,
): Promise<BatchContent | undefined> {
  const row = await database.db
    .selectFrom('batches')
    .select(['mail_account', 'reply_to', 'subject', 'html', 'text', 'is_template', 'unsubscribe'])
    .where('id', '=', batchId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    from: row.mail_account === null ? operator : await senderOf(database, userId, row.mail_account),
    account: row.mail_account,
    replyTo: row.reply_to,
    subject: row.subject,
    html: row.html,
    text: row.text,
    isTemplate: row.is_template === 1,
    unsubscribe: row.unsubscribe === 1,
    attachments: await filesOf(database, batchId),
  };
}

async function senderOf(
  database: Database,
  userId: string,
  id: string,
): Promise<BatchContent['from']> {
  const row = await database.db
    .selectFrom('mail_accounts')
    .select(['from_address', 'from_name'])
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row ? { address: row.from_address, name: row.from_name } : null;
}

/** The files of a batch without what is in them. */
async function filesOf(database: Database, batchId: string): Promise<BatchContent['attachments']> {
  const rows = await database.db
    .selectFrom('attachments')
    .select(['filename', 'content_type', sql<number>`length(rtrim(content, '='))`.as('letters')])
    .where('batch_id', '=', batchId)
    .orderBy('position')
    .execute();
  return rows.map(({ filename, content_type, letters }) => ({
    filename,
    contentType: content_type,
    // base64: four letters for three bytes.
    size: Math.floor((Number(letters) * 3) / 4),
  }));
}
