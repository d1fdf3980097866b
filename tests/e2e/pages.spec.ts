import { fill as fillField } from '../browsers/fill-fields.ts';
import { configureServer, openCompose } from '../browsers/journey.ts';
import type { ChromiumSession } from '../browsers/launch-chromium.ts';
import { type MailPage, waitUntil } from '../browsers/mail-page.ts';
import { expect, test } from './fixtures.ts';

const key = 'sk-practice';

/** Writes over what a field says, and waits until it reads so. */
async function fill(page: MailPage, field: string, text: string): Promise<void> {
  await fillField(page, field, text);
  await waitUntil(
    async () => (await page.text(field)) === text,
    () => `${field} to read ${text}`,
  );
}

async function chooseOwnServer(page: MailPage): Promise<void> {
  await page.waitFor('select[name="preset"]');
  await page.evaluate(() => {
    const select = document.querySelector('select[name="preset"]') as HTMLSelectElement;
    select.value = 'other';
    select.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await page.waitFor('input[name="base-url"]');
}

/** All that an extension page shows or holds in its fields. */
function everythingShown(page: MailPage): Promise<string> {
  return page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      ...[...document.querySelectorAll('input, textarea, select')].map(
        (field) => (field as HTMLInputElement).value,
      ),
    ].join('\n'),
  );
}

/** What `storage.local` holds, asked from a page of the extension. */
function localStorageOf(page: MailPage): Promise<string> {
  return page.evaluate(async () => {
    const api = (globalThis as typeof globalThis & { browser?: typeof chrome }).browser ?? chrome;
    return JSON.stringify(await api.storage.local.get(null));
  });
}

/** The commands as the browser has bound them: name → keys. */
function commandsOf(page: MailPage): Promise<Record<string, string>> {
  return page.evaluate(async () => {
    const api = (globalThis as typeof globalThis & { browser?: typeof chrome }).browser ?? chrome;
    const all = await api.commands.getAll();
    return Object.fromEntries(all.map(({ name, shortcut }) => [name, shortcut ?? '']));
  });
}

test('1, 4: welcomes on install; every page and both mailboxes open without a console error', async ({
  start,
}) => {
  const session = await start({ grantHosts: [] });
  const welcome = await session.waitForPage('welcome.html');
  await welcome.waitFor('[data-action="open-gmail"]');
  for (const address of [
    'welcome.html',
    'options.html',
    'sidepanel.html',
    'sidepanel.html#/dictation',
  ]) {
    const page = await session.openExtensionPage(address);
    await page.waitFor('h1');
    await page.waitFor('main');
    await page.waitFor('html:is([lang="en"], [lang="fr"], [lang="es"])');
    expect(page.errors, address).toEqual([]);
    await page.close();
  }
  for (const host of ['gmail', 'outlook'] as const) {
    for (const query of ['compose=new', 'compose=reply']) {
      const page = await openCompose(session, host, query);
      await page.click('[data-action="more"]');
      await page.waitFor('[role="menuitem"]');
      expect(page.errors, `${host} ${query}`).toEqual([]);
      await page.close();
    }
  }
});

test('6: welcome asks for the microphone once, and the options know that it was granted', async ({
  start,
}) => {
  const session = await start({ firefox: { microphone: 'prompt' } });
  const welcome = await session.waitForPage('welcome.html');
  // Chromium's test microphone is allowed without a question: there the state is granted at once.
  if (session.browser === 'firefox') {
    await welcome.click('[data-action="allow-microphone"]');
    await session.answerPrompt('allow');
  }
  await welcome.waitFor('.mic[data-state="granted"]');
  await welcome.waitFor('.step-number[data-done="true"]');
  expect(await welcome.count('[data-action="allow-microphone"]')).toBe(0);
  await welcome.click('[data-action="test"]');
  await welcome.waitFor('[data-action="stop-test"]');
  await welcome.click('[data-action="stop-test"]');
  await welcome.waitFor('[data-action="test"]');
});

