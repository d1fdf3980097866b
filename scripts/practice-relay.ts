import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { localRelayPorts } from '../lib/core/relay/local-relay-ports.ts';

export interface PracticeRelay {
  /** Address of the relay, e.g. `http://127.0.0.1:8787`. */
  url: string;
  account: PracticeAccount;
  stop(): Promise<void>;
}

export interface PracticeAccount {
  email: string;
  password: string;
  /** Where both are written down. */
  file: string;
}

/** Nothing of the person's own mail or key settings: here nothing must leave the computer. */
function relayEnvironment(data: string): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: process.env.HOME, RELAY_DATA_DIR: data };
}

/** The account to practise with, made the first time and written down beside the relay's data. */
function practiceAccount(data: string): PracticeAccount {
  const file = path.join(data, 'practice-account.json');
  if (!existsSync(file)) {
    const account = {
      email: 'me@practice.example',
      password: randomBytes(9).toString('base64url'),
    };
    const { status, stderr } = spawnSync(
      'node',
      ['relay/src/main.ts', 'create-user', '--email', account.email, '--admin', '--password-stdin'],
      { env: relayEnvironment(data), input: account.password, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`The relay made no account:\n${stderr}`);
    writeFileSync(file, `${JSON.stringify(account, null, 2)}\n`, { mode: 0o600 });
  }
  return { ...(JSON.parse(readFileSync(file, 'utf8')) as PracticeAccount), file };
}

/** The first free one among those where the extension looks for a relay of this computer, else any. */
async function freePort(): Promise<number> {
  const tryPort = (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const probe = net.createServer();
      probe.once('error', reject);
      probe.listen(port, '127.0.0.1', () => {
        const { port: got } = probe.address() as net.AddressInfo;
        probe.close(() => resolve(got));
      });
    });
  for (const port of localRelayPorts) {
    const got = await tryPort(port).catch(() => 0);
    if (got !== 0) return got;
  }
  return tryPort(0);
}

/**
 * Starts the relay with its embedded defaults: SQLite in `data`, an account, and an outbox that sends nothing out. It
 * ends with this process. Resolves when it answers `/api/health`; throws with its last words when it ends before.
 */
export async function startPracticeRelay(data: string): Promise<PracticeRelay> {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const account = practiceAccount(data);
  const port = await freePort();
  const child = spawn('node', ['relay/src/main.ts'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...relayEnvironment(data), RELAY_PORT: String(port) },
  });
  process.once('exit', () => child.kill('SIGTERM'));
  let words = '';
  const listen = (chunk: unknown): void => {
    words = `${words}${chunk}`.slice(-2000);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  const limit = performance.now() + 30_000;
  for (;;) {
    const answer = await fetch(`${url}/api/health`).catch(() => null);
    if (answer?.ok) break;
    if (child.exitCode !== null || performance.now() > limit) {
      child.kill();
      throw new Error(`The relay did not start:\n${words}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url,
    account,
    async stop() {
      if (child.exitCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}
