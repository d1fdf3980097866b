import { migrate } from '../src/database/migrate.ts';
import { openDatabase } from '../src/database/open-database.ts';
import { ledgerOf } from '../src/ledger/ledger-operations.ts';
import { countRecipients } from '../src/ledger/read-batch.ts';
import { startRelay } from '../test/relay-process.ts';
import { freePort, type Postgres } from '../test/start-postgres.ts';
import { startSink } from './start-sink.ts';

/** How much faster two relay processes empty one Postgres ledger than one does. */
export async function measurePair(postgres: Postgres, messages: number): Promise<number> {
  const one = await drainWith(1, postgres, messages);
  const two = await drainWith(2, postgres, messages);
  return two / one;
}

/** Mails a second from the moment all relays are up. */
async function drainWith(relays: number, postgres: Postgres, messages: number): Promise<number> {
  const databaseUrl = await postgres.newDatabase();
  const database = openDatabase({ databaseUrl, dataDir: '' });
  await migrate(database);
  const sink = await startSink();
  const running = await Promise.all(
    Array.from({ length: relays }, async () =>
      startRelay({
        DATABASE_URL: databaseUrl,
        SECRET_KEY: 'a secret for the bench, long enough to be taken',
        RELAY_PORT: String(await freePort()),
        SMTP_SERVER: '127.0.0.1',
        SMTP_PORT: String(sink.port),
        SMTP_FROM: 'me@bench.test',
      }),
    ),
  );
  const { batchId } = await ledgerOf(database).acceptBatch({
    userId: 'u',
    kind: 'batch',
    messageDomain: 'x.test',
    nowMs: Date.now(),
    request: {
      name: 'b',
      subject: 'Hello {{n}}',
      html: `<p>{{n}}</p>${'<p>Some words that stand in for a mail.</p>'.repeat(10)}`,
      recipients: Array.from({ length: messages }, (_, n) => ({
        address: `r${n}@x.test`,
        fields: { n },
      })),
    },
  });
  const start = performance.now();
  const sent = async () => (await countRecipients(database, [batchId])).get(batchId)?.sent ?? 0;
  while ((await sent()) < messages) await new Promise((resolve) => setTimeout(resolve, 50));
  const rate = messages / ((performance.now() - start) / 1_000);
  for (const relay of running) await relay.stop();
  sink.stop();
  await database.close();
  return rate;
}
