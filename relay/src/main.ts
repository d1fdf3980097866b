import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { createToken, parseScopes } from './accounts/access-tokens.ts';
import { isBlocked } from './accounts/block-person.ts';
import { createUser, findUserId } from './accounts/create-user.ts';
import { assertMigrated } from './assert-migrated.ts';
import { backupDatabase, restoreBackup, verifyBackup } from './backup/database-backup.ts';
import { backupName } from './backup/schedule-backups.ts';
import { ConfigError, type RelayConfig, readConfig } from './config.ts';
import { deadLinks, secretOfOneRelay, unknownSettings } from './config-warnings.ts';
import { migrate } from './database/migrate.ts';
import { databaseAway } from './database/name-database.ts';
import { type Database, openDatabase } from './database/open-database.ts';
import { VERSION } from './relay-services.ts';
import { releaseMemory } from './release-memory.ts';

const USAGE = `usage: npm run relay -- [command]
  serve                                      start the relay (the default)
  create-user --email E [--admin] --password-stdin
  set-password --email E [--without-second-step] --password-stdin
  create-token --email E --name N --scopes send,ai,read
  migrate                                    bring the database schema up to date
  backup [--to FILE]
  restore FILE
  verify-backup FILE
  doctor                                     look at everything the relay needs
  -h, --help; --version
`;

/** By then the start is over, and what it needed can be given back. */
const SETTLED_MS = 1_000;

/** Above the time that mails and requests get to end. A database that hangs gets no more: the stop stays under 10 s. */
const STOP_MS = 9_850;

/** Wrong use of the command line: exit code 2. */
class UsageError extends Error {}

const out = (line: string) => process.stdout.write(`${line}\n`);
const warn = (line: string) => process.stderr.write(`warning: ${line}\n`);
const need = (value: string | undefined, name: string): string => {
  if (!value) throw new UsageError(`${name} is needed`);
  return value;
};

/** Not an argument: those can be read by everybody on the machine. */
async function readPassword(fromStdin: boolean | undefined): Promise<string> {
  if (!fromStdin) throw new UsageError('--password-stdin is needed');
  return (await text(process.stdin)).replace(/\r?\n$/, '');
}

type Command = (args: string[], config: RelayConfig) => Promise<void>;

async function withDatabase<T>(
  config: RelayConfig,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const database = openDatabase(config);
  try {
    // The embedded database is always brought up to date; a shared one only by `migrate`.
    if (database.kind === 'sqlite') await migrate(database);
    else await assertMigrated(database);
    return await use(database);
  } finally {
    await database.close();
  }
}

