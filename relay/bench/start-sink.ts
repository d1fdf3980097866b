import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * The mail server that takes everything, in a process of its own.
 * @param answerMs how long it thinks about each mail before it has taken it
 */
export async function startSink(
  answerMs = 0,
): Promise<{ port: number; pid: number; stop(): void }> {
  const entry = fileURLToPath(new URL('./sink.ts', import.meta.url));
  const sink = spawn(process.execPath, [entry], {
    env: { ...process.env, SINK_ANSWER_MS: String(answerMs) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(sink.stdout, 'data');
  return { port: Number(String(line)), pid: sink.pid ?? 0, stop: () => void sink.kill() };
}
