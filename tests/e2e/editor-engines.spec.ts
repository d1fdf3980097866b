import { expect, test } from '@playwright/test';
import { untilSaved } from '../browsers/journey.ts';
import type { MailPage } from '../browsers/mail-page.ts';
import { type BrowserSession, launchSession } from '../browsers/session.ts';

/**
 * The mailboxes are worth testing on only while their editors treat an insertion as the real ones do:
 * Gmail's takes execCommand as a step of its own and ignores a synthetic paste, Outlook's needs the paste
 * and swallows typing into the same undo step after a bare execCommand.
 */
const gmail = {
  address: 'https://mail.google.com/mail/u/0/?fresh=1&compose=new',
  editor: '.M9 [g_editable="true"]',
  window: '.M9',
};
const outlook = {
  address: 'https://outlook.office.com/mail/?fresh=1&compose=new',
  editor: '[id^="editorParent_"] [contenteditable]',
  window: '[id^="docking_InitVisiblePart"]',
};

function insertByCommand(): void {
  document.execCommand('insertText', false, 'WORLD');
}

function insertByPaste(): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', 'WORLD');
  const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true });
  Object.defineProperty(event, 'clipboardData', { value: clipboardData });
  document.activeElement?.dispatchEvent(event);
}

const world = 'Hello WORLD';
const cases = [
  {
    name: 'Closure, execCommand',
    mailbox: gmail,
    insert: insertByCommand,
    undone: 'Hello',
    redone: world,
  },
  {
    name: 'RoosterJS, paste',
    mailbox: outlook,
    insert: insertByPaste,
    undone: 'Hello',
    redone: world,
  },
  // The trap: what was typed before goes too, and redo does not bring the insertion back.
  {
    name: 'RoosterJS, bare execCommand',
    mailbox: outlook,
    insert: insertByCommand,
    undone: '',
    redone: 'Hello',
  },
];

let session: BrowserSession | undefined;
test.beforeAll(async () => {
  session = await launchSession(test.info().project.name as 'chromium' | 'firefox');
});
test.afterAll(async () => session?.close());

for (const { name, mailbox, insert, undone, redone } of cases) {
  test(`${name}: what one Ctrl+Z takes back`, async () => {
    const page = await session!.newPage(mailbox.address);
    await page.waitFor(mailbox.editor);
    await page.focus(mailbox.editor);
    await page.press('Control+Home');
    await untilSaved(page, mailbox.window, () => page.type('Hello '));
    await untilSaved(page, mailbox.window, () => page.evaluate(insert));
    expect(await firstLine(page, mailbox.editor)).toBe(world);
    await untilSaved(page, mailbox.window, () => page.press('Control+z'));
    expect(await firstLine(page, mailbox.editor)).toBe(undone);
    await untilSaved(page, mailbox.window, () => page.press('Control+y'));
    expect(await firstLine(page, mailbox.editor)).toBe(redone);
    expect(page.errors).toEqual([]);
    await page.close();
  });
}

test('Closure: a synthetic paste inserts nothing', async () => {
  const page = await session!.newPage(gmail.address);
  await page.waitFor(gmail.editor);
  await page.focus(gmail.editor);
  await page.press('Control+Home');
  await untilSaved(page, gmail.window, () => page.type('Hello'));
  await page.evaluate(insertByPaste);
  expect(await firstLine(page, gmail.editor)).toBe('Hello');
  await page.close();
});

async function firstLine(page: MailPage, editor: string): Promise<string> {
  const text = (await page.text(editor)) ?? '';
  return (text.split('\n')[0] ?? '').trim();
}
