import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { mailboxes } from '../browsers/journey.ts';
import { browserName, builds, expect, test } from './fixtures.ts';

/** What is left of gmail.js when Gmail changes under it, or when its file does not come. */
const broken: Record<string, (file: string) => void> = {
  'throws while it starts': (file) => fs.writeFileSync(file, 'throw new Error("Gmail changed");'),
  'throws whenever it is asked': (file) =>
    fs.writeFileSync(
      file,
      'globalThis.iaposteOpinion = { windows() { throw new Error("changed"); }, userAddress() { throw new Error("changed"); } };',
    ),
  'is not there': (file) => fs.rmSync(file),
};

for (const [name, damage] of Object.entries(broken)) {
  test(`47: gmail.js ${name}, and everything works all the same`, async ({ start }, info) => {
    const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'iaposte-broken-'));
    fs.cpSync(builds[browserName(info.project.name)], copy, { recursive: true });
    damage(path.join(copy, 'gmail-detector.js'));
    const session = await start({ extensionFolder: copy });
    try {
      const mail = await session.newPage(`${mailboxes.gmail.home}?fresh=1&compose=new&lang=en`);
      await mail.waitFor('[data-action="dictate"]');
      const options = await session.openExtensionPage('options.html');
      await expect
        .poll(
          async () => {
            await options.click('[data-action="self-check"]');
            await options.waitFor('[data-verdict="good"]');
            return options.evaluate(() => {
              const report = document.querySelector('.check-report pre')?.textContent ?? '{}';
              return JSON.parse(report).tabs?.[0]?.second?.state;
            });
          },
          { timeout: 20_000 },
        )
        .toBe('failed');
      await mail.bringToFront();
      await mail.click(mailboxes.gmail.editor);
      await mail.press('Control+Home');
      await mail.type('i am agree agree with you');
      await mail.click('[data-action="improve"]');
      await mail.waitFor('dialog [data-action="accept-all"]');
      await mail.press('Control+Enter');
      await mail.waitForText(mailboxes.gmail.editor, /^I am agree .*you\./);
      // A second window is found as the first was.
      await mail.click('.T-I-KE');
      await expect.poll(() => mail.count('iaposte-bar')).toBe(2);
    } finally {
      await session.close();
      fs.rmSync(copy, { recursive: true, force: true });
    }
  });
}
