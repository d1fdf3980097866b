import { browser } from '@/lib/platform/browser';
import { preferredLanguages } from '@/lib/platform/preferred-languages';
import { loadSettings } from '@/lib/platform/settings-store';
import {
  createTranslate,
  loadCatalogue,
  resolveLanguage,
  type Translate,
} from '@/lib/platform/translate';

const colours = { info: '#4058c8', success: '#1f7a4d', error: '#b3261e' } as const;

export interface ActionBadge {
  /** At most four signs. */
  text: string;
  tone: keyof typeof colours;
  /** Said by the button's title: a badge alone is seen and not heard. */
  title(t: Translate): string;
}

/** Shows a sign on the extension's button in the browser's bar; null takes it away. It needs no permission. */
export async function showBadge(badge: ActionBadge | null): Promise<void> {
  await browser.action.setBadgeText({ text: badge?.text ?? '' });
  // An empty one would take the place of what the manifest says.
  if (!badge)
    return await browser.action.setTitle({ title: browser.i18n.getMessage('actionTitle') });
  await browser.action.setBadgeBackgroundColor({ color: colours[badge.tone] });
  const { language: chosen } = await loadSettings();
  const language = resolveLanguage(chosen, preferredLanguages());
  const t = createTranslate(await loadCatalogue(language), language);
  await browser.action.setTitle({ title: badge.title(t) });
}
