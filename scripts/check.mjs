// npm run check: everything that is quick. Types, lint with zones, format, unit and architecture tests.
import { spawn } from 'node:child_process';
import { projectEnvironment, root, runQuietly, say } from './prepare-machine.mjs';

// What the others read: WXT's types.
if (runQuietly('wxt', ['prepare']) !== 0) process.exit(1);

/** Side by side, since none of them keeps two processors busy to its end. */
const steps = [
  ['lint, zones, format', 'biome', ['check', '--error-on-warnings', '.']],
  ['types of the extension', 'tsc', ['--noEmit', '-p', '.']],
  ['types of the relay', 'tsc', ['--noEmit', '-p', 'relay']],
  ['unit and architecture tests', 'vitest', ['run', '--project', 'extension-*']],
];

/** Runs one tool; what it said is shown when it has ended, so that no two speak at the same time. */
function check([name, command, args]) {
  return new Promise((resolve) => {
    const started = performance.now();
    const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
    const child = spawn(command, args, { cwd: root, env: { ...projectEnvironment(), ...colour } });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => said.push(part));
    child.on('error', (error) => said.push(Buffer.from(`${error}\n`)));
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(said));
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      say(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
      resolve(code === 0);
    });
  });
}

const results = await Promise.all(steps.map(check));
process.exitCode = results.every(Boolean) ? 0 : 1;
