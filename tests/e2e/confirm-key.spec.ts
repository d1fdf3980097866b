import { mailboxes, openCompose } from '../browsers/journey.ts';
import { expect, test } from './fixtures.ts';

for (const host of ['gmail', 'outlook'] as const) {
  test(`49: Ctrl+Enter pressed twice in the review inserts once and never sends (${host})`, async ({
    shared: session,
  }) => {
    const page = await openCompose(session, host, 'fresh=1&compose=reply');
    const { editor } = mailboxes[host];
    await page.type('the draft is ready , thanks');
    await page.waitForText(editor, 'draft is ready');
    await page.click('[data-action="improve"]');
    await page.waitFor('dialog [data-action="accept-all"]');
    await page.press('Control+Enter');
    await page.press('Control+Enter');
    await page.waitForText(editor, 'The draft is ready, thanks.');
    expect((await page.text(editor))?.match(/draft is ready/g)).toHaveLength(1);
    const sent = await page.evaluate(() =>
      Object.keys(localStorage)
        .filter((key) => key.endsWith('sent'))
        .map((key) => localStorage.getItem(key)),
    );
    expect(sent.filter((mails) => mails && mails !== '[]')).toEqual([]);
    expect(await page.isVisible(editor)).toBe(true);
  });
}
