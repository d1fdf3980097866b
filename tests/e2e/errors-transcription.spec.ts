import { type Fault, startAiServer } from '../browsers/ai-server.ts';
import { mailboxes } from '../browsers/journey.ts';
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
  shareHouse,
  speakAndStop,
  startDraft,
} from './fault-steps.ts';
import { expect, test } from './fixtures.ts';

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

const house = shareHouse(heard);

for (const { title, fault, says, retry, also } of cases) {
  test(`${title} from the recogniser: said so, kept, and the next try brings the text`, async () => {
    const { page, draft } = await startDraft(house.session);
    house.ai.failNext(fault, { endpoint: 'transcription', times: 20 });
    await speakAndStop(page);
    await seeNotice(page, sentence(says));
    if (also) await seeNotice(page, also);
    await page.waitFor('.live', { state: 'hidden' });
    await expectDraft(page, draft);

    const panel = await seeInPanel(house.session, sentence(says));
    await panel.waitFor('li.dictation [data-action="play"]');
    house.ai.clear();
    if (retry === 'in the panel') await retryInPanel(panel);
    await panel.close();
    await page.bringToFront();
    await expectDraft(page, draft);
    if (retry === 'here') await page.click({ role: 'button', name: 'Try again' });
    await seeReview(page);
    await leaveReview(page);
    await seeNotice(page, 'Your dictation is kept in the side panel.');
    await expectDraft(page, draft);
    expect(house.ai.received('transcription')).toHaveLength(1);
    await page.close();
  });
}

test('X4: the server cannot be reached: kept, and the text comes by itself once it is back', async () => {
  const { page, draft } = await startDraft(house.session);
  const port = Number(new URL(house.ai.url).port);
  await house.ai.close();
  await speakAndStop(page);
  await seeNotice(page, sentence('server-silent-here'));
  await seeNotice(page, /Next try in \d+ s\./);
  await expectDraft(page, draft);
  const panel = await seeInPanel(house.session, sentence('server-silent-here'));
  await panel.close();
  house.ai = await startAiServer({ key: 'sk-practice', transcription: heard, port });
  await page.bringToFront();
  await seeReview(page);
  await expectDraft(page, draft);
  await page.press('Control+Enter');
  await page.waitForText(mailboxes.gmail.editor, heard);
  expect(house.ai.received('transcription')).toHaveLength(1);
  await page.close();
});
