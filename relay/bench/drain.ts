import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { migrate } from '../src/database/migrate.ts';
import { openDatabase } from '../src/database/open-database.ts';
import { LedgerSender } from '../src/ledger/ledger-sender.ts';
import { readBatch } from '../src/ledger/read-batch.ts';
import { MessageComposer } from '../src/mail/compose-message.ts';
import { smtpTransport } from '../src/mail/smtp-transport.ts';
import { acceptBenchBatch, BENCH_HTML } from './bench-batch.ts';

const CONNECTIONS = 5;

async function bare(port: number, messages: number): Promise<number> {
  const pool = createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: 100,
    ignoreTLS: true,
  });
  const start = performance.now();
  await Promise.all(
    Array.from({ length: messages }, (_, n) => {
      const html = BENCH_HTML.replace('{{n}}', String(n));
      return pool.sendMail({
        from: 'a@x.test',
        to: `r${n}@x.test`,
        subject: `Hello ${n}`,
        html,
        text: html.replace(/<[^>]+>/g, ''),
      });
    }),
  );
  pool.close();
  return messages / ((performance.now() - start) / 1_000);
}

async function ledger(port: number, messages: number): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'relay-bench-'));
  const database = openDatabase({ dataDir });
  await migrate(database);
  const batchId = await acceptBenchBatch(database, messages);
  const sender = new LedgerSender({
    database,
    transport: smtpTransport({ host: '127.0.0.1', port, secure: false }),
    composer: new MessageComposer({ from: 'a@x.test', unsubscribeUrl: () => '' }),
    from: 'a@x.test',
    connections: CONNECTIONS,
    pollMs: 20,
  });
  const start = performance.now();
  sender.start();
  while ((await readBatch(database, 'u', batchId))?.state !== 'done') {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const rate = messages / ((performance.now() - start) / 1_000);
  await sender.stop();
  await database.close();
  rmSync(dataDir, { recursive: true });
  return rate;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;

/**
 * How fast the ledger empties to a loopback server, against a bare nodemailer pool that sends the same mails and
 * remembers nothing. Mails a second, the median of the rounds, in turns.
 */
export async function measureDrain(port: number, messages: number, rounds: number) {
  const rates = { bare: [] as number[], ledger: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    rates.bare.push(await bare(port, messages));
    rates.ledger.push(await ledger(port, messages));
  }
  const result = { bare: median(rates.bare), ledger: median(rates.ledger) };
  return { ...result, ratio: result.ledger / result.bare };
}
