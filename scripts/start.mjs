// npm start: sets the machine up, builds, and opens the extension on the practice mailbox.
//   npm start                        a window, when there is a display; else as with --once
//   npm start -- --once              the whole journey headless, each step printed, screenshots in out/
//   npm start -- --browser firefox   the same in Firefox
// Plain JavaScript for Node 20: on a bare machine this is the first thing that runs.
import { parseArgs } from 'node:util';
import {
  installDebianPackages,
  installPackages,
  run,
  runQuietly,
  say,
} from './prepare-machine.mjs';

let options;
try {
  options = parseArgs({
    options: {
      once: { type: 'boolean', default: false },
      browser: { type: 'string', default: 'chromium' },
    },
  }).values;
  if (!['chromium', 'firefox'].includes(options.browser)) {
    throw new Error(`--browser takes chromium or firefox, not "${options.browser}"`);
  }
} catch (error) {
  process.stderr.write(
    `${error.message}\nUse: npm start [-- --once] [-- --browser chromium|firefox]\n`,
  );
  process.exit(2);
}

const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const once = options.once || !hasDisplay;
if (once && !options.once) say('No display here: running the journey once, headless.');

if (process.platform === 'linux') {
  installDebianPackages([
    options.browser === 'firefox' ? 'firefox-esr' : 'chromium',
    ...(once ? ['espeak-ng', 'sox', 'ffmpeg', 'fonts-dejavu-core'] : []),
  ]);
}
installPackages();

const target = options.browser === 'firefox' ? ['-b', 'firefox', '--mv3'] : ['-b', 'chrome'];
const steps = [
  ['Building the extension…', 'wxt', ['build', ...target]],
  ['Building the practice mailbox…', 'node', ['demo/build.mjs']],
];
for (const [name, command, args] of steps) {
  say(name);
  const status = runQuietly(command, args);
  if (status !== 0) process.exit(status);
}
const mode = once ? 'once' : 'open';
process.exit(run('node', ['scripts/practice.ts', mode, options.browser]));
