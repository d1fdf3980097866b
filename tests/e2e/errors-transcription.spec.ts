import { type AiServer, type Fault, startAiServer } from '../browsers/ai-server.ts';
import { configureServer, mailboxes } from '../browsers/journey.ts';
import { type BrowserSession, launchSession } from '../browsers/session.ts';
import {
  type ErrorName,
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
import { browserName, builds, expect, test } from './fixtures.ts';

interface Case {
  title: string;
  fault: Fault;
  says: ErrorName;
  retry: 'here' | 'in the panel';
  /** Stands beside the sentence. */
  also?: RegExp;
}

const cases: Case[] = [
  {
    title: 'X11: 401',
    fault: { kind: 'status', status: 401 },
    says: 'unauthorized',
    retry: 'in the panel',
  },
  {
    title: 'X12: 429 with Retry-After',
    fault: { kind: 'status', status: 429, retryAfter: 90 },
    says: 'rate-limited',
    retry: 'here',
    also: /Next try in [5-9]\d s\./,
  },
  {
    title: 'X13: 500',
    // Long enough that the next try by itself does not come before ours.
    fault: { kind: 'status', status: 500, retryAfter: 90 },
    says: 'server-failed',
    retry: 'here',
    also: /Next try in \d+ s\./,
  },
  {
    title: 'X13: a web page instead of JSON',
    fault: { kind: 'html' },
    says: 'bad-answer',
    retry: 'in the panel',
  },
];

let session: BrowserSession;
let ai: AiServer;

test.beforeAll(async () => {
  const browser = browserName(test.info().project.name);
  session = await launchSession(browser, {
    extensionFolder: builds[browser],
    grantHosts: ['http://127.0.0.1/*'],
  });
  ai = await startAiServer({ key: 'sk-practice', transcription: heard });
  await configureServer(session, ai);
});
test.afterAll(async () => {
  await session?.close();
  await ai?.close();
});
test.beforeEach(() => ai.clear());

for (const { title, fault, says, retry, also } of cases) {
  test(`${title} from the recogniser: said so, kept, and the next try brings the text`, async () => {
    const { page, draft } = await startDraft(session);
    ai.failNext(fault, { endpoint: 'transcription', times: 20 });
    await speakAndStop(page);
    const notice = await seeNotice(page, sentence(says));
    if (also) expect(notice).toMatch(also);
    await page.waitFor('.live', { state: 'hidden' });
    await expectDraft(page, draft);

    const panel = await seeInPanel(session, sentence(says));
    await panel.waitFor('li.dictation [data-action="play"]');
    ai.clear();
    if (retry === 'in the panel') await retryInPanel(panel);
    await panel.close();
    await page.bringToFront();
    await expectDraft(page, draft);
    if (retry === 'here') await page.click({ role: 'button', name: 'Try again' });
    await seeReview(page);
    await leaveReview(page);
    await seeNotice(page, 'Your dictation is kept in the side panel.');
    await expectDraft(page, draft);
    expect(ai.received('transcription')).toHaveLength(1);
    await page.close();
  });
}

test('X4: the server cannot be reached: kept, and the text comes by itself once it is back', async () => {
  const { page, draft } = await startDraft(session);
  const port = Number(new URL(ai.url).port);
  await ai.close();
  await speakAndStop(page);
  expect(await seeNotice(page, sentence('server-failed'))).toMatch(/Next try in \d+ s\./);
  await expectDraft(page, draft);
  const panel = await seeInPanel(session, sentence('server-failed'));
  await panel.close();
  ai = await startAiServer({ key: 'sk-practice', transcription: heard, port });
  await page.bringToFront();
  await seeReview(page);
  await expectDraft(page, draft);
  await page.press('Control+Enter');
  await page.waitForText(mailboxes.gmail.editor, heard);
  expect(ai.received('transcription')).toHaveLength(1);
  await page.close();
});
