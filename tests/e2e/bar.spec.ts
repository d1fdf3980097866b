import { type Host, mailboxes, openCompose, untilNoted } from '../browsers/journey.ts';
import { type Box, type MailPage, waitUntil } from '../browsers/mail-page.ts';
import { runCommand, untilShown } from '../browsers/run-command.ts';
import { expect, test } from './fixtures.ts';

const hosts = ['gmail', 'outlook'] as const;

/** Bars that a person can see. */
function shownBars(page: MailPage): Promise<number> {
  return page.evaluate(
    () =>
      [...document.querySelectorAll('iaposte-bar')].filter((bar) =>
        bar.checkVisibility({ visibilityProperty: true }),
      ).length,
  );
}

async function untilShownBars(page: MailPage, count: number): Promise<void> {
  let last = -1;
  await waitUntil(
    async () => {
      last = await shownBars(page);
      return last === count;
    },
    () => `${count} bars to be seen; there are ${last}`,
  );
}

/** Reads something twice alike: it has come to rest. */
async function atRest<Answer>(read: () => Promise<Answer>): Promise<Answer> {
  let last: string | undefined;
  return (
    await waitUntil(
      async () => {
        const now = await read();
        const before = last;
        last = JSON.stringify(now);
        return last === before ? [now] : null;
      },
      () => `it to come to rest; last read: ${last}`,
    )
  )[0] as Answer;
}

async function untilBars(page: MailPage, count: number): Promise<void> {
  let last = -1;
  await waitUntil(
    async () => {
      last = await page.count('iaposte-bar');
      return last === count;
    },
    () => `${count} bars; there are ${last}`,
  );
}

/** Presses Tab until our button has the focus. */
async function tabTo(page: MailPage, action: string): Promise<void> {
  for (let presses = 0; presses < 25; presses += 1) {
    if ((await page.count(`[data-action="${action}"]:focus`)) > 0) return;
    await page.press('Tab');
  }
  throw new Error(`${action} was not reached by Tab`);
}

/** Selects the first occurrence of these words in the draft. */
function select(page: MailPage, host: Host, words: string): Promise<void> {
  return page.evaluate(
    (selector, wanted) => {
      const editor = document.querySelector(selector) as HTMLElement;
      editor.focus();
      const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const at = (walker.currentNode.nodeValue ?? '').indexOf(wanted);
        if (at < 0) continue;
        const node = walker.currentNode;
        getSelection()?.setBaseAndExtent(node, at, node, at + wanted.length);
        return;
      }
      throw new Error(`${wanted} is not in the draft`);
    },
    mailboxes[host].editor,
    words,
  );
}

test('11: one bar for each compose window, through minimising, plain text and closing, in Gmail', async ({
  shared: session,
}) => {
  const page = await openCompose(session, 'gmail');
  // Wide enough for three windows side by side.
  await page.resize(1900, 800);
  await untilBars(page, 1);
  await page.click('.T-I-KE');
  await untilBars(page, 2);
  await page.click('.T-I-KE');
  await untilBars(page, 3);
  await untilShownBars(page, 3);

  await page.click('.nn:first-child .Hl');
  await untilShownBars(page, 2);
  await page.click('.minimised .Hl');
  await untilShownBars(page, 3);
  for (const left of [2, 1, 0]) {
    await page.click('.Ha');
    await untilBars(page, left);
  }
  await expect.poll(() => page.count('[data-iaposte-place]')).toBe(0);

  const reply = await openCompose(session, 'gmail', 'compose=reply');
  await untilBars(reply, 1);
  await untilShownBars(reply, 1);

  // Plain-text mode: the textarea is a draft like any other.
  const plain = await openCompose(session, 'gmail');
  await plain.click('.az5 [aria-haspopup="true"]');
  await plain.click('.az5 [role="menuitem"]');
  await plain.waitFor('textarea.Ak');
  await plain.focus('textarea.Ak');
  await plain.press('Control+Home');
  await plain.type('je vous envoie le le dossier');
  await untilShownBars(plain, 1);
  await plain.click('[data-action="improve"]');
  await plain.waitFor('dialog [data-action="accept-all"]');
  await plain.press('Control+Enter');
  await plain.waitForText('textarea.Ak', 'Je vous envoie le dossier');
  expect([...page.errors, ...reply.errors, ...plain.errors]).toEqual([]);
});

