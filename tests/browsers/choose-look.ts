import { checkAccessibility } from './check-accessibility.ts';
import type { MailPage } from './mail-page.ts';

export type Look = readonly [language: 'fr' | 'en' | 'es', theme: 'light' | 'dark'];

/** Every language in every theme. */
export const looks: readonly Look[] = [
  ['fr', 'light'],
  ['en', 'light'],
  ['es', 'light'],
  ['fr', 'dark'],
  ['en', 'dark'],
  ['es', 'dark'],
];

/** Sets language and theme as the options do (and `others` beside them), and waits until the page has them. */
export async function chooseLook(
  page: MailPage,
  [language, theme]: Look,
  others: object = {},
): Promise<void> {
  await page.evaluate(
    async (settings) => {
      const api = (globalThis as typeof globalThis & { browser?: typeof chrome }).browser ?? chrome;
      const { settings: before } = await api.storage.local.get('settings');
      const kept = typeof before === 'object' ? before : {};
      await api.storage.local.set({ settings: { ...kept, ...settings } });
    },
    { language, theme, ...others },
  );
  await page.waitFor(`html[lang="${language}"][data-theme="${theme}"]`);
}

/**
 * What axe finds in each of the looks, one line a violation; none in a page that everybody can use. Names, roles
 * and colours come from the same document and style in both browsers: Firefox is asked for the last look only.
 */
export async function violationsInLooks(page: MailPage, others: object = {}): Promise<string[]> {
  const found: string[] = [];
  for (const look of page.browser === 'firefox' ? looks.slice(-1) : looks) {
    await chooseLook(page, look, others);
    const violations = await checkAccessibility(page);
    found.push(...violations.map((violation) => `${look.join(' ')}: ${violation}`));
  }
  return found;
}
