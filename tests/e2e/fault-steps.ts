import { errors } from '../../lib/locales/en/errors.ts';
import { type AiServer, startAiServer } from '../browsers/ai-server.ts';
import {
  configureServer,
  editorHtml,
  type Host,
  mailboxes,
  openCompose,
  untilNoted,
  untilSpoken,
} from '../browsers/journey.ts';
import { type MailPage, waitUntil } from '../browsers/mail-page.ts';
import { type BrowserSession, launchSession } from '../browsers/session.ts';
import { browserName, builds, expect, test } from './fixtures.ts';

/** What a person does and sees when something goes wrong, one step a function. */

export type ErrorName = keyof typeof errors extends `error.${infer Name}` ? Name : never;

/** What the practice server makes of any speech. */
export const heard = 'this was said aloud';

/** One browser whose extension knows a practice server, for all tests of a file. */
export interface SharedHouse {
  session: BrowserSession;
  ai: AiServer;
}

/**
 * Sets the house up before the first test of the file and takes it down after the last; between tests the
 * server forgets. Read its parts inside tests only.
 */
export function shareHouse(transcription?: string): SharedHouse {
  const house: Partial<SharedHouse> = {};
  test.beforeAll(async () => {
    const browser = browserName(test.info().project.name);
    house.session = await launchSession(browser, {
      extensionFolder: builds[browser],
      grantHosts: ['http://127.0.0.1/*'],
    });
    house.ai = await startAiServer({ key: 'sk-practice', transcription });
    await configureServer(house.session, house.ai);
  });
  test.afterAll(async () => {
    await house.session?.close();
    await house.ai?.close();
  });
  test.beforeEach(() => house.ai?.clear());
  return house as SharedHouse;
}

/** The sentence of the catalogue. */
export function sentence(code: ErrorName): string {
  return errors[`error.${code}`];
}

/** A new message with a first line; answers how the whole editor looks as HTML. */
export async function startDraft(
  session: BrowserSession,
  host: Host = 'gmail',
  query = 'compose=new',
): Promise<{ page: MailPage; draft: string }> {
  const page = await openCompose(session, host, query);
  await untilNoted(page, host, () => page.type('Dear Priya, thank you for the catalogue.\n'));
  return { page, draft: await editorHtml(page, host) };
}

/** Speaks until two seconds are counted: at least one of them is on disk by then. */
export async function speak(page: MailPage): Promise<void> {
  await page.click('[data-action="dictate"]');
  await untilSpoken(page, 2);
}

export async function speakAndStop(page: MailPage): Promise<void> {
  await speak(page);
  await page.click('.live [data-action="stop"]');
}

/** Waits for the notice above the bar and answers all it says. */
export function seeNotice(page: MailPage, words: string | RegExp): Promise<string> {
  return page.waitForText('.notice .notice-text', words, { timeout: 20_000 });
}

/** Waits for the review of a dictation and reads what was heard. */
export async function seeReview(page: MailPage, text: string = heard): Promise<void> {
  await page.waitForText('dialog textarea', text, { timeout: 20_000 });
}

/** Leaves the review without inserting anything. */
export async function leaveReview(page: MailPage): Promise<void> {
  await page.press('Escape');
  await page.waitFor('dialog', { state: 'hidden' });
}

export async function expectDraft(page: MailPage, draft: string, host: Host = 'gmail') {
  expect(await editorHtml(page, host)).toBe(draft);
}

/** Opens the side panel as a page of its own and waits until its newest row reads so. */
export async function seeInPanel(
  session: BrowserSession,
  words: string | RegExp,
): Promise<MailPage> {
  const panel = await session.openExtensionPage('sidepanel.html#/dictation');
  await panel.waitForText('li.dictation', words, { timeout: 20_000 });
  return panel;
}

/** Retries the newest row of the panel and waits until it has become the text that was spoken. */
export async function retryInPanel(panel: MailPage): Promise<void> {
  await panel.click('li.dictation [data-action="retry"]');
  await panel.waitForText('li.dictation', heard, { timeout: 20_000 });
}

/** Waits until so many recordings have reached the server. */
export async function uploadsReach(ai: AiServer, count: number): Promise<void> {
  await waitUntil(
    async () => ai.received('transcription').length >= count,
    () => `upload ${count} to reach the server`,
    20_000,
  );
}

/** In the next compose window: what no draft has taken yet is offered, seen, and inserted. */
export async function takeOffer(
  page: MailPage,
  host: Host = 'gmail',
  text: string = heard,
): Promise<void> {
  await openOffer(page, text);
  await page.press('Control+Enter');
  await page.waitForText(mailboxes[host].editor, text);
}

/** Opens the offered text for review. */
export async function openOffer(page: MailPage, text: string = heard): Promise<void> {
  await seeNotice(page, 'A dictation is ready that no draft has taken yet.');
  await page.click({ role: 'button', name: 'See and insert' });
  await seeReview(page, text);
}

/** Something that a test keeps back until it says so. */
export function hold(): { until: Promise<void>; release(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { until: promise, release: resolve };
}

/**
 * Stops the background as the browser does when it wants its memory back: Chromium ends the service
 * worker, Firefox the event page. The next message starts it again.
 */
export async function stopBackground(session: BrowserSession): Promise<void> {
  if (session.browser === 'firefox') {
    await session.inChrome(
      `WebExtensionPolicy.getByHostname('${session.extensionId}').extension.terminateBackground()
        .then(() => true)`,
    );
    return;
  }
  const page = await session.context.newPage();
  const cdp = await session.context.newCDPSession(page);
  await cdp.send('ServiceWorker.enable');
  await cdp.send('ServiceWorker.stopAllWorkers');
  await page.close();
}

/** Reloads the mail tab; the page opens the drafts again that stood open, and no new one. */
export async function reloadTab(page: MailPage): Promise<void> {
  await page.evaluate(() => {
    const url = new URL(location.href);
    url.searchParams.delete('compose');
    history.replaceState(null, '', url);
  });
  await page.reload();
}

/** Presses the microphone where no server is set: Chromium first asks about its maker's service. */
export async function dictateOnlyRecording(session: BrowserSession, page: MailPage): Promise<void> {
  await page.click('[data-action="dictate"]');
  if (session.browser === 'firefox') return;
  await seeNotice(page, 'its maker’s service will hear them');
  await page.click({ role: 'button', name: 'Only record' });
}