test('6: a refused microphone is named, with the way back', async ({ start }) => {
  const session = await start({
    chromium: { microphone: 'refused' },
    firefox: { microphone: 'prompt' },
  });
  const welcome = await session.waitForPage('welcome.html');
  await welcome.waitFor('.mic');
  if (session.browser === 'firefox') {
    await welcome.click('[data-action="allow-microphone"]');
    await session.answerPrompt('block');
  } else if (await welcome.isVisible('[data-action="allow-microphone"]')) {
    await welcome.click('[data-action="allow-microphone"]');
  }
  await welcome.waitFor('.mic[data-state="denied"] ol');
  expect(await welcome.count('.mic-undo li')).toBe(3);
  const options = await session.openExtensionPage('options.html');
  await options.waitFor('[data-line="microphone"][data-state="missing"]');
});

test('6: the options say what is ready; a wrong address and a wrong key are explained where they stand', async ({
  start,
  startAi,
}) => {
  const ai = await startAi({ key });
  const session = await start();
  const page = await session.openExtensionPage('options.html');
  await page.waitFor('[data-line="improve"][data-state="ready"]');
  await page.waitFor('[data-line="server"][data-state="optional"]');
  await page.click('[data-line="server"] a');

  await chooseOwnServer(page);
  await fill(page, 'input[name="base-url"]', 'http://mail.example.com/v1');
  await page.press('Enter');
  await page.waitForText('#server .field-error', /https/);
  await page.waitFor('input[name="base-url"][aria-invalid="true"]');
  const described = await page.attribute('input[name="base-url"]', 'aria-describedby');
  const error = described?.split(' ').find((id) => id.endsWith('-error'));
  expect(await page.text(`[id="${error}"]`)).toMatch(/https/);
  expect(await page.count('input[name="server-key"]')).toBe(0);

  await fill(page, 'input[name="base-url"]', ai.url);
  await page.press('Enter');
  await page.waitFor(
    '[data-line="server"][data-state="missing"], [data-line="server"][data-state="ready"]',
  );
  await fill(page, 'input[name="server-key"]', 'sk-wrong');
  await page.click('[data-action="save-key"]');
  await page.waitFor('[data-action="replace-key"]');
  await page.click('[data-action="test-connection"]');
  await page.waitFor('.server-test [data-tone="error"]');

  await page.click('[data-action="replace-key"]');
  await fill(page, 'input[name="server-key"]', key);
  await page.click('[data-action="save-key"]');
  await page.waitFor('[data-action="replace-key"]');
  await page.click('[data-action="test-connection"]');
  await page.waitForText('.server-test [data-tone="success"]', '127.0.0.1');
  await expect.poll(() => page.count('#models option')).toBeGreaterThan(0);
  await page.waitFor('[data-line="server"][data-state="ready"]');
  await page.waitForText('[data-line="voice"]', '127.0.0.1');
  expect(page.errors.filter((text) => !text.includes('401'))).toEqual([]);
});

/** Asks in the world of our content script, as a hostile script would that had broken into it. */
async function askInContentWorld(session: ChromiumSession): Promise<string> {
  const target = session.context.pages().find((open) => open.url().includes('mail.google.com'));
  if (!target) throw new Error('no mail page');
  const client = await session.context.newCDPSession(target);
  const found = new Promise<number>((resolve) => {
    client.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.origin.startsWith('chrome-extension://')) resolve(context.id);
    });
  });
  await client.send('Runtime.enable');
  const contextId = await found;
  const { result } = await client.send('Runtime.evaluate', {
    contextId,
    awaitPromise: true,
    returnByValue: true,
    expression: `(async () => {
      const ask = (type, data) => chrome.runtime
        .sendMessage({ id: 7, type, data, timestamp: Date.now() })
        .catch((error) => String(error));
      return JSON.stringify([
        await chrome.storage.local.get(null).catch(String),
        await ask('settings.environment'),
        await ask('improve.hasKey'),
        await ask('improve.testConnection', { baseUrl: 'http://127.0.0.1:1/v1', key: '' }),
        await new Promise((resolve) => {
          const open = indexedDB.databases();
          open.then((all) => resolve(all.map(({ name }) => name)));
        }),
      ]);
    })()`,
  });
  return String(result.value);
}

