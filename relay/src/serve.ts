import type { FastifyInstance } from 'fastify';
import { lazyAuth } from './accounts/lazy-auth.ts';
import { buildApp } from './app.ts';
import { assertMigrated } from './assert-migrated.ts';
import { scheduleBackups } from './backup/schedule-backups.ts';
import type { RelayConfig, SmtpConfig } from './config.ts';
import { migrate } from './database/migrate.ts';
import { type Database, openDatabase } from './database/open-database.ts';
import { ownDataDir } from './database/own-data-dir.ts';
import { deriveKey } from './derive-key.ts';
import { lazily } from './lazily.ts';
import { cancelLeftOver } from './ledger/cancel-left-over.ts';
import { LedgerSender } from './ledger/ledger-sender.ts';
import { MailCounts } from './ledger/mail-counts.ts';
import { recoverDeadWorkers } from './ledger/recover-dead-workers.ts';
import type { SenderOptions } from './ledger/sender-options.ts';
import { type Log, openLog } from './log.ts';
import type { Composer } from './mail/compose-message.ts';
import { orNotNow } from './mail/not-made-now-error.ts';
import { outboxTransport } from './mail/outbox-transport.ts';
import { readAttachments } from './mail/read-attachments.ts';
import type { SenderAddress } from './mail/sender-address.ts';
import type { Transport } from './mail/transport.ts';
import { signUnsubscribe } from './mail/unsubscribe-token.ts';
import { hasMailAccounts, keepRefreshToken } from './mail-accounts/mail-accounts.ts';
import { SenderFleet } from './mail-accounts/sender-fleet.ts';

/** How long mails on the wire and open requests may take to end; the whole stop stays under 10 s. */
const GRACE_MS = 8_000;

export type RunningRelay = {
  url: string;
  /** Whether people send from mail accounts of their own, known at the start. */
  ownSenders: boolean;
  /** Mails that are being handed over right now. */
  onTheWire(): number;
  stop(): Promise<void>;
};

/** Everything in the schema must be there before anything is sent. */
async function prepare(database: Database, counts: MailCounts): Promise<void> {
  if (database.kind === 'sqlite') {
    await migrate(database);
    // Nobody else can hold this database now: what was on the wire belongs to a process that is gone.
    counts.addUncertain((await recoverDeadWorkers(database, { everyWorker: true })).uncertain);
  } else {
    await assertMigrated(database);
  }
  await cancelLeftOver(database);
}

type Keys = { unsubscribeKey: Buffer; mailAccountKey: Buffer };

function createFleet(
  config: RelayConfig,
  database: Database,
  { keys, log, counts }: { keys: Keys; log: Log; counts: MailCounts },
): SenderFleet {
  const onEvent = (event: string, detail: Record<string, unknown>) =>
    log.warn({ event, ...detail }, 'sender');
  const senderOf = (
    sender: SenderAddress,
    options: Pick<SenderOptions, 'transport' | 'mailAccount' | 'revision' | 'limits'>,
  ) =>
    new LedgerSender({
      database,
      composer: createComposer(config, database, keys, sender),
      from: sender.address,
      connections: config.smtpConnections,
      leaseMs: config.leaseMs,
      onEvent,
      counts,
      ...options,
    });
  return new SenderFleet({
    database,
    key: keys.mailAccountKey,
    onEvent,
    main: senderOf(
      { address: config.smtpFrom, name: config.smtpFromName },
      {
        transport: config.smtp ? operatorTransport(config.smtp) : outboxTransport(database),
        limits: config.limits,
      },
    ),
    senderFor: (account) =>
      senderOf(
        { address: account.from, name: account.fromName ?? undefined },
        {
          mailAccount: account.id,
          revision: account.revision,
          transport: lazyTransport(async () => {
            const { accountTransport } = await import('./mail-accounts/account-transport.ts');
            return accountTransport(account, config.hostGuard, (token) =>
              keepRefreshToken(database, keys.mailAccountKey, account, token),
            );
          }),
        },
      ),
  });
}

