import { readFileSync } from 'node:fs';
import { migrate } from '../src/database/migrate.ts';
import { openDatabase } from '../src/database/open-database.ts';
import { countRecipients } from '../src/ledger/read-batch.ts';
import { freePort } from '../test/free-port.ts';
import { startRelay } from '../test/relay-process.ts';
import type { Postgres } from '../test/start-postgres.ts';
import { acceptBenchBatch } from './bench-batch.ts';
import { startSink } from './start-sink.ts';

/** How relays empty one Postgres ledger: mails a second, and what a mail costs all relays together. */
export type Drained = { perSecond: number; cpuMs: number };

type Wish = {
  relays: number;
  messages: number;
  /** How long the mail server thinks about each mail. */
  answerMs: number;
  connections: number;
};

/** Drains one ledger, from the moment all relays are up and have sent their first mail. */
export async function drainPostgres(postgres: Postgres, wish: Wish): Promise<Drained> {
  const databaseUrl = await postgres.newDatabase();
  const database = openDatabase({ databaseUrl, dataDir: '' });
  await migrate(database);
  const sink = await startSink(wish.answerMs);
  const running = await Promise.all(
    Array.from({ length: wish.relays }, async () =>
      startRelay({
        DATABASE_URL: databaseUrl,
        SECRET_KEY: 'a secret for the bench, long enough to be taken',
        RELAY_PORT: String(await freePort()),
        SMTP_SERVER: '127.0.0.1',
        SMTP_PORT: String(sink.port),
        SMTP_FROM: 'me@bench.test',
        SMTP_CONNECTIONS: String(wish.connections),
      }),
    ),
  );
  /** Resolves to the milliseconds it took. */
  const drain = async (messages: number) => {
    const batchId = await acceptBenchBatch(database, messages);
    const start = performance.now();
    const sent = async () => (await countRecipients(database, [batchId])).get(batchId)?.sent ?? 0;
    while ((await sent()) < messages) await new Promise((resolve) => setTimeout(resolve, 50));
    return performance.now() - start;
  };
  // Connects, and loads what makes mails.
  await drain(wish.relays * wish.connections * 20);
  const cpu = () => running.reduce((sum, { child }) => sum + processorMs(child.pid ?? 0), 0);
  const before = cpu();
  const took = await drain(wish.messages);
  const cpuMs = (cpu() - before) / wish.messages;
  for (const relay of running) await relay.stop();
  sink.stop();
  await database.close();
  return { perSecond: (wish.messages / took) * 1_000, cpuMs };
}

/** Processor time a process has used so far; the kernel counts in hundredths of a second. */
function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