test('11: one bar for each compose window, in Outlook', async ({ shared: session }) => {
  const page = await openCompose(session, 'outlook');
  await untilBars(page, 1);
  await page.click('.new-mail');
  await untilBars(page, 2);
  await untilShownBars(page, 1);
  await page.click('.tab');
  await untilShownBars(page, 1);
  const reply = await openCompose(session, 'outlook', 'compose=reply');
  await untilBars(reply, 1);
  await reply.click('#discardCompose');
  await reply.waitFor(mailboxes.outlook.editor, { state: 'hidden' });
  await untilBars(reply, 0);
  expect([...page.errors, ...reply.errors]).toEqual([]);
});

/** Where Send and the editor stand in their window, and how large that is. */
async function measure(page: MailPage, host: Host): Promise<Record<string, Box>> {
  const { send, editor, window } = mailboxes[host];
  const all = await Promise.all([page.box(window), page.box(send), page.box(editor)]);
  const [outer, ...inner] = all as [Box, Box, Box];
  // From the window's corner: a reply may stand in a list that is scrolled.
  const [sendBox, editorBox] = inner.map((box) => ({
    ...box,
    x: Math.round(box.x - outer.x),
    y: Math.round(box.y - outer.y),
  })) as [Box, Box];
  return { window: { ...outer, y: 0 }, send: sendBox, editor: editorBox };
}

/** Where the bar stands: apart from Send, inside the window, in the row of Send. */
async function standing(page: MailPage, host: Host, size: { width: number; height: number }) {
  const bar = (await page.box('iaposte-bar')) as Box;
  const send = (await page.box(mailboxes[host].send)) as Box;
  return {
    apart:
      bar.x >= send.x + send.width ||
      bar.x + bar.width <= send.x ||
      bar.y >= send.y + send.height ||
      bar.y + bar.height <= send.y,
    inside: bar.x >= 0 && bar.x + bar.width <= size.width && bar.y + bar.height <= size.height,
    besideSend: await page.count('iaposte-bar[data-mode="toolbar"]'),
  };
}

test('37: the bar stands beside Send, and neither Send nor the window is moved or covered', async ({
  start,
  shared: session,
}) => {
  const plain = await start({ extensionFolder: undefined, grantHosts: [] });
  for (const host of hosts) {
    for (const query of [
      'compose=new',
      'compose=new&lang=fr',
      'compose=reply',
      'compose=new&lang=ar',
    ]) {
      const address = `${mailboxes[host].home}?${query}`;
      const [without, page] = await Promise.all([plain.newPage(address), session.newPage(address)]);
      for (const [width, height] of [
        [1280, 800],
        [1024, 600],
      ] as const) {
        await Promise.all([without.resize(width, height), page.resize(width, height)]);
        await without.waitFor(mailboxes[host].send);
        await page.waitFor('[data-action="dictate"]');
        const expected = await measure(without, host);
        const where = `${host} ${query} ${width}x${height}`;
        await expect.poll(() => measure(page, host), { message: where }).toEqual(expected);
        await expect
          .poll(() => standing(page, host, { width, height }), { message: where })
          .toEqual({ apart: true, inside: true, besideSend: 1 });
      }
      await Promise.all([without.close(), page.close()]);
    }
  }
});

