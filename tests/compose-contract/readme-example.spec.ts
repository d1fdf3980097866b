import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launchChromium } from '../browsers/launch-chromium.ts';
import { launchFirefox } from '../browsers/launch-firefox.ts';
import { buildContractExtension } from './build-contract-extension.ts';
import { expect, test } from './contract-fixtures.ts';

/** The code that lib/compose/README.md shows, as a content script: nothing added, nothing left out. */
function exampleFile(folder: string): string {
  const readme = readFileSync('lib/compose/README.md', 'utf8');
  const [, code] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  if (!code) throw new Error('no example in lib/compose/README.md');
  const file = path.join(folder, 'example.ts');
  writeFileSync(file, code);
  return file;
}

test('the example of lib/compose/README.md does what it says', async ({ mailbox }, info) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'iaposte-readme-'));
  const extension = await buildContractExtension(exampleFile(folder));
  const launch = info.project.name === 'firefox' ? launchFirefox : launchChromium;
  const browser = await launch({ extensionFolder: extension, mailboxPort: mailbox.port });
  try {
    const page = await browser.newPage('https://outlook.office.com/mail/?fresh=1');
    await page.waitFor('.new-mail');
    await page.evaluate(() => {
      const draft = {
        id: 'r-7',
        kind: 'new',
        to: [],
        cc: [],
        bcc: [],
        html: '<div>Helo Ann</div>',
      };
      const whole = { ...draft, subject: '', threadId: null, quoteInside: true, savedAt: 1 };
      localStorage.setItem('practice-mailbox:outlook:drafts', JSON.stringify([whole]));
      sessionStorage.setItem('practice-mailbox:outlook:open', '["r-7"]');
    });
    await page.reload();
    await page.waitForText('.editor-parent [contenteditable]', 'Hello Ann');
    expect(await page.count('my-bar')).toBe(1);
    // And one Ctrl+Z takes it back.
    await page.click('.editor-parent [contenteditable]');
    await page.press('Control+z');
    await page.waitForText('.editor-parent [contenteditable]', 'Helo Ann');
  } finally {
    await browser.close();
    rmSync(extension, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  }
});
