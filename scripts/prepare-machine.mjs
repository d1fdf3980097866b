// Brings a bare machine (Debian 12, Node 20, npm) to the point where the project can run.
// Plain JavaScript for Node 20: it runs before anything is installed. Every step is idempotent.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalledFrom } from './installed-packages.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));
const bin = path.join(root, 'node_modules', '.bin');

/** Debian package → a file that proves it is there. */
const debianProof = {
  chromium: ['/usr/bin/chromium'],
  'firefox-esr': ['/usr/bin/firefox-esr'],
  'espeak-ng': ['/usr/bin/espeak-ng'],
  sox: ['/usr/bin/sox'],
  ffmpeg: ['/usr/bin/ffmpeg'],
  xvfb: ['/usr/bin/Xvfb'],
  xauth: ['/usr/bin/xauth'],
  xdotool: ['/usr/bin/xdotool'],
  postgresql: ['/usr/lib/postgresql/15/bin/postgres'],
  strace: ['/usr/bin/strace'],
  'nginx-light': ['/usr/sbin/nginx'],
  caddy: ['/usr/bin/caddy'],
  prometheus: ['/usr/bin/promtool'],
  systemd: ['/usr/bin/systemd-analyze'],
  'docker-compose': ['/usr/bin/docker-compose'],
  nmap: ['/usr/bin/nmap'],
  sqlmap: ['/usr/bin/sqlmap'],
  wapiti: ['/usr/bin/wapiti'],
  slowhttptest: ['/usr/bin/slowhttptest'],
  'testssl.sh': ['/usr/bin/testssl'],
  'fonts-dejavu-core': ['/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'],
};

/** Prints one line of progress; kept here so that every script speaks alike. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

/** Environment in which `node` is the project's own Node 24. */
export function projectEnvironment() {
  return { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` };
}

/** What npm wrote down of its last installation came from this lock file, be it by `npm ci` or by this script. */
function isInstalled() {
  const kept = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(kept)) return false;
  const [lock, installed] = [path.join(root, 'package-lock.json'), kept].map((file) =>
    JSON.parse(readFileSync(file, 'utf8')),
  );
  return isInstalledFrom(lock, installed);
}

/** Installs node_modules from the lock file, unless that was done: a mark says so, or npm's own record. */
export function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  const mark = path.join(root, 'node_modules', '.installed-lock');
  const installed = existsSync(mark) ? readFileSync(mark, 'utf8') : '';
  if (existsSync(path.join(bin, 'node'))) {
    if (installed === lock) return;
    if (isInstalled()) {
      writeFileSync(mark, lock);
      return;
    }
  }
  say('Installing npm packages (once, about two minutes)…');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, ['ci', '--loglevel=error'], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) fail('npm ci failed; its messages are above.');
  writeFileSync(mark, lock);
}

/**
 * Makes sure that Debian packages are there. As root it installs what is missing; otherwise it names
 * the command and stops. Returns the names it added.
 */
export function installDebianPackages(wanted) {
  const missing = wanted.filter((name) => !debianProof[name].some((file) => existsSync(file)));
  if (missing.length === 0) return [];
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const isDebian = existsSync('/usr/bin/apt-get');
  if (!isDebian || process.getuid?.() !== 0) {
    fail(
      isDebian
        ? `These programs are missing: ${missing.join(', ')}.\nPlease run:  sudo ${command}`
        : `These programs are missing: ${missing.join(', ')}. Please install them, then try again.`,
    );
  }
  say(`Installing Debian packages: ${missing.join(' ')}…`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: environment };
  spawnSync('apt-get', ['update', '-qq'], options);
  const result = spawnSync('/bin/sh', ['-c', command], options);
  const still = missing.filter((name) => !debianProof[name].some((file) => existsSync(file)));
  if (result.status !== 0 || still.length > 0) {
    fail(`Could not install: ${still.join(', ') || missing.join(', ')}. Tried: ${command}`);
  }
  return missing;
}

/** Runs a project tool to its end and answers its exit code. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: projectEnvironment(),
    ...options,
  });
  return result.status ?? 1;
}

/** Runs a project tool without a word unless it fails; then everything it said is shown. */
export function runQuietly(command, args) {
  const result = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    env: projectEnvironment(),
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status !== 0) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}\n`);
  return result.status ?? 1;
}
