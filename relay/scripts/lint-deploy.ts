// npm run lint:deploy: each file of relay/deploy is read by the tool that will read it in earnest. Nothing is started.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDebianPackages } from '../../scripts/prepare-machine.mjs';
import { deployLints } from './deploy-lints.ts';

/** Debian has no linter for it; this one comes from the npm registry when it is asked for, and runs no script. */
const DOCKERFILE_LINTER = 'dockerfile-utils@0.16.3';

function lintDockerfile(): string {
  const file = fileURLToPath(new URL('../deploy/Dockerfile', import.meta.url));
  const args = ['exec', '--yes', '--ignore-scripts', `--package=${DOCKERFILE_LINTER}`, '--'];
  const { status, stdout, stderr } = spawnSync('npm', [...args, 'dockerfile-utils', 'lint', file], {
    encoding: 'utf8',
    cwd: work,
  });
  // It names what it finds and ends with 0 all the same.
  return status === 0 ? stdout.trim() : `${stdout}${stderr}`;
}

const work = mkdtempSync(join(tmpdir(), 'relay-deploy-'));
let failed = 0;
const report = (file: string, tool: string, said: string) => {
  if (said) failed += 1;
  process.stdout.write(`${said ? 'FAIL' : 'ok  '} ${file} (${tool})${said ? `\n${said}` : ''}\n`);
};
try {
  const lints = deployLints(work);
  installDebianPackages([...new Set(lints.map(({ debian }) => debian))]);
  for (const { file, tool, run } of lints) report(file, tool, await run());
  report('Dockerfile', DOCKERFILE_LINTER, lintDockerfile());
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;
