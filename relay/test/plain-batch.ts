import type { Database } from '../src/database/open-database.ts';
import { acceptBatch } from '../src/ledger/accept-batch.ts';

/** A batch of one plain mail to `count` recipients (`r0@x.test` …) of the user `u1`, as the ledger takes it. */
export function acceptPlainBatch(database: Database, count: number, nowMs = Date.now()) {
  return acceptBatch(database, {
    userId: 'u1',
    kind: 'batch',
    messageDomain: 'x.test',
    nowMs,
    request: {
      name: 'b',
      subject: 's',
      html: 'h',
      recipients: Array.from({ length: count }, (_, n) => ({
        address: `r${n}@x.test`,
        fields: {},
      })),
    },
  });
}
