import { type MailPage, waitUntil } from '../browsers/mail-page.ts';
import { untilFocused } from '../browsers/tab-to.ts';
import { count, expectAccessibleOnTheWay, untilState } from './batch-steps.ts';
import { expect } from './fixtures.ts';

/**
 * R30: whom a batch has not reached can be written to anew or tried again, and never both unasked: a draft is made for
 * the one who was refused, then "try again" asks first. Answers the address of the draft.
 */
export async function triedAgainBesideCopy(page: MailPage): Promise<string> {
  const { hash } = new URL(await page.url());
  await page.click('[data-action="copy-batch"]');
  await page.click('dialog label:has(input[value="rest"])', { timeout: 20_000 });
  await page.click('[data-action="make-copy"]');
  await page.waitForText('.wizard-count', '1', { timeout: 20_000 });
  const draft = new URL(await page.url()).hash;
  await page.evaluate((back: string) => {
    location.hash = back;
  }, hash);
  await untilState(page, 'done');
  await page.click('[data-action="retry-failed"]');
  await page.waitFor('[role="alertdialog"] [data-action="keep-batch"]:focus');
  await page.press('Enter');
  await page.waitFor('[role="alertdialog"]', { state: 'hidden' });
  expect(await count(page, 'failed')).toBe(1);
  await page.click('[data-action="retry-failed"]');
  await page.click('[data-action="confirm-retry-failed"]');
  return draft;
}

/** R30: the draft for the rest says who has received it since, and leaves them out by one press. */
export async function leftOutOfCopy(page: MailPage, draft: string): Promise<void> {
  await page.evaluate((hash: string) => {
    location.hash = hash;
  }, draft);
  await page.click('[data-action="next-step"]', { timeout: 20_000 });
  await page.waitFor('[data-step="check"]');
  await page.waitForText('[data-warning="reached"]', '1', { timeout: 20_000 });
  await expectAccessibleOnTheWay(page, 'a copy for people who were reached since');
  await page.click('[data-action="leave-reached"]');
  // Nobody is left: back at the list, where it is said, and can be taken back.
  await page.waitFor('[data-step="recipients"] [data-action="take-reached"]', { timeout: 20_000 });
  await page.click('[data-action="next-step"]');
  await page.waitForText('.wizard-need', /\S/);
  await untilFocused(page, '[data-action="take-reached"]');
  await page.press('Enter');
  await page.waitFor('[data-step="check"]');
  // To send it all the same has to be said.
  await page.click('[data-action="next-step"]');
  await page.waitFor('input[name="agree-reached"]:not(:checked)', { timeout: 20_000 });
  await page.click('[data-action="send-batch"]');
  await page.waitFor('[data-action="leave-reached"]:focus');
  await page.click('.back-link');
  await page.click('[data-action="delete-draft"]', { timeout: 20_000 });
  await waitUntil(
    async () => (await page.count('[data-draft]')) === 0,
    () => 'no draft',
  );
}
