import { untilStill } from '../browsers/check-accessibility.ts';
import { ChromiumPage } from '../browsers/chromium-page.ts';
import { mailboxes } from '../browsers/journey.ts';
import type { MailPage } from '../browsers/mail-page.ts';
import type { BrowserSession } from '../browsers/session.ts';
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

/** What of a page cannot be seen with forced colours: controls without a frame, choices that look like the others. */
function unseen(): string[] {
  const shown = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    element.getBoundingClientRect().width > 2;
  const name = (element: Element): string =>
    `${element.tagName.toLowerCase()}.${element.className} ${element.getAttribute('name') ?? ''}${element.textContent?.trim().slice(0, 30)}`;
  const line = (element: Element, part: 'border' | 'outline'): boolean => {
    const style = getComputedStyle(element);
    const [kind, width, color] =
      part === 'border'
        ? [style.borderBottomStyle, style.borderBottomWidth, style.borderBottomColor]
        : [style.outlineStyle, style.outlineWidth, style.outlineColor];
    return kind !== 'none' && Number.parseFloat(width) >= 1 && !/^rgba\(.*, 0\)$/.test(color);
  };
  const framed = (element: Element): boolean =>
    line(element, 'border') ||
    line(element, 'outline') ||
    getComputedStyle(element).textDecorationLine.includes('underline') ||
    // The browser draws its own boxes and sliders.
    (element.matches('[type="checkbox"], [type="radio"], [type="range"]') &&
      getComputedStyle(element).appearance !== 'none');
  /** Where the frame of a control is that has none of its own. */
  const frame = (element: Element): Element =>
    element.matches('.segment input')
      ? (element.closest('.segmented') ?? element)
      : (element.closest('.token-field, .quick-line, .choice, .template-open, .rich') ?? element);
  const controls = [
    ...document.querySelectorAll(
      'button, input, select, textarea, a[href], [contenteditable="true"]',
    ),
  ].filter((element) => shown(element) || shown(frame(element)));
  const open = controls.filter(
    (element) =>
      !element.matches('.only-spoken, [tabindex="-1"], [type="file"], .panel-tab, .page-nav a'),
  );
  const bare = open.filter((element) => !framed(frame(element)) && !framed(element));
  const unmarked = [
    ...document.querySelectorAll(
      '[aria-current="page"], [aria-current="location"], [aria-current="step"] .wizard-number, .segment :checked + .segment-text, .chip[aria-pressed="true"], [data-chosen="true"]',
    ),
  ].filter((element) => {
    const ground = getComputedStyle(element).backgroundColor;
    const marked = ground === getComputedStyle(document.body).backgroundColor;
    return (
      shown(element) && (marked || /^rgba\(.*, 0\)$/.test(ground)) && !line(element, 'outline')
    );
  });
  const ringless = open.filter((element) => {
    if (!(element instanceof HTMLElement) || element.matches(':disabled')) return false;
    element.focus();
    if (document.activeElement !== element) return false;
    const ring = element.matches('.segment input') ? element.nextElementSibling : frame(element);
    return ![element, ring].some((one) => one !== null && line(one, 'outline'));
  });
  return [
    ...bare.map((element) => `no frame: ${name(element)}`),
    ...unmarked.map((element) => `looks like the others: ${name(element)}`),
    ...ringless.map((element) => `no focus ring: ${name(element)}`),
  ];
}

/** Opens a page of ours as forced colours paint it. */
async function openForced(session: BrowserSession, address: string): Promise<MailPage> {
  const page = await session.openExtensionPage(address);
  if (page instanceof ChromiumPage) await page.page.emulateMedia({ forcedColors: 'active' });
  return page;
}

/** Panel, popup, options and welcome. Chromium only: the style sheet is the same. */
async function checkOwnPages(session: BrowserSession, picture: (name: string) => string) {
  const look = async (page: MailPage, name: string): Promise<void> => {
    // The keyboard was used last: what gets the focus shows it.
    await page.press('Tab');
    await untilStill(page);
    await page.screenshot(picture(`${name}.png`));
    expect(await page.evaluate(unseen), name).toEqual([]);
  };
  for (const name of ['options', 'welcome', 'popup']) {
    const page = await openForced(session, `${name}.html`);
    await page.waitFor('main');
    await look(page, name);
    await page.close();
  }
  const panel = await openForced(session, 'sidepanel.html#/templates');
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
