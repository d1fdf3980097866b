import { checkAccessibility } from '../browsers/check-accessibility.ts';
import { violationsInLooks } from '../browsers/choose-look.ts';
import { untilFits } from '../browsers/fill-fields.ts';
import { fillHistory } from '../browsers/fill-history.ts';
import { waitForFoundWords } from '../browsers/found-words.ts';
import { configureServer, dictate, openCompose } from '../browsers/journey.ts';
import { expect, test } from './fixtures.ts';

const long = 'Une phrase parmi beaucoup d’autres, dite sans reprendre son souffle. '
  .repeat(60)
  .trim();
const now = Date.now();
const entries = [
  {
    text: 'Réunion de l’été reportée à jeudi',
    host: 'gmail',
    subject: 'Été',
    createdAt: now - 1000,
  },
  { text: 'Merci pour le devis', host: 'outlook', subject: 'Devis', createdAt: now - 60_000 },
  { text: long, host: 'gmail', subject: 'Long', createdAt: now - 3_600_000 },
];

test('21, 27, 32: an empty panel says how the first dictation is made, in 320 px too', async ({
  start,
}) => {
  const session = await start();
  const page = await session.openExtensionPage('sidepanel.html');
  await page.waitFor('.empty-title');
  expect(await page.url()).toContain('#/dictation');
  expect(await page.text('.empty-text')).toMatch(/Gmail|Outlook/);
  expect(await page.count('input[type="search"]')).toBe(0);
  await page.resize(320, 640);
  await untilFits(page);
  expect(await violationsInLooks(page)).toEqual([]);
  await page.click('[data-action="settings"]');
  await (await session.waitForPage('options.html')).waitFor('#status');
});

test('22, 30, 31, 32, 33: the list is searched as one types, whatever the accents; delete can be undone', async ({
  start,
}) => {
  const session = await start();
  await fillHistory(session, entries);
  const page = await session.openExtensionPage('sidepanel.html#/dictation');
  const rows = () => page.count('.dictation');
  await expect.poll(rows).toBe(3);
  await page.waitForText('.dictation', 'Réunion');
  for (const { role, name } of await page.snapshot('main')) {
    if (['button', 'link', 'searchbox', 'slider'].includes(role)) expect(name, role).not.toBe('');
  }

  await page.click('input[type="search"]');
  await page.type('ete reunion');
  await page.waitFor('[data-id="entry-1"]', { state: 'hidden' });
  await expect.poll(rows).toBe(1);
  await waitForFoundWords(page, '.dictation', /^(Réunion|été)$/i);
  await page.waitForText('.only-spoken[role="status"]', /1/);
  await page.type(' zzz');
  await page.waitForText('.search-none', 'zzz');
  await page.press('Control+a');
  await page.press('Backspace');
  await page.waitFor('[data-id="entry-1"]');

  // A long text is folded to its beginning and opens on demand.
  const height = async () => (await page.box('[data-id="entry-2"]'))?.height ?? Infinity;
  await expect.poll(height).toBeLessThan(160);
  const folded = await height();
  await page.click('[data-id="entry-2"] .dictation-text');
  await page.waitFor('[data-id="entry-2"] [data-action="delete"]');
  await expect.poll(height).toBeGreaterThan(folded * 3);
  for (const width of [320, 900]) {
    await page.resize(width, 700);
    await untilFits(page, `${width} px`);
  }
  expect(await checkAccessibility(page)).toEqual([]);
  expect(await violationsInLooks(page)).toEqual([]);

  await page.click('[data-id="entry-2"] [data-action="delete"]');
  await page.waitFor('[data-id="entry-2"]', { state: 'hidden' });
  await page.waitFor('.toast[role="status"]');
  expect(await checkAccessibility(page)).toEqual([]);
  await page.click('.toast [data-action="undo"]');
  await page.waitFor('[data-id="entry-2"]');
  await page.waitFor('.toast', { state: 'hidden' });
  await page.click('[data-id="entry-0"] [data-action="copy"]');
  await page.waitFor('.toast');
  // Pasted into the search field: what was copied is the text itself.
  await page.focus('input[type="search"]');
  await page.press('Control+v');
  await page.waitForText('input[type="search"]', 'Réunion de l’été reportée à jeudi');
  expect(page.errors).toEqual([]);
});

test('29, 30: what was spoken can be listened to in the panel', async ({ start, startAi }) => {
  const ai = await startAi({ transcription: 'Une phrase entendue' });
  const session = await start();
  await configureServer(session, ai);
  const mail = await openCompose(session, 'gmail');
  await dictate(mail, 2);
  await mail.waitForText('dialog textarea', 'Une phrase entendue', { timeout: 30_000 });
  const page = await session.openExtensionPage('sidepanel.html#/dictation');
  await page.waitForText('.dictation', 'Une phrase entendue');
  await page.click('[data-action="play"]');
  await page.waitFor('.player-position');
  // The browser has opened the file behind the address and could decode its beginning.
  const error = await page.evaluate(async () => {
    const audio = document.querySelector('audio') as HTMLAudioElement;
    if (audio.readyState < HTMLMediaElement.HAVE_CURRENT_DATA && !audio.error) {
      await new Promise((resolve) => {
        audio.addEventListener('loadeddata', resolve);
        audio.addEventListener('error', resolve);
      });
    }
    return audio.error?.message ?? (audio.src.startsWith('blob:') ? '' : audio.src);
  });
  expect(error).toBe('');
  expect(page.errors).toEqual([]);
});
