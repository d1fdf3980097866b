import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import net from 'node:net';

export interface PracticeRelay {
  /** Address of the relay, e.g. `http://127.0.0.1:8787`. */
  url: string;
  stop(): Promise<void>;
}

/** The usual port when it is free, else any. */
async function freePort(usual: number): Promise<number> {
  const tryPort = (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const probe = net.createServer();
      probe.once('error', reject);
      probe.listen(port, '127.0.0.1', () => {
        const { port: got } = probe.address() as net.AddressInfo;
        probe.close(() => resolve(got));
      });
    });
  return tryPort(usual).catch(() => tryPort(0));
}

/**
 * Starts the relay with its embedded defaults: SQLite in `data`, and an outbox that sends nothing out. It
 * ends with this process. Resolves when it answers `/api/health`; throws with its last words when it ends before.
 */
export async function startPracticeRelay(data: string): Promise<PracticeRelay> {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const port = await freePort(8787);
  const child = spawn('node', ['relay/src/main.ts'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Nothing of the person's own mail or key settings: here nothing must leave the computer.
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      RELAY_DATA_DIR: data,
      RELAY_PORT: String(port),
    },
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
    async stop() {
      if (child.exitCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}
