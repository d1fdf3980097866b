import { checkAccessibility } from '../browsers/check-accessibility.ts';
import { mailboxes, openCompose } from '../browsers/journey.ts';
import type { MailPage } from '../browsers/mail-page.ts';
import { expect, test } from './fixtures.ts';

/** Colours do not depend on the language: each language once, each theme once. */
const looks = [
  ['fr', 'light'],
  ['en', 'light'],
  ['es', 'light'],
  ['es', 'dark'],
] as const;

async function chooseLook(page: MailPage, language: string, theme: string): Promise<void> {
  await page.evaluate(
    async (settings) => {
      const api = (globalThis as unknown as { browser?: typeof chrome }).browser ?? chrome;
      await api.storage.local.set({ settings });
    },
    {
      language,
      theme,
      server: { baseUrl: 'https://api.openai.com/v1', chatModel: 'm', transcriptionModel: 'm' },
    },
  );
  await page.waitFor(`html[lang="${language}"][data-theme="${theme}"]`);
}

test('16: welcome and options have no violation of axe, in three languages, light and dark', async ({
  start,
}) => {
  const session = await start();
  for (const address of ['welcome.html', 'options.html']) {
    const page = await session.openExtensionPage(address);
    await page.waitFor('main');
    for (const [language, theme] of looks) {
      await chooseLook(page, language, theme);
      expect(await checkAccessibility(page), `${address} ${language} ${theme}`).toEqual([]);
    }
    await page.close();
  }
});

for (const [host, look] of [
  ['gmail', ''],
  ['gmail', '&theme=dark'],
  ['outlook', '&lang=ar'],
] as const) {
  test(`16, 22: bar, menu, notice and review have no violation of axe in ${host}${look}`, async ({
    start,
  }) => {
    const session = await start();
    const page = await openCompose(session, host, `compose=new${look}`);
    expect(await checkAccessibility(page, 'iaposte-bar')).toEqual([]);
    await page.click('[data-action="more"]');
    await page.waitFor('[role="menuitem"]');
    expect(await checkAccessibility(page, 'iaposte-bar')).toEqual([]);
    await page.press('Escape');
    await page.focus(mailboxes[host].editor);
    await page.press('Control+Home');
    await page.type('bonjour  je vous envoie le le dossier demain');
    await page.click('[data-action="improve"]');
    await page.waitFor('dialog [data-action="accept-all"]');
    expect(await checkAccessibility(page, 'iaposte-layer')).toEqual([]);
    await page.click('dialog label:has(input[value="side-by-side"])');
    expect(await checkAccessibility(page, 'iaposte-layer')).toEqual([]);
    await page.press('Control+Enter');
    await page.waitFor('dialog', { state: 'hidden' });
    await page.waitFor('.notice');
    expect(await checkAccessibility(page, 'iaposte-layer')).toEqual([]);
  });
}