test('S41: a saved key is used, and can be read nowhere', async ({ start, startAi }) => {
  const ai = await startAi({ key });
  const session = await start();
  await configureServer(session, ai);
  expect(ai.received('models').at(-1)?.headers.authorization).toBe(`Bearer ${key}`);

  const options = await session.openExtensionPage('options.html');
  await options.waitFor('[data-action="replace-key"]');
  expect(await localStorageOf(options)).toContain('127.0.0.1');
  expect(await localStorageOf(options)).not.toContain(key);
  expect(await everythingShown(options)).not.toContain(key);
  await options.click('[data-action="replace-key"]');
  await options.waitFor('input[name="server-key"]');
  expect(await options.text('input[name="server-key"]')).toBe('');
  await options.reload();
  await options.waitFor('[data-action="replace-key"]');
  expect(await everythingShown(options)).not.toContain(key);
  for (const address of ['welcome.html', 'sidepanel.html']) {
    const page = await session.openExtensionPage(address);
    await page.waitFor('main');
    expect(await everythingShown(page), address).not.toContain(key);
    await page.close();
  }

  const mail = await openCompose(session, 'gmail');
  await mail.type('un texte a relire');
  await mail.click('[data-action="improve"]');
  await mail.waitFor('dialog [data-action="insert"]');
  const visible = await mail.evaluate(() =>
    [
      document.documentElement.outerHTML,
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
      document.cookie,
    ].join('\n'),
  );
  expect(visible).toContain('iaposte-bar');
  expect(visible).not.toContain(key);
  expect(visible).not.toContain(ai.url);
  if (session.browser === 'chromium') {
    const answered = await askInContentWorld(session);
    expect(answered).toContain('dictation.dictate');
    expect(answered).not.toContain(key);
    // Whether a key is there is none of a mail page's business either.
    expect(answered).toContain('sender is not allowed');
  }
});

test('17, 20: the options list the shortcuts as the browser has bound them', async ({ start }) => {
  const session = await start();
  const page = await session.openExtensionPage('options.html');
  await page.waitFor('.shortcut');
  // The contents at the side mark what is being read.
  await page.click('.page-nav a[href="#shortcuts"]');
  await page.waitFor('.page-nav a[href="#shortcuts"][aria-current]');
  expect(await page.count('.page-nav a[aria-current]')).toBe(1);
  const shown = async () =>
    page.evaluate(() =>
      [...document.querySelectorAll('.shortcut dd')].map((place) =>
        [...place.querySelectorAll('kbd')].map((one) => one.textContent).join('+'),
      ),
    );
  const bound = await commandsOf(page);
  // Firefox knows a sidebar of its own beside ours.
  const own = Object.keys(bound).filter((name) => name !== '_execute_sidebar_action');
  expect(own.sort()).toEqual(['_execute_action', 'dictate', 'improve', 'open-panel']);
  const sorted = async () => (await shown()).sort();
  await expect.poll(sorted).toEqual(own.map((name) => bound[name]).sort());
  expect(bound.dictate).toBe('Alt+Shift+D');
  expect(bound.improve).toBe('Alt+Shift+I');
  const unbound = own.filter((name) => bound[name] === '').length;
  expect(await page.count('.shortcut dd .field-hint')).toBe(unbound);
  if (session.browser === 'firefox') {
    // Firefox lets an extension ask for other keys: the list must follow the browser, not a list of ours.
    await page.evaluate(async () => {
      const api = (
        globalThis as typeof globalThis & {
          browser: { commands: { update(o: object): Promise<void> } };
        }
      ).browser;
      await api.commands.update({ name: 'dictate', shortcut: 'Ctrl+Alt+Y' });
      dispatchEvent(new Event('focus'));
    });
    await page.waitForText('.shortcuts', /Y/);
    await expect.poll(shown).toContain('Ctrl+Alt+Y');
  }
  // The browser's own page for them; what stands there is out of a driver's reach.
  await page.click('[data-action="change-shortcuts"]');
  if (session.browser === 'chromium') await session.waitForPage('chrome://extensions/shortcuts');
  else {
    const open = `[...gBrowser.tabs].some((tab) => tab.linkedBrowser.currentURI.spec === 'about:addons')`;
    await waitUntil(
      () => session.inChrome(open),
      () => 'the page of the shortcuts',
    );
  }
});
