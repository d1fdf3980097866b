import { ChromiumPage } from '../browsers/chromium-page.ts';
import { mailboxes } from '../browsers/journey.ts';
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

for (const host of ['gmail', 'outlook'] as const) {
  test(`36: forced colours leave every button of the bar readable and usable (${host})`, async ({
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
  });
}
