import { openCompose } from '../browsers/journey.ts';
import { waitUntil } from '../browsers/mail-page.ts';
import { expect, test } from './fixtures.ts';

/** What each page says in each language: settings title, empty panel, dictate button. */
const words = {
  fr: { settings: 'Réglages', dictate: 'Dicter', theme: 'Sombre' },
  en: { settings: 'Settings', dictate: 'Dictate', theme: 'Dark' },
  es: { settings: 'Ajustes', dictate: 'Dictar', theme: 'Oscuro' },
} as const;

test('6: a new language reaches open options, an open panel and an open compose window at once', async ({
  start,
}) => {
  const session = await start();
  const mail = await openCompose(session, 'gmail');
  const panel = await session.openExtensionPage('sidepanel.html#/dictation');
  const options = await session.openExtensionPage('options.html');
  const empty = new Set<string>();
  for (const language of ['fr', 'en', 'es'] as const) {
    await options.bringToFront();
    await options.click(`#general label:has(input[value="${language}"])`);
    await options.waitForText('h1', words[language].settings);
    await options.waitForText('#general', words[language].theme);
    await options.waitFor(`html[lang="${language}"]`);
    await panel.bringToFront();
    await panel.waitFor(`html[lang="${language}"]`);
    await panel.waitFor({ role: 'button', name: words[language].settings });
    const title = await waitUntil(
      async () => {
        const read = await panel.text('.empty-title');
        return read && !empty.has(read) ? read : null;
      },
      () => `other words than ${[...empty].join(', ')}`,
    );
    empty.add(title);
    await mail.bringToFront();
    await mail.waitFor({ role: 'button', name: words[language].dictate });
  }
  expect(empty.size).toBe(3);
  await options.bringToFront();
  await options.reload();
  await options.waitForText('h1', words.es.settings);
  expect([...mail.errors, ...panel.errors, ...options.errors]).toEqual([]);
});

for (const [listed, expected] of [
  ['fr-CA,fr,en', 'fr'],
  ['de,es-MX', 'es'],
  ['pl,de', 'en'],
] as const) {
  test(`6: a browser set to ${listed} starts in ${expected}`, async ({ start }) => {
    const session = await start({
      chromium: { extraArguments: [`--accept-lang=${listed}`] },
      firefox: { preferences: { 'intl.accept_languages': listed } },
    });
    const mail = await openCompose(session, 'outlook');
    await mail.waitFor({ role: 'button', name: words[expected].dictate });
    const options = await session.openExtensionPage('options.html');
    await options.waitForText('h1', words[expected].settings);
    await options.waitFor(`html[lang="${expected}"]`);
  });
}
