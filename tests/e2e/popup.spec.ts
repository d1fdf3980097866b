import { simpleParser } from 'mailparser';
import { checkAccessibility } from '../browsers/check-accessibility.ts';
import { chooseFile } from '../browsers/choose-file.ts';
import { type MailPage, waitUntil } from '../browsers/mail-page.ts';
import { connectRelay, startRelayWorld } from '../browsers/relay-world.ts';
import type { BrowserSession } from '../browsers/session.ts';
import { expect, test } from './fixtures.ts';

/** Colours do not depend on the language: each language once, each theme once. */
const looks = [
  ['fr', 'light'],
  ['en', 'light'],
  ['es', 'dark'],
] as const;

async function openPopup(session: BrowserSession): Promise<MailPage> {
  const page = await session.openExtensionPage('popup.html');
  await page.waitFor('[data-action="dictate"]');
  return page;
}

async function importContacts(session: BrowserSession, csv: string): Promise<void> {
  const panel = await session.openExtensionPage('sidepanel.html#/contacts');
  await panel.click('.empty .button');
  await chooseFile(panel, 'input[name="contacts-file"]', 'contacts.csv', csv);
  await panel.click('[data-action="import-contacts"]');
  await panel.waitFor('.contact-name');
  await panel.close();
}

async function fill(page: MailPage, field: string, text: string): Promise<void> {
  await page.click(field);
  await page.type(text);
}

test('the popup: contacts as one types, a draft that outlives it, improvement with one undo, Gmail', async ({
  start,
}) => {
  const session = await start();
  await importContacts(
    session,
    'Nom;Courriel\nÉlodie Garçon;elodie@exemple.fr\nLuc Petit;luc@exemple.fr',
  );
  let page = await openPopup(session);

  await fill(page, 'input[name="to"]', 'elo');
  await page.waitForText('[role="option"][aria-selected="true"]', 'Élodie Garçon');
  await page.press('Enter');
  await page.waitForText('.token', 'Élodie Garçon');
  await page.type('luc.exemple.fr,');
  await page.waitFor('.token[data-fault]');
  await page.press('Backspace');
  await page.waitFor('.token[data-fault]', { state: 'hidden' });
  await fill(page, 'input[name="subject"]', 'Jeudi');
  await fill(page, 'textarea[name="body"]', 'bonjour Élodie,\nje confirme le le rendez-vous');
  // It closes in the middle of a word.
  await page.close();
  page = await openPopup(session);
  expect(await page.text('textarea[name="body"]')).toBe(
    'bonjour Élodie,\nje confirme le le rendez-vous',
  );
  expect(await page.text('input[name="subject"]')).toBe('Jeudi');
  await page.waitForText('.token', 'Élodie Garçon');

  for (const [language, theme] of looks) {
    await page.evaluate(
      async (settings) => {
        const api = (globalThis as unknown as { browser?: typeof chrome }).browser ?? chrome;
        await api.storage.local.set({ settings });
      },
      { language, theme },
    );
    await page.waitFor(`html[lang="${language}"][data-theme="${theme}"]`);
    expect(await checkAccessibility(page), `${language} ${theme}`).toEqual([]);
  }
  await page.resize(320, 600);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
  await page.resize(420, 600);

  const before = await page.text('textarea[name="body"]');
  await page.click('[data-action="improve"]');
  await page.click('dialog [data-action="accept-all"]');
  await page.press('Control+Enter');
  await page.waitForText('textarea[name="body"]', 'Je confirme le rendez-vous.');
  await page.focus('textarea[name="body"]');
  await page.press('Control+z');
  await waitUntil(
    async () => (await page.text('textarea[name="body"]')) === before,
    () => 'the text as it was',
  );
  expect(page.errors).toEqual([]);

  await page.click('[data-action="open-gmail"]');
  const mail = await session.waitForPage('view=cm');
  const { searchParams } = new URL(await mail.url());
  expect(searchParams.get('to')).toBe('elodie@exemple.fr');
  expect(searchParams.get('su')).toBe('Jeudi');
  expect(searchParams.get('body')).toContain('le rendez-vous');
});

test('R30: the popup sends by the relay, each recipient once, also when the relay dies in between', async ({
  start,
}) => {
  const world = await startRelayWorld();
  try {
    const session = await start();
    await connectRelay(session, world);
    const page = await openPopup(session);
    await fill(page, 'input[name="to"]', 'a@exemple.fr, b@exemple.fr,');
    await fill(page, 'input[name="subject"]', 'Été');
    await fill(page, 'textarea[name="body"]', 'Bonjour,\n<à jeudi>');
    await world.kill();
    await page.click('[data-action="send"]');
    await page.waitFor('.notice[data-tone="error"]', { timeout: 30_000 });
    await page.close();
    await world.restart();
    const again = await openPopup(session);
    await again.waitFor('.quick-waiting');
    expect(await again.text('textarea[name="body"]')).toBe('Bonjour,\n<à jeudi>');
    await again.click('[data-action="send"]');
    await again.waitFor('.notice[data-tone="success"]', { timeout: 30_000 });
    expect(await again.text('textarea[name="body"]')).toBe('');
    await waitUntil(
      async () => world.smtp.received.length >= 2,
      () => 'both mails',
      30_000,
    );
    const mails = await Promise.all(world.smtp.received.map(({ raw }) => simpleParser(raw)));
    expect(mails.map(({ subject }) => subject)).toEqual(['Été', 'Été']);
    expect(mails[0]?.text?.trim()).toBe('Bonjour,\n<à jeudi>');
    expect(world.smtp.received.flatMap(({ to }) => to).sort()).toEqual([
      'a@exemple.fr',
      'b@exemple.fr',
    ]);
  } finally {
    await world.close();
  }
});
