import { untilStill } from './check-accessibility.ts';
import { ChromiumPage } from './chromium-page.ts';
import type { MailPage } from './mail-page.ts';

/**
 * What of a page of ours cannot be seen or found with forced colours, one line each; none in a page that everybody can
 * use. Chromium only (nothing elsewhere): the style sheet is the same. Focus and scrolling are as they were.
 */
export async function unseenWithForcedColors(page: MailPage): Promise<string[]> {
  if (!(page instanceof ChromiumPage)) return [];
  await page.evaluate(() => {
    const { activeElement } = document;
    const tall = [...document.querySelectorAll('*')].filter(
      ({ scrollHeight, clientHeight }) => scrollHeight > clientHeight,
    );
    const scrolled = tall.map((element) => [element, element.scrollTop] as const);
    Reflect.set(window, 'goBack', () => {
      if (activeElement instanceof HTMLElement) activeElement.focus({ preventScroll: true });
      for (const [element, top] of scrolled) element.scrollTop = top;
    });
  });
  // The keyboard was used last: what gets the focus shows it.
  await page.press('Tab');
  await page.page.emulateMedia({ forcedColors: 'active' });
  try {
    await untilStill(page);
    return await page.evaluate(unseen);
  } finally {
    await page.page.emulateMedia({ forcedColors: null });
    await page.evaluate(() => (Reflect.get(window, 'goBack') as () => void)());
  }
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
