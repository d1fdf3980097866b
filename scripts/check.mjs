// npm run check: everything that is quick. Types, lint with zones, format, unit and architecture tests.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root, run, say } from './prepare-machine.mjs';

const steps = [
  ['WXT types', 'wxt', ['prepare']],
  ['types of the extension', 'tsc', ['--noEmit', '-p', '.']],
  ...(existsSync(path.join(root, 'relay', 'tsconfig.json'))
    ? [['types of the relay', 'tsc', ['--noEmit', '-p', 'relay']]]
    : []),
  ['lint, zones, format', 'biome', ['check', '--error-on-warnings', '.']],
  ['unit and architecture tests', 'vitest', ['run', '--project', 'extension-*']],
];

for (const [name, command, args] of steps) {
  const started = performance.now();
  const status = run(command, args);
  say(
    `${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  );
  if (status !== 0) process.exit(status);
}
