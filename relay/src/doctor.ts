import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { sql } from 'kysely';
import type { RelayConfig } from './config.ts';
import { deadLinks } from './config-warnings.ts';
import { pendingMigrations } from './database/migrate.ts';
import { databaseAway } from './database/name-database.ts';
import { type DatabaseKind, openDatabase } from './database/open-database.ts';
import { isLoopback } from './mail/is-loopback.ts';
import { smtpTransport } from './mail/smtp-transport.ts';

export type Finding = { ok: boolean; text: string };

/** Looks at everything the relay needs; applies no migration and sends nothing. */
export async function examine(config: RelayConfig): Promise<Finding[]> {
  return [
    ...(await examineDatabase(config)),
    await examineSmtp(config),
    examineLinks(config),
    ...examineLogFile(config.logFile),
    await examineAi(config),
  ];
}

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function examineDatabase(config: RelayConfig): Promise<Finding[]> {
  const database = openDatabase(config);
  try {
    await sql`select 1`.execute(database.db);
    const missing = await pendingMigrations(database);
    return [
      { ok: true, text: `database: ${database.kind} answers` },
      schemaFinding(database.kind, missing),
    ];
  } catch (error) {
    const text = databaseAway(config.databaseUrl, error) ?? reason(error);
    return [{ ok: false, text: `database: ${text}` }];
  } finally {
    await database.close();
  }
}

function schemaFinding(kind: DatabaseKind, missing: string[]): Finding {
  if (missing.length === 0) return { ok: true, text: 'schema: up to date' };
  const steps = missing.join(', ');
  // The embedded database is brought up to date by whoever opens it next.
  if (kind === 'sqlite') return { ok: true, text: `schema: the next start will apply ${steps}` };
  return { ok: false, text: `schema: run "npm run relay -- migrate" (${steps})` };
}

async function examineSmtp(config: RelayConfig): Promise<Finding> {
  if (!config.smtp)
    return { ok: true, text: 'mail: no SMTP_SERVER, the embedded outbox keeps all' };
  const place = `${config.smtp.host}:${config.smtp.port}`;
  try {
    const deadlines = { open: 10_000, envelope: 10_000, body: 10_000 };
    (await smtpTransport(config.smtp, deadlines).open()).close();
    return { ok: true, text: `mail: ${place} lets us in` };
  } catch (error) {
    return { ok: false, text: `mail: ${place}: ${reason(error)}` };
  }
}

function examineLinks(config: RelayConfig): Finding {
  const dead = deadLinks(config);
  const { publicUrl, smtp } = config;
  // A server to try things out with is no fault.
  if (dead) return { ok: smtp !== undefined && isLoopback(smtp.host), text: dead };
  const reach = isLoopback(new URL(publicUrl).hostname) ? 'from this machine only' : 'as set';
  return { ok: true, text: `links: ${publicUrl}, ${reach}` };
}

/** Looks without opening: a file made by whoever asks could be closed to the user the relay runs as. */
function examineLogFile(file: string | undefined): Finding[] {
  if (!file) return [];
  try {
    if (existsSync(file) && statSync(file).isDirectory()) throw new Error(`${file} is a folder`);
    accessSync(existsSync(file) ? file : `${dirname(file)}/`, constants.W_OK);
    return [{ ok: true, text: `log: ${file}` }];
  } catch (error) {
    return [{ ok: false, text: `log: RELAY_LOG_FILE: ${reason(error)}` }];
  }
}

async function examineAi(config: RelayConfig): Promise<Finding> {
  if (!config.ai) return { ok: true, text: 'AI: off (no OPENAI_API_KEY)' };
  try {
    const response = await fetch(`${config.ai.baseUrl}/models`, {
      headers: { authorization: `Bearer ${config.ai.apiKey}` },
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    });
    await response.body?.cancel();
    return { ok: response.ok, text: `AI: ${config.ai.baseUrl} answers ${response.status}` };
  } catch (error) {
    // fetch says only that it failed; why stands below it.
    const why = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { ok: false, text: `AI: ${config.ai.baseUrl}: ${reason(why)}` };
  }
}
