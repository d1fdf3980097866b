import { expect, test } from '@playwright/test';
import { untilSaved } from '../browsers/journey.ts';
import type { MailPage } from '../browsers/mail-page.ts';
import { type BrowserSession, launchSession } from '../browsers/session.ts';

const mailboxes = [
  {
    name: 'Gmail-like',
    home: 'https://mail.google.com/mail/u/0/',
    editor: '.M9 [g_editable="true"][role="textbox"]',
    window: '.M9',
    to: '.M9 input[peoplekit-id]',
    subject: 'input[name="subjectbox"]',
    formatting: '.oc [role="button"]',
    bold: '[command="+bold"]',
    send: '.gU.Up [role="button"]:not([aria-haspopup="true"])',
  },
  {
    name: 'Outlook-like',
    home: 'https://outlook.office.com/mail/',
    editor: '[id^="editorParent_"] [contenteditable="true"][role="textbox"]',
    window: '[id^="docking_InitVisiblePart"]',
    to: '[id^="MSG_"][id$="_TO"] [contenteditable="true"]',
    subject: '[id^="MSG_"][id$="_SUBJECT"]',
    formatting: null,
    bold: '[data-command="bold"]',
    send: '[id$="__primaryActionButton"]',
  },
] as const;

let session: BrowserSession | undefined;

test.beforeAll(async () => {
  session = await launchSession(test.info().project.name === 'firefox' ? 'firefox' : 'chromium');
});
test.afterAll(async () => session?.close());

async function openNew(mailbox: (typeof mailboxes)[number]): Promise<MailPage> {
  const page = await session!.newPage(`${mailbox.home}?compose=new`);
  await page.waitFor(mailbox.editor);
  await page.waitFor(mailbox.send);
  return page;
}

/** Puts the caret on the first line of the draft, above the signature. */
async function enterDraft(page: MailPage, editor: string): Promise<void> {
  await page.focus(editor);
  await page.press('Control+Home');
}

/** Types, and waits until the editor has taken its undo step and the mailbox has saved the draft. */
async function typeAndWaitForSave(
  page: MailPage,
  mailbox: (typeof mailboxes)[number],
  text: string,
): Promise<void> {
  await untilSaved(page, mailbox.window, () => page.type(text));
}

for (const mailbox of mailboxes) {
  test.describe(mailbox.name, () => {
    test('loads under its CSP and Trusted Types without an error', async () => {
      const page = await openNew(mailbox);
      expect(page.errors).toEqual([]);
      const sink = await page.evaluate(() => {
        try {
          document.createElement('script').text = 'void 0';
          return 'accepted';
        } catch (error) {
          return (error as Error).name;
        }
      });
      expect(sink).toBe('TypeError');
      await page.close();
    });

    test('undoes and redoes step by step through the editor of the site', async () => {
      const page = await openNew(mailbox);
      await enterDraft(page, mailbox.editor);
      await typeAndWaitForSave(page, mailbox, 'Bonjour');
      await typeAndWaitForSave(page, mailbox, ' Claire');
      await page.press('Control+z');
      await page.waitForText(mailbox.editor, /^(?![\s\S]*Claire)/);
      await page.press('Control+y');
      await page.waitForText(mailbox.editor, 'Bonjour Claire');
      expect(page.errors).toEqual([]);
      await page.close();
    });

    test('makes a word bold', async () => {
      const page = await openNew(mailbox);
      await enterDraft(page, mailbox.editor);
      await page.type('gras');
      await page.press('Shift+Home');
      if (mailbox.formatting) await page.click(mailbox.formatting);
      await page.click(mailbox.bold);
      await page.waitForText(`${mailbox.editor} b`, 'gras');
      await page.close();
    });

    test('keeps a draft over a reload', async () => {
      const page = await openNew(mailbox);
      await enterDraft(page, mailbox.editor);
      await page.type('Ne me perdez pas');
      await page.waitForText(mailbox.editor, 'Ne me perdez pas');
      await page.reload();
      await page.waitForText(mailbox.editor, 'Ne me perdez pas');
      await page.close();
    });

    test('shows what was sent', async () => {
      const page = await openNew(mailbox);
      await page.focus(mailbox.to);
      await page.type('claire.martin@exemple.fr\n');
      await page.click(mailbox.subject);
      await page.type('Relance');
      await enterDraft(page, mailbox.editor);
      await page.type('Merci de votre retour.');
      await page.waitForText(mailbox.editor, 'Merci de votre retour.');
      await page.click(mailbox.send);
      await page.waitFor(mailbox.editor, { state: 'hidden' });
      await page.click('[data-folder="sent"]');
      await page.click({ css: '.zA, .item' });
      await page.waitForText('[data-sent-body]', 'Merci de votre retour.');
      expect(await page.text('.sent-view')).toContain('claire.martin@exemple.fr');
      await page.close();
    });
  });
}
