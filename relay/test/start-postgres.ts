import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.ts';

export type Postgres = {
  /** A new empty database. */
  newDatabase(): Promise<string>;
  /** Stops the server at once, runs `meanwhile`, starts it again on the same data and port. */
  restart(meanwhile: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
};

/** The newest server of the system: Debian keeps the programs out of PATH. */
export function programDir(): string {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  const found = [...versions.map((v) => join(base, v, 'bin')), '/usr/local/bin'].find((dir) =>
    existsSync(join(dir, 'initdb')),
  );
  if (!found) throw new Error('PostgreSQL is not installed: apt-get install postgresql');
  return found;
}

/** Postgres refuses to run as root: root lends it another account. */
function serverAccount(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const fields = accounts.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error('no account to run PostgreSQL with');
}

/** Starts a private cluster on a free loopback port. */
export async function startPostgres(): Promise<Postgres> {
  const bin = programDir();
  const account = serverAccount();
  const dir = mkdtempSync(join(tmpdir(), 'relay-pg-'));
  if (account.uid !== undefined) chownSync(dir, account.uid, account.gid ?? 0);
  const data = join(dir, 'data');
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-A', 'trust', '-U', 'relay', '--no-sync', '--encoding=UTF8', '--locale=C'],
    { ...account, stdio: 'pipe', cwd: dir },
  );
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${dir}`];
  const options = [...settings, 'fsync=off', 'max_connections=200'].flatMap((s) => ['-c', s]);
  const start = () =>
    spawn(join(bin, 'postgres'), ['-D', data, ...options], {
      ...account,
      stdio: 'ignore',
      cwd: dir,
    });
  let child = start();
  /** SIGINT: fast shutdown, open connections are cut. */
  const end = async (signal: 'SIGINT' | 'SIGQUIT') => {
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  const admin = `postgres://relay@127.0.0.1:${port}/postgres`;
  await untilUp(admin);
  let count = 0;
  return {
    async newDatabase() {
      count += 1;
      await runSql(admin, `create database t${count}`);
      return `postgres://relay@127.0.0.1:${port}/t${count}`;
    },
    async restart(meanwhile) {
      await end('SIGQUIT');
      await meanwhile();
      child = start();
      await untilUp(admin);
    },
    async stop() {
      await end('SIGINT');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function runSql(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

async function untilUp(url: string): Promise<void> {
  const end = Date.now() + 30_000;
  for (;;) {
    try {
      return await runSql(url, 'select 1');
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
