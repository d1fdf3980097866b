import { newestBackup } from '../backup/schedule-backups.ts';
import { countUnfinished } from '../ledger/count-unfinished.ts';
import type { RelayServices } from '../relay-services.ts';

type Watched = Pick<
  RelayServices,
  'config' | 'database' | 'senderHealthy' | 'mailServerFailing' | 'mailCounts'
>;

/** What the relay says of itself to Prometheus, beside its requests. Sums only: no address, no name of a server. */
export async function relayMetrics(services: Watched): Promise<string> {
  const { config, database, senderHealthy, mailServerFailing, mailCounts } = services;
  const { recipients, batches } = await countUnfinished(database);
  const backupMs = database.kind === 'sqlite' ? await newestBackup(config.dataDir) : undefined;
  return [
    metric('gauge', 'relay_recipients', 'Recipients that are not finished.', {
      state: recipients,
    }),
    metric('gauge', 'relay_batches', 'Batches that are not finished; paused: with mails waiting.', {
      state: batches,
    }),
    metric('counter', 'relay_mails_total', 'Ends of attempts to send, since the start.', {
      outcome: mailCounts.read(),
    }),
    metric(
      'gauge',
      'relay_sender_healthy',
      '0 while the sender cannot write to its database.',
      senderHealthy() ? 1 : 0,
    ),
    // Without a mail server there is none that could fail.
    config.smtp &&
      metric(
        'gauge',
        'relay_mail_server_healthy',
        '0 from a failure of the mail server until it answers about a mail.',
        mailServerFailing() ? 0 : 1,
      ),
    backupMs !== undefined &&
      metric(
        'gauge',
        'relay_backup_age_seconds',
        'Age of the newest daily backup.',
        Math.max(0, Math.round((Date.now() - backupMs) / 1_000)),
      ),
  ]
    .filter(Boolean)
    .join('');
}

/** One metric as Prometheus reads it. @param values a number, or one for each value of a label */
function metric(
  type: 'counter' | 'gauge',
  name: string,
  help: string,
  values: number | Record<string, Record<string, number>>,
): string {
  const lines =
    typeof values === 'number'
      ? [`${name} ${values}`]
      : Object.entries(values).flatMap(([label, of]) =>
          Object.entries(of).map(([value, n]) => `${name}{${label}="${value}"} ${n}`),
        );
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
}