const commands: Record<string, Command> = {
  async serve(args, config) {
    parseArgs({ args, options: {} });
    const dead = deadLinks(config);
    if (dead) warn(dead);
    const ofOne = secretOfOneRelay(process.env);
    if (ofOne) warn(ofOne);
    // The web server and better-auth take a second to load: only the commands that use them wait for it.
    const { serve } = await import('./serve.ts');
    const relay = await serve(config);
    const theirs = dead ? undefined : deadLinks(config, relay.ownSenders);
    if (theirs) warn(theirs);
    // Before anybody is told that it runs. Not once: Ctrl+C comes from the terminal and again from npm, and the second
    // must not cut what the first lets end.
    const told = new Promise<void>((resolve) => {
      process.on('SIGTERM', resolve);
      process.on('SIGINT', resolve);
    });
    out(`IAPosteManager relay listening on ${relay.url}`);
    if (!config.smtp) out(`No SMTP_SERVER: mails are kept and shown at ${relay.url}/outbox`);
    setTimeout(releaseMemory, SETTLED_MS).unref();
    await told;
    const mails = relay.onTheWire();
    if (mails > 0)
      out(`waiting for ${mails} ${mails === 1 ? 'mail' : 'mails'} on the wire (at most 8 s)`);
    setTimeout(() => {
      warn(
        'the database does not answer: what could not be written down is settled by the next relay',
      );
      process.exit(1);
    }, STOP_MS);
    await relay.stop();
    // Whatever still waits for somebody outside (a connection being made, a name being looked up) is waited for in vain.
    process.exit(0);
  },
  async 'create-user'(args, config) {
    const { values } = parseArgs({
      args,
      options: {
        email: { type: 'string' },
        admin: { type: 'boolean', default: false },
        'password-stdin': { type: 'boolean' },
      },
    });
    const email = need(values.email, '--email');
    const password = await readPassword(values['password-stdin']);
    const { createAuth } = await import('./accounts/create-auth.ts');
    await withDatabase(config, (database) =>
      createUser(createAuth(config, database), database, { email, password, admin: values.admin }),
    );
    out(`${email} can sign in at ${new URL('/sign-in', config.publicUrl)}`);
  },
  async 'set-password'(args, config) {
    const { values } = parseArgs({
      args,
      options: {
        email: { type: 'string' },
        'without-second-step': { type: 'boolean', default: false },
        'password-stdin': { type: 'boolean' },
      },
    });
    const email = need(values.email, '--email');
    const password = await readPassword(values['password-stdin']);
    const withoutSecondStep = values['without-second-step'];
    const { createAuth } = await import('./accounts/create-auth.ts');
    const { setPassword } = await import('./accounts/set-password.ts');
    await withDatabase(config, (database) =>
      setPassword(createAuth(config, database), database, {
        email,
        password,
        withoutSecondStep,
        nowMs: Date.now(),
      }),
    );
    out(`${email} has a new password, and is signed out everywhere`);
  },
  async 'create-token'(args, config) {
    const { values } = parseArgs({
      args,
      options: {
        email: { type: 'string' },
        name: { type: 'string' },
        scopes: { type: 'string' },
      },
    });
    const email = need(values.email, '--email');
    const name = need(values.name, '--name');
    const scopes = parseScopes(need(values.scopes, '--scopes'));
    if (!scopes) throw new UsageError('--scopes is a list of send, ai, read');
    const token = await withDatabase(config, async (database) => {
      const userId = await findUserId(database, email);
      if (!userId) throw new Error(`${email} has no account`);
      if (await isBlocked(database, userId)) {
        throw new Error(`${email} is blocked: unblock the account at /people first`);
      }
      return createToken(database, { userId, name, scopes, nowMs: Date.now() });
    });
    out(token);
  },
  async migrate(args, config) {
    parseArgs({ args, options: {} });
    const database = openDatabase(config);
    try {
      const applied = await migrate(database);
      out(applied.length === 0 ? 'nothing to do' : `applied ${applied.join(', ')}`);
    } finally {
      await database.close();
    }
  },
  async backup(args, config) {
    const { values } = parseArgs({ args, options: { to: { type: 'string' } } });
    const file = values.to ?? join(config.dataDir, 'backups', backupName(Date.now()));
    const report = await withDatabase(config, (database) => {
      // The relay's own folder may not be there yet; any other is the administrator's to make.
      if (!values.to) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      return backupDatabase(database, file);
    });
    out(`${file}: ${report.batches} batches, ${report.recipients} recipients, verified`);
  },
  async restore(args, config) {
    const { positionals } = parseArgs({ args, options: {}, allowPositionals: true });
    if (config.databaseUrl) {
      throw new Error('a Postgres database is restored with pg_restore, see docs/OPERATIONS.md');
    }
    const report = await restoreBackup(config.dataDir, need(positionals[0], 'FILE'));
    out(
      `restored ${report.batches} batches, ${report.recipients} recipients; unfinished ones are paused`,
    );
  },
  async 'verify-backup'(args) {
    const { positionals } = parseArgs({ args, options: {}, allowPositionals: true });
    const report = await verifyBackup(need(positionals[0], 'FILE'));
    const found = `${report.batches} batches, ${report.recipients} recipients`;
    if (report.checksum) out(`good: ${found}; the checksum is right`);
    else out(`readable: ${found}; no checksum beside it, only its structure was checked`);
  },
  async doctor(args, config) {
    parseArgs({ args, options: {} });
    const { examine } = await import('./doctor.ts');
    const findings = await examine(config);
    for (const finding of findings) out(`${finding.ok ? 'ok  ' : 'FAIL'} ${finding.text}`);
    const bad = findings.filter((finding) => !finding.ok).length;
    if (bad > 0) throw new Error(`${bad} of ${findings.length} checks failed`);
  },
};

async function run(argv: string[]): Promise<number> {
  const [name = 'serve', ...args] = argv;
  if (['-h', '--help', 'help'].includes(name)) {
    out(USAGE);
    return 0;
  }
  if (name === '--version') {
    out(VERSION);
    return 0;
  }
  const command = commands[name];
  let databaseUrl: string | undefined;
  try {
    if (!command) throw new UsageError(`there is no command "${name}"`);
    // Also when the settings are refused: the misspelt one may be why.
    if (name === 'serve' || name === 'doctor') unknownSettings(process.env).forEach(warn);
    const config = readConfig(process.env);
    databaseUrl = config.databaseUrl;
    await command(args, config);
    return 0;
  } catch (error) {
    const away = databaseAway(databaseUrl, error);
    return explain(away === undefined ? error : new Error(away));
  }
}

function explain(error: unknown): number {
  const message = error instanceof Error ? error.message : String(error);
  const wrongUse =
    error instanceof UsageError ||
    (error instanceof TypeError &&
      String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS'));
  if (wrongUse) {
    process.stderr.write(`${message}\n${USAGE}`);
    return 2;
  }
  if (error instanceof ConfigError) {
    process.stderr.write(
      `The configuration is not right:\n${error.problems.map((p) => `  ${p}\n`).join('')}`,
    );
    return 1;
  }
  process.stderr.write(`${message.split('\n')[0]}\n`);
  return 1;
}

process.exitCode = await run(process.argv.slice(2));
