// npm test: sets the machine up, then runs everything. The last line is "N passed, N failed".
// Plain JavaScript for Node 20: on a bare machine this is the first thing that runs.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import {
  installDebianPackages,
  installPackages,
  projectEnvironment,
  root,
  say,
} from './prepare-machine.mjs';

const added = installDebianPackages([
  'chromium',
  'firefox-esr',
  'espeak-ng',
  'sox',
  'ffmpeg',
  'xvfb',
  'xauth',
  'xdotool',
  'postgresql',
  'strace',
  'fonts-dejavu-core',
]);
if (added.length > 0) say(`Debian packages added: ${added.join(' ')}`);
installPackages();

const reports = path.join(root, 'out', 'reports');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

let passed = 0;
let failed = 0;
const summary = [];

/** Runs one command to its end with its output shown; never rejects. */
function execute(command, args, environment = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...projectEnvironment(), ...environment },
    });
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Counts of a JSON report (Vitest and Playwright write different ones); null when there is none. */
function countReport(file) {
  if (!existsSync(file)) return null;
  const report = JSON.parse(readFileSync(file, 'utf8'));
  if (report.stats) {
    const { expected, flaky, unexpected, skipped } = report.stats;
    // A flaky test is a broken test: it counts as failed.
    return { passed: expected, failed: unexpected + flaky, skipped };
  }
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * One stage. Without a report it counts as one test. A stage that exits badly with no failed test in
 * its report (a crash, an unhandled error) counts as one failure.
 */
async function stage(name, command, args, { report, environment } = {}) {
  say(`\n=== ${name}`);
  const started = performance.now();
  const code = await execute(command, args, environment);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const counts = (report && countReport(report)) ?? { passed: code === 0 ? 1 : 0, failed: 0 };
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  passed += counts.passed;
  failed += counts.failed;
  const skipped = counts.skipped ? `, ${counts.skipped} skipped` : '';
  summary.push(
    `${name}: ${counts.passed} passed, ${counts.failed} failed${skipped} (${seconds} s)`,
  );
  return code === 0;
}

const vitest = (project, report) => [
  'run',
  '--project',
  project,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
];
const unitReport = path.join(reports, 'unit.json');
const relayReport = path.join(reports, 'relay.json');
const browserReport = path.join(reports, 'browsers.json');

await stage('WXT types', 'wxt', ['prepare']);
await stage('Types of the extension', 'tsc', ['--noEmit', '-p', '.']);
await stage('Lint, import zones, format', 'biome', ['check', '--error-on-warnings', '.']);
await stage('Unit and architecture tests', 'vitest', vitest('extension-*', unitReport), {
  report: unitReport,
  environment: { MUTATOR_SEEDS: '500' },
});
await stage('Types of the relay', 'tsc', ['--noEmit', '-p', 'relay']);
await stage('Relay on SQLite and Postgres', 'vitest', vitest('relay', relayReport), {
  report: relayReport,
});
const built =
  (await stage('Build for Chrome', 'wxt', ['build', '-b', 'chrome'])) &&
  (await stage('Build for Firefox', 'wxt', ['build', '-b', 'firefox', '--mv3'])) &&
  (await stage('Practice mailbox', 'node', ['demo/build.mjs']));
if (built) {
  await stage('The built packages: sizes, no eval, manifest', 'node', [
    'scripts/inspect-build.mjs',
  ]);
  await stage('web-ext lint', 'web-ext', ['lint', '-s', '.output/firefox-mv3', '--no-input']);
  await stage('In Chromium and Firefox', 'playwright', ['test'], {
    report: browserReport,
    environment: { PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport },
  });
  await stage('npm start -- --once in Chromium', 'npm', ['start', '--', '--once']);
  await stage('npm start -- --once in Firefox', 'npm', [
    'start',
    '--',
    '--once',
    '--browser',
    'firefox',
  ]);
}

say(`\n${summary.join('\n')}`);
say(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 && built ? 0 : 1);
