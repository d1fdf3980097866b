import { randomUUID } from 'node:crypto';
import type { Database } from '../database/open-database.ts';
import type { Transport } from './transport.ts';

/** The embedded outbox: nothing leaves the machine, every mail is kept to be looked at. */
export function outboxTransport(database: Database): Transport {
  return {
    open: async () => ({
      usable: true,
      close: () => {},
      send: async ({ from, to, raw, bodyStarts }) => {
        if (!(await bodyStarts())) return { kind: 'fenced' };
        await database.db
          .insertInto('outbox')
          .values({
            received_at: Date.now(),
            mail_from: from,
            rcpt_to: to,
            raw: raw.toString('base64'),
          })
          .execute();
        return { kind: 'sent', response: `250 kept in the outbox ${randomUUID()}`, kept: true };
      },
    }),
  };
}
