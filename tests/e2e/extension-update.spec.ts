import { mailboxes } from '../browsers/journey.ts';
import { waitUntil } from '../browsers/mail-page.ts';
import { allowReload, reloadExtension } from '../browsers/reload-extension.ts';
import { expect, test } from './fixtures.ts';

/** What a page could send to make the bar go away, if any of it were listened to. */
function forgeTakeovers(extensionIds: string[]): void {
  document.dispatchEvent(new Event('iaposte:takeover'));
  for (const id of extensionIds) {
    for (const contentScriptName of ['compose', 'gmail', 'outlook']) {
      const detail = { contentScriptName, messageId: 'forged' };
      const type = `${id}:${contentScriptName}:wxt:content-script-started`;
      document.dispatchEvent(new CustomEvent(type, { detail }));
      postMessage({ type, ...detail }, '*');
    }
  }
}

for (const host of ['gmail', 'outlook'] as const) {
  test(`43: an update while a message is open: the old bar leaves, a new one works, no reload (${host})`, async ({
    start,
  }) => {
    const session = await start();
    if (session.browser === 'chromium') await allowReload(session);
    const mail = await session.newPage(`${mailboxes[host].home}?compose=new`);
    await mail.waitFor('[data-action="dictate"]');
    await mail.focus(mailboxes[host].editor);
    await mail.press('Control+Home');
    await mail.type('i am agree agree with you');
    await mail.evaluate(() => {
      document.documentElement.dataset.sameDocument = '';
      document.querySelector<HTMLElement>('iaposte-bar')?.setAttribute('data-old', '');
    });
    await mail.evaluate(forgeTakeovers, [session.extensionId, 'iapostemanager@iapostemanager.org']);
    expect(await mail.count('iaposte-bar[data-old]')).toBe(1);
    const options = await session.openExtensionPage('options.html');
    await options.waitFor('[data-action="self-check"]');
    // In front before the extension's own tabs go: the browser activates no tab while it closes another.
    await mail.bringToFront();
    await reloadExtension(options);
    await mail.waitFor('iaposte-bar:not([data-old])', { timeout: 20_000 });
    // The old copy leaves in its own time: what counts is that one bar remains.
    await waitUntil(
      async () => (await mail.count('iaposte-bar')) === 1,
      () => 'the old bar to leave',
      20_000,
    );
    expect(await mail.count('html[data-same-document]')).toBe(1);
    await mail.click('[data-action="improve"]');
    await mail.waitFor('dialog [data-action="accept-all"]');
  });
}
