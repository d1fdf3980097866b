import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The mail server that takes everything, in a process of its own. */
export async function startSink(): Promise<{ port: number; stop(): void }> {
  const entry = fileURLToPath(new URL('./sink.ts', import.meta.url));
  const sink = spawn(process.execPath, [entry], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(sink.stdout, 'data');
  return { port: Number(String(line)), stop: () => void sink.kill() };
}