function createComposer(
  config: RelayConfig,
  database: Database,
  { unsubscribeKey }: Keys,
  { address: from, name: fromName }: SenderAddress,
): Composer {
  const { dkim } = config;
  const composer = lazily(async () => {
    const { MessageComposer } = await import('./mail/compose-message.ts');
    const { dkimSigner, signsFor } = await import('./mail/dkim-signer.ts');
    return new MessageComposer({
      from,
      fromName,
      unsubscribeUrl: (userId, address) =>
        `${config.publicUrl}/u/${signUnsubscribe(unsubscribeKey, { userId, address, from })}`,
      attachments: (batchId) => readAttachments(database, batchId),
      sign: dkim && signsFor(dkim, from) ? dkimSigner(dkim) : undefined,
    });
  });
  return { compose: async (row) => (await orNotNow(composer())).compose(row) };
}

/** What makes and carries mails is loaded with the first one. */
function lazyTransport(make: () => Promise<Transport>): Transport {
  const transport = lazily(make);
  return { open: async () => (await transport()).open() };
}

const operatorTransport = (smtp: SmtpConfig): Transport =>
  lazyTransport(async () => (await import('./mail/smtp-transport.ts')).smtpTransport(smtp));

/** Why there is no listening there, as whoever set it is told it. */
const NOT_LISTENING: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (host, port) =>
    `port ${port} of ${host} is in use by another program: set RELAY_PORT`,
  EACCES: (_host, port) =>
    `port ${port} is not open to this user: set RELAY_PORT above 1023, with a proxy in front`,
  EADDRNOTAVAIL: (host) => `${host} (RELAY_HOST) is no address of this machine`,
  ENOTFOUND: (host) => `${host} (RELAY_HOST) is no address of this machine`,
};

async function listen(app: FastifyInstance, { host, port }: RelayConfig): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = NOT_LISTENING[code];
    throw why ? new Error(why(host, port), { cause: error }) : error;
  }
}

/** Starts the relay and resolves when it listens. @throws with one line for a person. */
export async function serve(config: RelayConfig): Promise<RunningRelay> {
  const { log, stop: stopLog } = openLog(config.logFile);
  const lock = config.databaseUrl ? undefined : ownDataDir(config.dataDir);
  const database = openDatabase(config);
  let app: FastifyInstance | undefined;
  try {
    const counts = new MailCounts();
    await prepare(database, counts);
    const ownSenders = await hasMailAccounts(database);
    const keys = {
      unsubscribeKey: deriveKey(config.secretKey, 'unsubscribe'),
      mailAccountKey: deriveKey(config.secretKey, 'mail-accounts'),
    };
    const sender = createFleet(config, database, { keys, log, counts });
    app = await buildApp(
      {
        config,
        database,
        auth: lazyAuth(config, database),
        wakeSender: () => sender.wake(),
        senderHealthy: () => sender.healthy,
        mailServerFailing: () => sender.serverFailing,
        mailCounts: counts,
        ...keys,
      },
      log,
    );
    await listen(app, config);
    sender.start();
    const stopBackups = scheduleBackups(config, database, log);
    const running = app;
    return {
      url: config.publicUrl,
      ownSenders,
      onTheWire: () => sender.inFlight,
      async stop() {
        log.info({ onTheWire: sender.inFlight }, 'stopping');
        stopBackups();
        // Event streams and uploads may last for hours: they get as long as the mails on the wire, then are cut.
        const cut = setTimeout(() => running.server.closeAllConnections(), GRACE_MS);
        await Promise.all([sender.stop(GRACE_MS), running.close()]);
        clearTimeout(cut);
        await database.close();
        lock?.release();
        log.info('stopped');
        await stopLog();
      },
    };
  } catch (error) {
    await app?.close();
    await database.close();
    lock?.release();
    await stopLog();
    throw error;
  }
}
