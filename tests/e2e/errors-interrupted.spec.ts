import fs from 'node:fs';
import type { AiServer } from '../browsers/ai-server.ts';
import { compareAudio, secondsOf } from '../browsers/compare-audio.ts';
import { copyExtensionWithHosts } from '../browsers/extension-copy.ts';
import {
  configureServer,
  mailboxes,
  openCompose,
  spokenSentence,
  untilSpoken,
} from '../browsers/journey.ts';
import type { BrowserSession, SessionSettings } from '../browsers/session.ts';
import {
  expectDraft,
  heard,
  hold,
  openOffer,
  reloadTab,
  seeInPanel,
  seeReview,
  speak,
  speakAndStop,
  startDraft,
  stopBackground,
  takeOffer,
  uploadsReach,
} from './fault-steps.ts';
import { browserName, builds, expect, test } from './fixtures.ts';

const { editor } = mailboxes.gmail;

test('X2, X16: the mail tab is reloaded while the server writes, and while its text is corrected: the next window offers the text, the next one the corrections', async ({
  start,
  startAi,
}) => {
  const { session, ai } = await ready(start, startAi);
  const held = hold();
  ai.failNext({ kind: 'held', until: held.until }, { endpoint: 'transcription' });
  const { page } = await startDraft(session);
  await speakAndStop(page);
  await uploadsReach(ai, 1);
  const draft = await page.text(editor);
  held.release();
  await reloadTab(page);
  await page.waitForText(editor, 'Dear Priya,');
  expect(await page.text(editor)).toBe(draft);
  await (await seeInPanel(session, heard)).close();
  expect(ai.received('transcription').length).toBeLessThanOrEqual(2);
  const next = await openCompose(session, 'gmail');
  await openOffer(next);
  await next.click('dialog textarea');
  await next.press('Control+End');
  await next.type(', and corrected');
  await reloadTab(next);
  const last = await openCompose(session, 'gmail');
  await takeOffer(last, 'gmail', `${heard}, and corrected`);
});

test('X2: the mail tab is closed while recording: what was said becomes text and is offered', async ({
  start,
  startAi,
}) => {
  const { session, ai } = await ready(start, startAi);
  const { page } = await startDraft(session);
  await speak(page);
  await page.close();
  await uploadsReach(ai, 1);
  expect(secondsOf(ai.received('transcription')[0]!.file!.bytes)).toBeGreaterThanOrEqual(1);
  await (await seeInPanel(session, heard)).close();
  const next = await openCompose(session, 'gmail');
  await takeOffer(next);
});

test('X1: the background is stopped twice while recording: nothing that was said is missing', async ({
  start,
  startAi,
}) => {
  const wav = spokenSentence('en');
  const { session, ai } = await ready(start, startAi, { microphoneWav: wav.file });
  const { page, draft } = await startDraft(session);
  const begun = Date.now();
  await page.click('[data-action="dictate"]');
  for (const second of [1, 3]) {
    await untilSpoken(page, second);
    await stopBackground(session);
  }
  await untilSpoken(page, wav.duration);
  await page.click('.live [data-action="stop"]');
  const whole = (Date.now() - begun) / 1000;
  await seeReview(page);
  await expectDraft(page, draft);
  const [upload] = ai.received('transcription');
  const audio = compareAudio(upload!.file!.bytes, wav.file);
  // Chromium's microphone plays the WAV; Firefox's only a tone, whose length must be right all the same.
  expect(audio.durationDifference).toBeGreaterThan(-1);
  // Where the press came late, what was recorded until then belongs to it.
  expect(audio.durationDifference).toBeLessThan(Math.max(1, whole - wav.duration));
  if (session.browser === 'chromium') expect(audio.correlation).toBeGreaterThanOrEqual(0.9);
});

test('X3: the browser is killed while recording: on the next start the text comes and is offered', async ({
  start,
  startAi,
}) => {
  const browser = browserName(test.info().project.name);
  const profileFolder = test.info().outputPath('profile');
  // The same folder twice: in Chromium it gives the extension its id, and so its storage.
  const extensionFolder = copyExtensionWithHosts(builds[browser], ['http://127.0.0.1/*']);
  const settings = { profileFolder, extensionFolder, grantHosts: [] };
  const { session, ai } = await ready(start, startAi, settings);
  const { page } = await startDraft(session);
  await page.click('[data-action="dictate"]');
  await untilSpoken(page, 4);
  await session.kill();
  expect(ai.received('transcription')).toHaveLength(0);

  const again = await start(settings);
  await uploadsReach(ai, 1);
  const [upload] = ai.received('transcription');
  // Four seconds were counted; all that is older than two of them must be there.
  expect(secondsOf(upload!.file!.bytes)).toBeGreaterThanOrEqual(2);
  await (await seeInPanel(again, heard)).close();
  const next = await openCompose(again, 'gmail');
  await takeOffer(next);
  fs.rmSync(extensionFolder, { recursive: true });
});

type Start = (settings?: SessionSettings) => Promise<BrowserSession>;

/** A browser whose extension knows the server. */
async function ready(
  start: Start,
  startAi: (settings?: { transcription: string }) => Promise<AiServer>,
  settings: SessionSettings = {},
): Promise<{ session: BrowserSession; ai: AiServer }> {
  const ai = await startAi({ transcription: heard });
  const session = await start(settings);
  await configureServer(session, ai);
  return { session, ai };
}
