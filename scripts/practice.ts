// Runs on the project's Node 24, started by scripts/start.mjs once everything is built.
//   node scripts/practice.ts open chromium|firefox   a window on the practice mailbox, until it is closed
//   node scripts/practice.ts once chromium|firefox   the whole journey headless; exit 0 only if it succeeded
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  configureServer,
  mailboxes,
  runJourney,
  spokenSentence,
  startJourneyServer,
} from '../tests/browsers/journey.ts';
import type { MailPage } from '../tests/browsers/mail-page.ts';
import { launchSession } from '../tests/browsers/session.ts';
import { startPracticeRelay } from './practice-relay.ts';
import { runSteps, type StepClock } from './run-steps.ts';

const [mode, browser] = process.argv.slice(2);
if ((mode !== 'open' && mode !== 'once') || (browser !== 'chromium' && browser !== 'firefox')) {
  process.stderr.write('Use: node scripts/practice.ts open|once chromium|firefox\n');
  process.exit(2);
}
const extensionFolder = browser === 'firefox' ? '.output/firefox-mv3' : '.output/chrome-mv3';
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** A stop before everything runs: what was started ends with us (see the relay's `exit` handler). */
const quit = (): never => process.exit(130);
process.on('SIGINT', quit);
process.on('SIGTERM', quit);

/** The journey on both practice pages, with a spoken sentence and a practice AI server on this machine. */
async function once(name: 'chromium' | 'firefox', clock: StepClock): Promise<void> {
  const pictures = path.join('out', 'journey', name);
  mkdirSync(pictures, { recursive: true });
  const language = 'fr';
  clock.begin('start the relay with embedded defaults; it answers /api/health');
  const relayData = mkdtempSync(path.join(os.tmpdir(), 'practice-relay-'));
  const relay = await startPracticeRelay(relayData);
  clock.begin(`start ${name} with the extension`);
  const ai = await startJourneyServer(language);
  const session = await launchSession(name, {
    extensionFolder,
    grantHosts: ['http://127.0.0.1/*'],
    microphoneWav: spokenSentence(language).file,
  });
  const picture = (page: MailPage, shot: string): Promise<void> =>
    page.screenshot(path.join(pictures, `${shot}.png`));
  try {
    clock.end();
    say(`The first journey in ${name}, headless, with a practice AI server on this machine.`);
    clock.begin('enter the server in the options, save the key, test the connection');
    await configureServer(session, ai);
    for (const host of ['gmail', 'outlook'] as const) {
      clock.end();
      say(host === 'gmail' ? 'Gmail-like page' : 'Outlook-like page');
      const { draft, audio } = await runJourney({
        session,
        ai,
        host,
        language,
        say: clock.begin,
        picture,
      });
      clock.end();
      say(`  The draft reads: ${draft.replace(/\s*\n\s*/g, ' / ')}`);
      if (audio) {
        say(
          `  What arrived is what was said: correlation ${audio.correlation.toFixed(2)}, ${audio.duration.toFixed(1)} s`,
        );
      } else say('  (Firefox cannot play a file into its microphone: it heard a tone.)');
    }
    say(`Screenshots: ${pictures}${path.sep}`);
  } finally {
    await session.close();
    await ai.close();
    await relay.stop();
    rmSync(relayData, { recursive: true, force: true });
  }
}

/** A window for a person. The microphone, the permissions and the network are their own. */
async function open(name: 'chromium' | 'firefox'): Promise<void> {
  const profileFolder = path.resolve('out', 'practice-profile', name);
  const first = !existsSync(profileFolder);
  // The extension works without it: a relay that cannot start costs nobody the mailbox.
  const relay = await startPracticeRelay(path.resolve('out', 'relay')).catch((error: Error) => {
    say(`${error.message}\nGoing on without the relay.`);
    return null;
  });
  mkdirSync(profileFolder, { recursive: true });
  const session = await launchSession(name, {
    extensionFolder,
    headed: true,
    allowNetwork: true,
    microphone: 'own',
    profileFolder,
  });
  await session.newPage(`${mailboxes.outlook.home}?compose=new`);
  await session.newPage(`${mailboxes.gmail.home}?compose=new`);
  say('The practice mailbox is open. Nothing you send there leaves this computer.');
  if (relay) {
    const { email, password, file } = relay.account;
    say(`The relay answers at ${relay.url}; without SMTP settings it sends nothing out.`);
    say('To connect: settings of the extension, "Connect to the relay on this computer".');
    say(`Sign in as ${email}, password ${password}`);
    say(`(both are in ${path.relative('.', file)}).`);
  }
  say(
    'The browser calls the address "not secure": the mailbox makes its own certificate, for this computer only.',
  );
  if (first) {
    await (await session.waitForPage('welcome.html')).bringToFront();
    say('The welcome page, in front, asks for the microphone once.');
  }
  say('Close the window (or press Ctrl+C) to end.');
  process.off('SIGINT', quit);
  const stop = new Promise<void>((resolve) => process.once('SIGINT', () => resolve()));
  await Promise.race([session.closed, stop]);
  await session.close().catch(() => undefined);
  await relay?.stop();
}

process.exit(
  await runSteps(
    (clock) => (mode === 'once' ? once(browser, clock) : open(browser)),
    say,
    (line) => process.stderr.write(`${line}\n`),
  ),
);
