import type { FastifyInstance } from 'fastify';
import { createAuth } from './accounts/create-auth.ts';
import { buildApp } from './app.ts';
import { scheduleBackups } from './backup/schedule-backups.ts';
import type { RelayConfig } from './config.ts';
import { migrate, pendingMigrations } from './database/migrate.ts';
import { type Database, openDatabase } from './database/open-database.ts';
import { ownDataDir } from './database/own-data-dir.ts';
import { deriveKey } from './derive-key.ts';
import { LedgerSender } from './ledger/ledger-sender.ts';
import { recoverDeadWorkers } from './ledger/recover-dead-workers.ts';
import { type Log, openLog } from './log.ts';
import { MessageComposer } from './mail/compose-message.ts';
import { outboxTransport } from './mail/outbox-transport.ts';
import { smtpTransport } from './mail/smtp-transport.ts';
import { signUnsubscribe } from './mail/unsubscribe-token.ts';

/** How long mails on the wire and open requests may take to end; the whole stop stays under 10 s. */
const GRACE_MS = 8_000;

export type RunningRelay = { url: string; stop(): Promise<void> };

/** Everything in the schema must be there before anything is sent. */
async function prepare(database: Database): Promise<void> {
  if (database.kind === 'sqlite') {
    await migrate(database);
    // Nobody else can hold this database now: what was on the wire belongs to a process that is gone.
    await recoverDeadWorkers(database, { everyWorker: true });
    return;
  }
  const missing = await pendingMigrations(database);
  if (missing.length > 0) {
    throw new Error(`the database needs "npm run relay -- migrate" first (${missing.join(', ')})`);
  }
}

function createSender(config: RelayConfig, database: Database, key: Buffer, log: Log) {
  return new LedgerSender({
    database,
    transport: config.smtp ? smtpTransport(config.smtp) : outboxTransport(database),
    composer: new MessageComposer({
      from: config.smtpFrom,
      unsubscribeUrl: (userId, address) =>
        `${config.publicUrl}/u/${signUnsubscribe(key, { userId, address })}`,
    }),
    from: config.smtpFrom,
    connections: config.smtpConnections,
    leaseMs: config.leaseMs,
    perMinute: config.perMinute,
    perDay: config.perDay,
    onEvent: (event, detail) => log.warn({ event, ...detail }, 'sender'),
  });
}

/** Starts the relay and resolves when it listens. @throws with one line for a person. */
export async function serve(config: RelayConfig): Promise<RunningRelay> {
  const lock = config.databaseUrl ? undefined : ownDataDir(config.dataDir);
  const database = openDatabase(config);
  const { log, stop: stopLog } = openLog(config.logFile);
  let app: FastifyInstance | undefined;
  try {
    await prepare(database);
    const unsubscribeKey = deriveKey(config.secretKey, 'unsubscribe');
    const sender = createSender(config, database, unsubscribeKey, log);
    app = await buildApp(
      {
        config,
        database,
        auth: createAuth(config, database),
        wakeSender: () => sender.wake(),
        senderHealthy: () => sender.healthy,
        unsubscribeKey,
      },
      log,
    );
    await app.listen({ host: config.host, port: config.port });
    sender.start();
    const stopBackups = scheduleBackups(config, database, log);
    const running = app;
    return {
      url: config.publicUrl,
      async stop() {
        stopBackups();
        // Event streams and uploads may last for hours: they get as long as the mails on the wire, then are cut.
        const cut = setTimeout(() => running.server.closeAllConnections(), GRACE_MS);
        await Promise.all([sender.stop(GRACE_MS), running.close()]);
        clearTimeout(cut);
        await database.close();
        lock?.release();
        await stopLog();
      },
    };
  } catch (error) {
    await app?.close();
    await database.close();
    lock?.release();
    throw error;
  }
}
