import { mailboxes } from '../browsers/journey.ts';
import type { MailPage } from '../browsers/mail-page.ts';
import { expect, test } from './fixtures.ts';

const writeNew = { gmail: '.T-I-KE', outlook: '.new-mail' } as const;

/** Presses the button and waits for the verdict; the mail tab answers from its isolated world. */
async function check(options: MailPage, verdict: string): Promise<void> {
  await options.click('[data-action="self-check"]');
  await options.waitFor(`[data-verdict="${verdict}"]`);
}

/** A host that takes its editor's marks away: what a release of Gmail or Outlook could do. */
function breakEditor(): void {
  const marks = '[g_editable], [id^="editorParent_"], [id^="docking_"], [aria-multiline]';
  const strip = () => {
    for (const element of document.querySelectorAll(marks)) {
      element.removeAttribute('g_editable');
      element.removeAttribute('aria-multiline');
      if (element.id) element.id = 'renamed';
      const gmail = location.hostname === 'mail.google.com';
      if (gmail && element.hasAttribute('contenteditable')) element.removeAttribute('role');
    }
  };
  new MutationObserver(strip).observe(document, { childList: true, subtree: true });
}

for (const host of ['gmail', 'outlook'] as const) {
  test(`47: the self-check finds every part of an open window (${host})`, async ({
    shared: session,
  }) => {
    const mail = await session.newPage(`${mailboxes[host].home}?lang=en`);
    await mail.waitFor(writeNew[host]);
    const options = await session.openExtensionPage('options.html');
    await check(options, 'empty');
    await mail.bringToFront();
    await mail.click(writeNew[host]);
    await mail.waitFor('[data-action="dictate"]');
    await mail.focus(mailboxes[host].editor);
    await mail.type('Words nobody else may read');
    await options.bringToFront();
    await check(options, 'good');
    await options.waitFor('[data-part="body"][data-rank="0"]');
    await options.waitFor('[data-part="send"][data-rank="0"]');
    const report = await options.evaluate(
      () => document.querySelector('.check-report pre')?.textContent ?? '',
    );
    expect(report).not.toContain('Words');
    expect(JSON.parse(report)).toMatchObject({
      tabs: [{ verdict: 'good', doubts: 0, bars: { toolbar: 1, floating: 0 } }],
    });
  });

  test(`7: with a broken selector the self-check says so and the rest works (${host})`, async ({
    shared: session,
  }) => {
    const mail = await session.newPage(`${mailboxes[host].home}?lang=en`);
    await mail.waitFor(writeNew[host]);
    await mail.evaluate(breakEditor);
    await mail.click(writeNew[host]);
    await mail.waitFor('[data-action="improve"]');
    const options = await session.openExtensionPage('options.html');
    await check(options, 'partial');
    await options.waitFor('[data-part="body"][data-rank="-1"]');
    await options.waitForText('[data-verdict]', 'text');
    await mail.bringToFront();
    await mail.click(
      host === 'gmail' ? '.Am[contenteditable]' : '.editor-parent [contenteditable]',
    );
    await mail.press('Control+Home');
    await mail.type('i am agree agree with you');
    await mail.click('[data-action="improve"]');
    await mail.waitFor('dialog [data-action="accept-all"]');
  });
}

test('47: gmail.js agrees with us, in the isolated world, after the first window', async ({
  shared: session,
}) => {
  const mail = await session.newPage(`${mailboxes.gmail.home}?compose=new`);
  await mail.waitFor('[data-action="dictate"]');
  const options = await session.openExtensionPage('options.html');
  await expect
    .poll(
      async () => {
        await check(options, 'good');
        return options.evaluate(() => {
          const report = document.querySelector('.check-report pre')?.textContent ?? '{}';
          return JSON.parse(report).tabs?.[0]?.second;
        });
      },
      { timeout: 20_000 },
    )
    .toEqual({ state: 'ready', last: { ours: 1, theirs: 1, both: 1 }, disagreements: 0 });
  expect(mail.errors).toEqual([]);
});
