import { afterEach } from 'vitest';
import type { Database } from '../../src/database/open-database.ts';
import { LedgerSender } from '../../src/ledger/ledger-sender.ts';
import { readBatch } from '../../src/ledger/read-batch.ts';
import type { SenderOptions } from '../../src/ledger/sender-options.ts';
import type { Deadlines } from '../../src/mail/smtp-answer.ts';
import { smtpTransport } from '../../src/mail/smtp-transport.ts';
import { type SmtpPeer, startSmtpPeer } from '../smtp-peer.ts';
import { until } from '../until.ts';

/** What ends with the test, the last one first. */
export const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A mail server for one test. */
export async function peer(...args: Parameters<typeof startSmtpPeer>): Promise<SmtpPeer> {
  const made = await startSmtpPeer(...args);
  cleanUps.push(() => made.close());
  return made;
}

export type SmtpServer = { port: number; user?: string; password?: string };

/** A sender that runs, in a hurry, until the test is over. */
export function startSender(
  database: Database,
  server: SmtpServer,
  options: Pick<SenderOptions, 'composer' | 'connections'> & Partial<SenderOptions>,
  deadlines?: Deadlines,
): LedgerSender {
  const made = new LedgerSender({
    database,
    transport: smtpTransport({ host: '127.0.0.1', secure: false, ...server }, deadlines),
    from: 'me@relay.test',
    pollMs: 20,
    transportPauseMs: 20,
    retryDelay: () => 20,
    ...options,
  });
  made.start();
  cleanUps.push(() => made.stop(2_000));
  return made;
}

/** A batch of the user `u1`. */
export async function look(database: Database, id: string) {
  const batch = await readBatch(database, 'u1', id);
  if (!batch) throw new Error('no batch');
  return batch;
}

export const untilState = (database: Database, id: string, state: string) =>
  until(async () => (await look(database, id)).state === state);
