import fs from 'node:fs';
import type { AiServer } from '../browsers/ai-server.ts';
import { checkAccessibility } from '../browsers/check-accessibility.ts';
import { findInReference, secondsOf } from '../browsers/compare-audio.ts';
import {
  configureServer,
  heardSentence,
  openCompose,
  runJourney,
  spokenSentence,
  startJourneyServer,
  untilSpoken,
} from '../browsers/journey.ts';
import { type MailPage, waitUntil } from '../browsers/mail-page.ts';
import { copyWithRecognizer } from '../browsers/plant-recognizer.ts';
import type { BrowserSession } from '../browsers/session.ts';
import { leaveReview, seeInPanel, seeNotice, seeReview, uploadsReach } from './fault-steps.ts';
import { builds, expect, test } from './fixtures.ts';

const heard = heardSentence('en');

for (const host of ['gmail', 'outlook'] as const) {
  for (const language of ['fr', 'en'] as const) {
    // How a recording is paused and thrown away is the same everywhere: once is enough.
    const strip = host === 'gmail' && language === 'en';
    const more = strip ? '; pause, go on, cancel, undo' : '';
    // Firefox hears the same tone in every language: each page once.
    const where = (host === 'gmail') === (language === 'en') ? '' : ' @chromium';
    const title = `29, 32, 39: speak a mail in ${host}, improve it, see it land (${language})`;
    test(`${title}${more}${where}`, async ({ start }) => {
      const ai = await startJourneyServer(language);
      // Where Chromium's own recogniser works, its words come while one speaks.
      const planted = strip && test.info().project.name === 'chromium';
      const hosts = ['http://127.0.0.1/*'];
      const folder = planted ? copyWithRecognizer(builds.chromium, hosts, heard) : undefined;
      const wav = spokenSentence(language);
      const session = await start({
        microphoneWav: wav.file,
        ...(folder ? { extensionFolder: folder, grantHosts: [] } : {}),
      });
      await configureServer(session, ai);
      // A field with marks behind its words is for everybody too.
      const picture = async (page: MailPage, name: string): Promise<void> => {
        if (!strip || !name.endsWith('-review')) return;
        expect(await checkAccessibility(page, 'iaposte-layer'), name).toEqual([]);
      };
      const interim = planted ? heard.slice(0, 20) : undefined;
      const report = await runJourney({ session, ai, host, language, interim, picture });
      // What the person said arrives whole: Chromium's microphone plays the WAV, Firefox's a tone.
      if (report.audio) {
        expect(report.audio.correlation).toBeGreaterThanOrEqual(0.9);
        // The browser's own microphone from a file stops for a moment where both processors are busy.
        expect(report.audio.durationDifference).toBeGreaterThanOrEqual(-0.5);
        // Where the press came late, what was recorded until then belongs to it.
        const late = report.pressed - wav.duration;
        expect(report.audio.durationDifference).toBeLessThanOrEqual(Math.max(0.5, late));
      }
      for (const request of ai.received('chat')) {
        expect(request.headers.authorization).toBe('Bearer sk-practice');
      }
      if (strip) {
        ai.clear();
        const page = await openCompose(session, host);
        await pauseAndGoOn(page, ai);
        await cancelAndUndo(page, ai);
        await cancelForGood(page, ai, session);
        expect(page.errors).toEqual([]);
      }
      await ai.close();
      if (folder) fs.rmSync(folder, { recursive: true });
    });
  }
}

/** What is said during a pause is not recorded, and nothing else is missing. */
async function pauseAndGoOn(page: MailPage, ai: AiServer): Promise<void> {
  const begun = Date.now();
  await page.click('[data-action="dictate"]');
  await untilSpoken(page, 2);
  await page.click('.live [data-action="pause"]');
  await page.waitFor('.live[data-state="paused"]');
  const paused = Date.now();
  const frozen = await page.text('.live');
  await waitUntil(
    // A second would be counted in it; a longer one would leave too little of the sentence for what follows.
    async () => Date.now() - paused >= 1200,
    () => 'a pause of more than a second',
  );
  // Neither the time nor the words go on.
  expect(await page.text('.live')).toBe(frozen);
  const pause = Date.now() - paused;
  await page.click('.live [data-action="resume"]');
  await page.waitFor('.live[data-state="recording"]');
  await untilSpoken(page, 4);
  await page.click('.live [data-action="stop"]');
  const whole = Date.now() - begun;
  await seeReview(page, heard);
  const recording = ai.received('transcription')[0]!.file!.bytes;
  const seconds = secondsOf(recording);
  expect(seconds).toBeGreaterThan(3.7);
  expect(seconds).toBeLessThan((whole - pause) / 1000 + 0.3);
  if (page.browser === 'chromium') {
    // The sentence stands in it with a gap as long as the pause; Firefox hears the same tone all the time.
    const wav = spokenSentence('en').file;
    const first = findInReference(recording, wav, { from: 0, to: 1.8 });
    const last = findInReference(recording, wav, { from: seconds - 1.8, to: seconds });
    expect(Math.min(first.correlation, last.correlation)).toBeGreaterThan(0.85);
    expect(last.at - first.at - (seconds - 1.8)).toBeGreaterThan(pause / 1000 - 0.3);
  }
  await leaveReview(page);
}

async function sayAndCancel(page: MailPage): Promise<void> {
  await page.click('[data-action="dictate"]');
  await untilSpoken(page, 1);
  await page.click('.live [data-action="cancel"]');
  await seeNotice(page, 'Recording thrown away.');
  await page.waitFor('.live', { state: 'hidden' });
}

async function cancelAndUndo(page: MailPage, ai: AiServer): Promise<void> {
  await sayAndCancel(page);
  expect(ai.received('transcription')).toHaveLength(1);
  await page.click({ role: 'button', name: 'Undo' });
  await uploadsReach(ai, 2);
  expect(secondsOf(ai.received('transcription')[1]!.file!.bytes)).toBeGreaterThan(0.7);
  await seeReview(page, heard);
  await leaveReview(page);
}

/** What nobody takes back is sent nowhere and listed nowhere. */
async function cancelForGood(page: MailPage, ai: AiServer, session: BrowserSession): Promise<void> {
  await sayAndCancel(page);
  const panel = await seeInPanel(session, heard);
  // The journey's, the paused one, the one that was taken back.
  await expect.poll(() => panel.count('li.dictation')).toBe(3);
  await panel.close();
  expect(ai.received('transcription')).toHaveLength(2);
}
