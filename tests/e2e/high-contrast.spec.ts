import { untilStill } from '../browsers/check-accessibility.ts';
import { ChromiumPage } from '../browsers/chromium-page.ts';
import { mailboxes } from '../browsers/journey.ts';
import type { MailPage } from '../browsers/mail-page.ts';
import type { BrowserSession } from '../browsers/session.ts';
import { unseenWithForcedColors } from '../browsers/unseen-controls.ts';
import { expect, test } from './fixtures.ts';

/** Contrast of text and ground of each button of the bar, as the browser paints them. */
function contrasts(): { name: string; ratio: number }[] {
  const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const light = (color: string) => {
    const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
      const share = value / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (element: Element | null): string => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if ((channels(color)[3] ?? 1) > 0.5) return color;
    }
    return 'rgb(0, 0, 0)';
  };
  const root = document.querySelector('iaposte-bar')?.shadowRoot;
  return [...(root?.querySelectorAll('button') ?? [])].map((button) => {
    const [one, other] = [getComputedStyle(button).color, ground(button)].map(light);
    const [dark = 0, bright = 0] = [one ?? 0, other ?? 0].sort((a, b) => a - b);
    return { name: button.dataset.action ?? '', ratio: (bright + 0.05) / (dark + 0.05) };
  });
}

/** Panel, popup, options and welcome. Chromium only: the style sheet is the same. */
async function checkOwnPages(session: BrowserSession, picture: (name: string) => string) {
  const look = async (page: MailPage, name: string): Promise<void> => {
    if (page instanceof ChromiumPage) await page.page.emulateMedia({ forcedColors: 'active' });
    await untilStill(page);
    await page.screenshot(picture(`${name}.png`));
    expect(await unseenWithForcedColors(page), name).toEqual([]);
  };
  for (const name of ['options', 'welcome', 'popup']) {
    const page = await session.openExtensionPage(`${name}.html`);
    await page.waitFor('main');
    await look(page, name);
    await page.close();
  }
  const panel = await session.openExtensionPage('sidepanel.html#/templates');
  await panel.resize(380, 900);
  await panel.click('[data-action="add-starters"]');
  await panel.waitFor('.template');
  await panel.click('[data-action="favourites"]');
  await panel.waitFor('[data-action="favourites"][aria-pressed="true"]');
  await look(panel, 'templates');
  await panel.click('[data-action="favourites"]');
  await panel.click('.template-open');
  await panel.waitFor('.rich-text');
  await look(panel, 'template-editor');
  await panel.click('a[href="#/contacts"]');
  await panel.waitFor('[data-action="new-contact"]');
  await look(panel, 'contacts-empty');
  await panel.click('[data-action="new-contact"]');
  await panel.click('[data-action="add-field"]');
  await panel.waitFor('input[name="field-name"]');
  await look(panel, 'contact-editor');
  await panel.click('a[href="#/batches"]');
  await panel.click('[data-action="new-batch"]');
  await panel.click('[data-action="paste-table"]');
  await panel.waitFor('textarea[name="pasted"]');
  await look(panel, 'wizard-paste');
  await panel.focus('textarea[name="pasted"]');
  await panel.type('mail;name\nanne@exemple.fr;Anne\nbad(at)exemple.fr;Luc');
  await panel.click('[data-action="take-pasted"]');
  await panel.click('.problems-toggle');
  await panel.waitFor('.problem-rows');
  await look(panel, 'wizard-list');
  await panel.close();
}

for (const host of ['gmail', 'outlook'] as const) {
  test(`36: forced colours leave every control readable and usable (${host})`, async ({
    start,
  }, info) => {
    const session = await start({
      firefox: {
        preferences: {
          'browser.display.document_color_use': 2,
          'browser.display.use_system_colors': false,
        },
      },
    });
    const mail = await session.newPage('about:blank');
    if (mail instanceof ChromiumPage) await mail.page.emulateMedia({ forcedColors: 'active' });
    await mail.goto(`${mailboxes[host].home}?fresh=1&compose=new&lang=en`);
    await mail.waitFor('[data-action="dictate"]');
    expect(await mail.evaluate(() => matchMedia('(forced-colors: active)').matches)).toBe(true);
    await mail.screenshot(info.outputPath('forced-colors.png'));
    await mail.openShadowRoots();
    const seen = await mail.evaluate(contrasts);
    expect(seen.length).toBeGreaterThanOrEqual(3);
    for (const { name, ratio } of seen) expect(ratio, name).toBeGreaterThanOrEqual(4.5);
    await mail.click(mailboxes[host].editor);
    await mail.press('Control+Home');
    await mail.type('i am agree agree with you');
    await mail.click('[data-action="improve"]');
    await mail.waitFor('dialog [data-action="accept-all"]');
    await mail.screenshot(info.outputPath('forced-colors-review.png'));
    await mail.waitFor('dialog [data-action="accept-all"]');
    await mail.press('Control+Enter');
    await mail.waitForText(mailboxes[host].editor, /^I am agree .*you\./);
    if (host === 'gmail' && session.browser === 'chromium') {
      await checkOwnPages(session, (name) => info.outputPath(name));
    }
  });
}
