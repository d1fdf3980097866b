import { effect, signal } from '@preact/signals';
import { defaultSettings, interfaceLanguages, type Settings } from '@/lib/core/settings/settings';
import { preferredLanguages } from '@/lib/platform/preferred-languages';
import { followStoredSettings, updateSettings } from '@/lib/platform/settings-store';
import { applyLanguage, loadCatalogue, resolveLanguage } from '@/lib/platform/translate';

/** Settings as this page shows them; fresh when another page changes them too. */
export const pageSettings = signal<Settings>(defaultSettings);

/** The section whose last change was just saved, for its quiet "saved". */
export const savedSection = signal<string | null>(null);

let forget: ReturnType<typeof setTimeout> | undefined;

/** Says "saved" beside the title of a section for a moment. */
export function showSaved(section: string): void {
  savedSection.value = section;
  clearTimeout(forget);
  forget = setTimeout(() => {
    savedSection.value = null;
  }, 2400);
}

/** Changes settings, stores them, and says so beside the title of the section. */
export async function changeSettings(
  section: string,
  change: (settings: Settings) => Settings,
): Promise<void> {
  pageSettings.value = await updateSettings(change);
  showSaved(section);
}

const lastLanguage = 'page.language';

/**
 * Begins to read the sentences of the language that was used last, beside the settings, which will say
 * which it is.
 */
function expectLanguage(): void {
  const last = localStorage.getItem(lastLanguage);
  const known = interfaceLanguages.find((language) => language === last);
  const likely = known ?? resolveLanguage('auto', preferredLanguages());
  void loadCatalogue(likely).catch(() => undefined);
}

/** Loads settings, puts language and theme in place, and follows both until the page goes. */
export async function followSettings(until: AbortSignal): Promise<void> {
  expectLanguage();
  await followStoredSettings((settings) => {
    pageSettings.value = settings;
  }, until);
  await applyLanguageOf(pageSettings.value);
  const stop = effect(() => {
    const settings = pageSettings.value;
    void applyLanguageOf(settings);
    applyThemeOf(settings);
  });
  until.addEventListener('abort', stop);
}

async function applyLanguageOf({ language: chosen }: Settings): Promise<void> {
  const language = resolveLanguage(chosen, preferredLanguages());
  localStorage.setItem(lastLanguage, language);
  await applyLanguage(language);
}

/** Kept for `public/page-theme.js`, which puts it in place before the settings can be read. */
const lastTheme = 'page.theme';

function applyThemeOf({ theme }: Settings): void {
  localStorage.setItem(lastTheme, theme === 'auto' ? '' : theme);
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
