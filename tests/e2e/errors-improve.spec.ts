import type { Fault } from '../browsers/ai-server.ts';
import { editorHtml, mailboxes } from '../browsers/journey.ts';
import { type MailPage, waitUntil } from '../browsers/mail-page.ts';
import {
  type ErrorName,
  expectDraft,
  hold,
  leaveReview,
  reloadTab,
  sentence,
  shareHouse,
  startDraft,
  stopBackground,
} from './fault-steps.ts';
import { expect, test } from './fixtures.ts';

const { editor, send } = mailboxes.gmail;
const failureText = 'dialog .review-failure .notice-text';

interface Case {
  title: string;
  fault: Fault;
  /** The server is asked once more before the first byte when it fails by itself. */
  times?: number;
  says: ErrorName;
  also?: string;
}

const cases: Case[] = [
  { title: 'X15: a stream that breaks half-way', fault: { kind: 'cut' }, says: 'answer-cut' },
  { title: 'X11: 401', fault: { kind: 'status', status: 401 }, says: 'unauthorized' },
  {
    title: 'X12: 429 with Retry-After',
    fault: { kind: 'status', status: 429, retryAfter: 7 },
    says: 'rate-limited',
    also: 'Wait 7 seconds.',
  },
  { title: 'X13: 500', fault: { kind: 'status', status: 500 }, times: 2, says: 'server-failed' },
  { title: 'X13: a web page instead of JSON', fault: { kind: 'html' }, says: 'bad-answer' },
];

const house = shareHouse();

/** A draft with a sentence to improve, and the improvement asked for. */
async function askToImprove(query?: string): Promise<{ page: MailPage; draft: string }> {
  const { page, draft } = await startDraft(house.session, 'gmail', query);
  await page.click('[data-action="improve"]');
  await page.waitFor('dialog');
  return { page, draft };
}

/** Until the server has been asked, so that what follows happens while the AI writes. */
async function untilAsked(): Promise<void> {
  await waitUntil(
    async () => house.ai.received('chat').length > 0,
    () => 'the server to be asked',
  );
}

for (const { title, fault, times = 1, says, also = '' } of cases) {
  test(`${title} while improving: said so in the review, draft untouched, next try works`, async () => {
    house.ai.failNext(fault, { endpoint: 'chat', times });
    const { page, draft } = await askToImprove();
    const shown = await page.waitForText(failureText, sentence(says));
    expect(shown).toContain(also);
    // Only what the settings can mend leads there.
    const wayThere = await page.count('dialog [data-action="open-settings"]');
    expect(wayThere).toBe(says === 'unauthorized' ? 1 : 0);
    await expectDraft(page, draft);
    await page.click('dialog [data-action="retry"]');
    await page.waitFor('dialog [data-action="accept-all"]');
    expect(house.ai.received('chat')).toHaveLength(times + 1);
    await expectDraft(page, draft);
    await leaveReview(page);
    await expectDraft(page, draft);
    await page.close();
  });
}

test('X17: the draft changes while the AI writes: nothing is written over it, Copy is there', async () => {
  const held = hold();
  house.ai.failNext({ kind: 'held', until: held.until }, { endpoint: 'chat' });
  const { page } = await askToImprove();
  await untilAsked();
  await page.evaluate((selector) => {
    const first = document.querySelector(selector)?.firstChild;
    const text = document.createTreeWalker(first as Node, NodeFilter.SHOW_TEXT).nextNode();
    (text ?? first)!.textContent = 'Dear Priya and Tom,';
  }, editor);
  const edited = await editorHtml(page, 'gmail');
  held.release();
  await page.waitFor('dialog [data-action="accept-all"]');
  await page.press('Control+Enter');
  await page.waitForText(failureText, sentence('draft-changed'));
  await page.waitFor('dialog [data-action="copy"]');
  await expectDraft(page, edited);
  await leaveReview(page);
  await expectDraft(page, edited);
  await page.close();
});

test('49: Send goes off while the AI writes: the mail leaves as it was, the request is stopped', async () => {
  const held = hold();
  house.ai.failNext({ kind: 'held', until: held.until }, { endpoint: 'chat' });
  const { page } = await askToImprove('compose=reply');
  await untilAsked();
  // The review lies over the page: only the page itself can press Send now (scheduled, by a shortcut).
  await page.evaluate(
    (selector) => (document.querySelector(selector) as HTMLElement).click(),
    send,
  );
  await page.waitFor(editor, { state: 'hidden' });
  await page.waitFor('dialog', { state: 'hidden' });
  await waitUntil(
    async () => house.ai.received('chat')[0]?.aborted,
    () => 'the request to be stopped',
  );
  held.release();
  await page.click('[data-folder="sent"]');
  await page.click('.zA');
  const sent = await page.waitForText('[data-sent-body]', 'Dear Priya,');
  expect(sent).not.toContain('DEAR PRIYA');
  await page.close();
});

test('X16: the tab is reloaded while the AI writes: the draft is as it was, nothing half', async () => {
  const held = hold();
  house.ai.failNext({ kind: 'held', until: held.until }, { endpoint: 'chat' });
  const { page } = await askToImprove();
  await untilAsked();
  await reloadTab(page);
  await page.waitForText(editor, 'Dear Priya,');
  await waitUntil(
    async () => house.ai.received('chat')[0]?.aborted,
    () => 'the request to be stopped',
  );
  held.release();
  expect(await page.text(editor)).not.toContain('DEAR PRIYA');
  expect(await page.count('dialog')).toBe(0);
  await page.close();
});

test('X1: the background is stopped while the AI writes: said so, draft untouched, next try works', async () => {
  const held = hold();
  house.ai.failNext({ kind: 'held', until: held.until }, { endpoint: 'chat' });
  const { page, draft } = await askToImprove();
  await untilAsked();
  await stopBackground(house.session);
  await page.waitForText(failureText, sentence('answer-cut'));
  await expectDraft(page, draft);
  held.release();
  await page.click('dialog [data-action="retry"]');
  await page.waitFor('dialog [data-action="accept-all"]');
  await leaveReview(page);
  await expectDraft(page, draft);
  await page.close();
});
