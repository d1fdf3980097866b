import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
/** What `npm run relay` starts. */
export const START = fileURLToPath(new URL('../src/start.mjs', import.meta.url));

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export type Env = Record<string, string | undefined>;

/** The environment of a relay under test: nothing of the machine's own settings reaches it. */
function environment(env: Env): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: process.env.HOME, NODE_NO_WARNINGS: '1', ...env };
}

/** Runs one command to its end. */
export function runRelay(args: string[], env: Env, input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    env: environment(env),
    input,
    encoding: 'utf8',
    // One that serves where it should have refused would never end.
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

/** The same without waiting, for commands that meet. */
export async function runRelayBeside(args: string[], env: Env, input = '') {
  const child = spawn(process.execPath, [START, ...args], { env: environment(env) });
  child.stdin.end(input);
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { status, stdout, stderr };
}

export type RelayProcess = {
  child: ChildProcess;
  kill(): Promise<void>;
  stop(): Promise<number | null>;
};

/** Starts `serve` and resolves when it says that it listens. */
export const startRelay = (env: Env, program = MAIN): Promise<RelayProcess> =>
  started(process.execPath, [program, 'serve'], env);

/** `serve > file 2>&1`, until `enough` of what stands in the file. @returns what it holds once the relay has stopped. */
export async function serveIntoFile(
  env: Env,
  file: string,
  enough: (text: string) => boolean,
): Promise<string> {
  const descriptor = openSync(file, 'w');
  const stdio = ['ignore', descriptor, descriptor] as const;
  const child = spawn(process.execPath, [MAIN, 'serve'], {
    env: environment(env),
    stdio: [...stdio],
  });
  closeSync(descriptor);
  const ended = once(child, 'exit');
  try {
    while (child.exitCode === null && !enough(readFileSync(file, 'utf8'))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    child.kill('SIGTERM');
  }
  await ended;
  return readFileSync(file, 'utf8');
}

/** The same as a person does it: what is stopped is npm. */
export const startWithNpm = (env: Env): Promise<RelayProcess> =>
  started('npm', ['run', 'relay'], env);

async function started(command: string, args: string[], env: Env): Promise<RelayProcess> {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors = (errors + chunk).slice(-4_000);
  });
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      if (said.includes('listening on')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the relay ended with ${code}: ${errors}`)));
  });
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
    return child.exitCode;
  };
  return { child, kill: async () => void (await end('SIGKILL')), stop: () => end('SIGTERM') };
}
