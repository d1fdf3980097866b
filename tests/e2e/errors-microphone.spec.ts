import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { configureServer, mailboxes, untilSpoken } from '../browsers/journey.ts';
import {
  dictateOnlyRecording,
  expectDraft,
  heard,
  leaveReview,
  retryInPanel,
  seeInPanel,
  seeNotice,
  seeReview,
  sentence,
  speakAndStop,
  startDraft,
} from './fault-steps.ts';
import { expect, test } from './fixtures.ts';

test('X10: microphone refused: said so with the way out, draft untouched, nothing recorded', async ({
  start,
}) => {
  const session = await start({ microphone: 'asks' });
  const { page, draft } = await startDraft(session);
  if (session.browser === 'chromium') {
    // As after "Block" on the welcome page: the permission belongs to the extension.
    const cdp = await session.context.newCDPSession(session.context.pages()[0]!);
    await cdp.send('Browser.setPermission', {
      origin: `chrome-extension://${session.extensionId}`,
      permission: { name: 'microphone' },
      setting: 'denied',
    });
    await page.click('[data-action="dictate"]');
    await seeNotice(page, sentence('microphone-refused'));
    const welcome = await session.pageOpenedBy(() =>
      page.click({ role: 'button', name: 'Allow the microphone' }),
    );
    // A tab has no address yet when it opens.
    await expect.poll(() => welcome.url()).toContain('welcome.html#microphone');
    await welcome.close();
  } else {
    await page.click('[data-action="dictate"]');
    await session.answerPrompt('block');
    await seeNotice(page, 'This page may not use the microphone.');
  }
  await page.waitFor('.live', { state: 'hidden' });
  await expectDraft(page, draft);
  const panel = await session.openExtensionPage('sidepanel.html#/dictation');
  await panel.waitForText('.panel', 'Nothing dictated yet');
});

test('X10: no microphone at all: said so, draft untouched, nothing recorded', async ({ start }) => {
  const session = await start({ microphone: 'none' });
  const { page, draft } = await startDraft(session);
  await dictateOnlyRecording(session, page);
  await seeNotice(page, sentence('microphone-missing'));
  await page.waitFor('.live', { state: 'hidden' });
  await expectDraft(page, draft);
  const panel = await session.openExtensionPage('sidepanel.html#/dictation');
  await panel.waitForText('.panel', 'Nothing dictated yet');
});

test('no engine: the recording waits and says how to go on; a server set later makes it text', async ({
  start,
  startAi,
}) => {
  const session = await start();
  const { page, draft } = await startDraft(session);
  await dictateOnlyRecording(session, page);
  await untilSpoken(page, 2);
  await page.click('.live [data-action="stop"]');
  await seeNotice(page, sentence('no-engine'));
  await page.waitFor({ role: 'button', name: 'Open settings' });
  await expectDraft(page, draft);
  const panel = await seeInPanel(session, sentence('no-engine'));
  await panel.waitFor('li.dictation [data-action="open-settings"]');

  await configureServer(session, await startAi({ transcription: heard }));
  await panel.bringToFront();
  await panel.waitForText('li.dictation', heard, { timeout: 20_000 });
  await page.bringToFront();
  await seeReview(page);
  await expectDraft(page, draft);
  await page.press('Control+Enter');
  await page.waitForText(mailboxes.gmail.editor, heard);
});

test('X4: the browser’s recogniser cannot reach its service: said so, kept (Firefox has no recogniser)', {
  tag: '@chromium',
}, async ({ start }) => {
  const session = await start();
  const { page, draft } = await startDraft(session);
  await page.click('[data-action="dictate"]');
  await seeNotice(page, 'its maker’s service will hear them');
  await page.click({ role: 'button', name: 'Use the service' });
  await untilSpoken(page, 2);
  await page.click('.live [data-action="stop"]');
  await seeNotice(page, sentence('recogniser-unreachable'));
  await page.waitFor({ role: 'button', name: 'Open settings' });
  await expectDraft(page, draft);
  const panel = await seeInPanel(session, sentence('recogniser-unreachable'));
  await panel.waitFor('li.dictation [data-action="play"]');
});

test('X10: a silent microphone is told, kept, and sent only when asked (Firefox’s own plays only a tone)', {
  tag: '@chromium',
}, async ({ start, startAi }) => {
  const ai = await startAi({ transcription: heard });
  const session = await start({ microphoneWav: silence() });
  await configureServer(session, ai);
  const { page, draft } = await startDraft(session);
  await speakAndStop(page);
  await seeNotice(page, sentence('microphone-muted'));
  await expectDraft(page, draft);
  const panel = await seeInPanel(session, sentence('microphone-muted'));
  expect(ai.received('transcription')).toHaveLength(0);
  await retryInPanel(panel);
  await page.bringToFront();
  await seeReview(page);
  await leaveReview(page);
  await expectDraft(page, draft);
});

/** A WAV of half a minute in which nothing is heard at all. */
function silence(): string {
  const file = test.info().outputPath('silence.wav');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  execFileSync('sox', ['-n', '-r', '48000', '-c', '1', '-b', '16', file, 'trim', '0', '30']);
  return file;
}
