import type { Database } from '../src/database/open-database.ts';
import { ledgerOf } from '../src/ledger/ledger-operations.ts';

/** What a mail of the drains looks like; `{{n}}` is another number for each. */
export const BENCH_HTML = `<p>Hello {{n}}</p>${'<p>Some words that stand in for a mail.</p>'.repeat(10)}`;

/** Hands over a batch of so many mails, of the user `u`. @returns its id */
export async function acceptBenchBatch(database: Database, messages: number): Promise<string> {
  const { batchId } = await ledgerOf(database).acceptBatch({
    userId: 'u',
    kind: 'batch',
    messageDomain: 'x.test',
    nowMs: Date.now(),
    request: {
      name: 'b',
      subject: 'Hello {{n}}',
      html: BENCH_HTML,
      recipients: Array.from({ length: messages }, (_, n) => ({
        address: `r${n}@x.test`,
        fields: { n },
      })),
    },
  });
  return batchId;
}