for (const host of hosts) {
  test(`37, 39: the bar is reached by Tab and worked by keyboard alone in ${host}`, async ({
    shared: session,
  }) => {
    const page = await openCompose(session, host);
    await untilNoted(page, host, () => page.type('je vous envoie le le dossier'));
    const bar = async () =>
      (await page.snapshot('iaposte-bar')).map(({ role, name }) => [role, name]);
    await expect.poll(bar).toEqual([
      ['toolbar', 'IAPosteManager'],
      ['button', 'Dictate'],
      ['button', 'Improve'],
      // In Gmail's narrow row the templates stand in the menu.
      ...(host === 'outlook' ? [['button', 'Templates']] : []),
      ['button', 'More'],
    ]);
    await page.focus(mailboxes[host].send);
    await tabTo(page, 'improve');
    await page.press('Enter');
    await page.waitFor('dialog [data-action="accept-all"]');
    await page.press('Escape');
    await page.waitFor('dialog', { state: 'hidden' });
    await page.waitFor('[data-action="improve"][data-state="idle"]');
    await page.focus('[data-action="improve"]');
    await page.press('Space');
    await page.waitFor('dialog [data-action="accept-all"]');
    await page.press('Escape');
    await page.waitFor('dialog', { state: 'hidden' });

    await page.focus('[data-action="more"]');
    await page.press('ArrowDown');
    await page.waitFor('[role="menuitem"]:focus');
    await page.press('Escape');
    await page.waitFor('[role="menuitem"]', { state: 'hidden' });
    await page.focus('[data-action="more"]');
    await page.press('Enter');
    // The menu gives its first entry the focus by itself.
    await page.waitFor('[role="menuitem"]:focus');
    await page.focus('[data-menu="improve-offline"]');
    await page.press('Enter');
    await page.waitFor('dialog [data-action="accept-all"]');

    // Case 38: what is typed in our dialog is none of the page's business.
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      for (const type of ['keydown', 'keypress', 'keyup']) {
        addEventListener(type, (event) => heard.push((event as KeyboardEvent).key));
      }
    });
    for (const key of ['j', 'k', 'c', 'n', '#', 'a']) await page.press(key);
    const heard = await page.evaluate(() => (window as typeof window & { heard: string[] }).heard);
    expect(heard).toEqual([]);
    await untilNoted(page, host, () => page.press('Control+Enter'));
    await page.waitForText(mailboxes[host].editor, 'Je vous envoie le dossier');
    // The page heard nothing: it has neither sent the mail nor opened another.
    expect(await page.count(mailboxes[host].editor)).toBe(1);
  });

  test(`only the selected words are improved; link, bold, signature and quote survive in ${host}`, async ({
    shared: session,
  }) => {
    const page = await openCompose(session, host, 'compose=reply');
    if (host === 'gmail') await page.click('.ajR');
    await page.focus(mailboxes[host].editor);
    await page.press('Control+Home');
    await untilNoted(page, host, () =>
      page.type('je veux le le mot\nmilieu dossier gras\nfin de de page'),
    );
    await select(page, host, 'dossier');
    await untilNoted(page, host, () =>
      page.evaluate(() => document.execCommand('createLink', false, 'https://example.org/d')),
    );
    await select(page, host, 'gras');
    await untilNoted(page, host, () => page.evaluate(() => document.execCommand('bold')));
    const quote = '.gmail_quote, [id$="RplyFwdMsg"]';
    const parts = () =>
      page.evaluate(
        (selectors) => selectors.map((css) => document.querySelector(css)?.outerHTML ?? 'gone'),
        [
          `${mailboxes[host].editor} ${mailboxes[host].signature}`,
          quote
            .split(', ')
            .map((css) => `${mailboxes[host].editor} ${css}`)
            .join(', '),
          `${mailboxes[host].editor} a[href="https://example.org/d"]`,
        ],
      );
    const before = await parts();
    expect(before).not.toContain('gone');

    await select(page, host, 'je veux le le mot');
    await page.click('[data-action="improve"]');
    await page.waitFor('dialog [data-action="accept-all"]');
    expect(await page.text('dialog')).not.toContain('de de');
    await untilNoted(page, host, () => page.press('Control+Enter'));
    const text = await page.waitForText(mailboxes[host].editor, /Je veux le mot/);
    expect(text).toContain('fin de de page');
    expect(await parts()).toEqual(before);

    // Now the whole draft.
    await page.focus(mailboxes[host].editor);
    await page.press('Control+Home');
    await page.click('[data-action="improve"]');
    await page.waitFor('dialog [data-action="accept-all"]');
    await untilNoted(page, host, () => page.press('Control+Enter'));
    await page.waitForText(mailboxes[host].editor, /[Ff]in de page/);
    expect(await parts()).toEqual(before);
    const bold = await page.evaluate((css) => {
      const walker = document.createTreeWalker(
        document.querySelector(css) as Node,
        NodeFilter.SHOW_TEXT,
      );
      while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement as HTMLElement;
        if (walker.currentNode.nodeValue?.includes('gras')) {
          return Number(getComputedStyle(parent).fontWeight) >= 600;
        }
      }
      return false;
    }, mailboxes[host].editor);
    expect(bold).toBe(true);
  });

  test(`34, 35, 36, S36: no style leaks either way, dark and right-to-left, faded does nothing, in ${host}`, async ({
    shared: session,
  }) => {
    const page = await openCompose(session, host);
    const look = () => page.box('[data-action="dictate"]').then((box) => [box?.width, box?.height]);
    const pageLook = () =>
      page.evaluate((css) => {
        const { font, color, backgroundColor, padding } = getComputedStyle(
          document.querySelector(css) as Element,
        );
        return [font, color, backgroundColor, padding];
      }, mailboxes[host].send);
    const before = await atRest(look);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        'button, svg, span { padding: 40px !important; border: 9px solid red !important; float: left }',
      );
      document.adoptedStyleSheets = [sheet];
    });
    expect(await look()).toEqual(before);
    await page.evaluate(() => {
      document.adoptedStyleSheets = [];
    });
    const sendBefore = await pageLook();
    await page.type('je vous envoie le le dossier');
    await page.click('[data-action="improve"]');
    await page.waitFor('dialog');
    expect(await pageLook()).toEqual(sendBefore);
    await page.waitFor('iaposte-bar[data-iaposte-theme="light"]');
    // A page that calls its theme as everybody does must not set the sizes and colours of ours.
    const foot = () => page.box('dialog [data-action="insert"]');
    await page.waitFor('dialog [data-action="insert"]');
    // Not while the dialog opens, and not while its text still comes.
    await page.waitFor('dialog [data-action="accept-all"]');
    const footBefore = await atRest(foot);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('[data-theme] { --text: 40px; --text-small: 40px; --accent: red }');
      document.adoptedStyleSheets = [sheet];
    });
    expect(await foot()).toEqual(footBefore);

    // The mailbox's own darkness decides; the browser under test prefers light.
    const dark = await openCompose(session, host, 'compose=new&theme=dark');
    await dark.waitFor('iaposte-bar[data-iaposte-theme="dark"]');
    await dark.evaluate(() => {
      document.documentElement.dataset.theme = 'light';
    });
    await dark.waitFor('iaposte-bar[data-iaposte-theme="light"]');

    const rtl = await openCompose(session, host, 'compose=new&lang=ar');
    // Mirrored: what stands after Send stands on its left.
    const mirrored = async (): Promise<boolean> => {
      const send = (await rtl.box(mailboxes[host].send)) as Box;
      const bar = (await rtl.box('iaposte-bar')) as Box;
      return bar.x + bar.width <= send.x;
    };
    await expect.poll(mirrored).toBe(true);

    // A page that fades the bar and guides a click onto it: nothing happens.
    const fade = (opacity: string) =>
      rtl.evaluate((value) => {
        const around = document.querySelector('iaposte-bar')?.parentElement;
        if (around) around.style.opacity = value;
      }, opacity);
    await fade('0.5');
    await rtl.click('[data-action="more"]');
    await rtl.evaluate(
      () =>
        new Promise((drawn) => {
          requestAnimationFrame(() => requestAnimationFrame(drawn));
        }),
    );
    expect(await rtl.isVisible('[role="menuitem"]')).toBe(false);
    await fade('');
    await rtl.click('[data-action="more"]');
    await rtl.waitFor('[role="menuitem"]');
  });
}

test('17: the keyboard commands act in the open compose window, and open panel and popup', async ({
  start,
}) => {
  const session = await start();
  const page = await openCompose(session, 'gmail');
  await page.bringToFront();
  await page.type('je vous envoie le le dossier');
  await runCommand(session, 'improve');
  await page.waitFor('dialog [data-action="accept-all"]');
  await page.press('Escape');
  await page.waitFor('dialog', { state: 'hidden' });
  await runCommand(session, 'dictate');
  // Who listens is asked first in Chromium; then the strip shows that the microphone is open.
  await page.waitFor({ css: '.live, .notice' });

  // Firefox shows the sidebar from the install on.
  if (session.browser === 'firefox') await session.inChrome('SidebarController.hide()');
  await runCommand(session, 'open-panel');
  await untilShown(session, 'panel');
  await runCommand(session, '_execute_action');
  await untilShown(session, 'popup');
});
