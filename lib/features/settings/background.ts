import {
  type CheckedTab,
  type ComposeEnvironment,
  type OwnPage,
  settingsMessages,
  settingsPageMessages,
} from '@/lib/features/settings/messages';
import type { Catalogue } from '@/lib/locales/catalogue';
import { browser } from '@/lib/platform/browser';
import { mailTabs } from '@/lib/platform/compose-loader';
import { preferredLanguages } from '@/lib/platform/preferred-languages';
import { takeoverEvent } from '@/lib/platform/script-copies';
import { loadSettings } from '@/lib/platform/settings-store';
import { leaveClickToPopup, openSidePanel } from '@/lib/platform/side-panel';
import { askTab } from '@/lib/platform/tab-messages';
import { loadCatalogue, resolveLanguage } from '@/lib/platform/translate';

const composePrefixes = ['common.', 'compose.', 'dictation.', 'improve.', 'templates.', 'error.'];

/** The background half of settings: words for mail pages, our own pages, the first minute. */
export function registerSettings(): void {
  leaveClickToPopup();
  settingsMessages.handle('settings.environment', composeEnvironment);
  settingsMessages.handle('settings.openPage', ({ page }, sender) => openPage(page, sender.tabId));
  settingsPageMessages.handle('settings.selfCheck', checkMailTabs);
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') void openPage('welcome');
  });
}

async function composeEnvironment(): Promise<ComposeEnvironment> {
  const settings = await loadSettings();
  const language = resolveLanguage(settings.language, preferredLanguages());
  const { theme, disabledFeatures } = settings;
  const takeover = await takeoverEvent();
  const catalogue = forCompose(await loadCatalogue(language));
  return { language, catalogue, theme, disabledFeatures, takeover };
}

/** The part of a catalogue that a mail page can need. */
export function forCompose(catalogue: Catalogue): Partial<Catalogue> {
  const entries = Object.entries(catalogue);
  return Object.fromEntries(
    entries.filter(([key]) => composePrefixes.some((prefix) => key.startsWith(prefix))),
  );
}

/** Asks every open mail tab what it finds; a tab that does not answer is listed all the same. */
async function checkMailTabs(): Promise<CheckedTab[]> {
  const tabs = await mailTabs();
  return Promise.all(
    tabs.map(async ({ id, hostName }) => ({
      hostName,
      check: (await askTab(id, 'self-check')) as CheckedTab['check'],
    })),
  );
}

async function openPage(page: OwnPage, tabId?: number): Promise<void> {
  // Who asks is a mail page: anything but a known name is refused, whatever its type says.
  if (page === 'options') await browser.runtime.openOptionsPage();
  else if (page === 'welcome') await browser.tabs.create({ url: ownUrl('/welcome.html') });
  else if (page === 'panel' && !(await openSidePanel(tabId))) {
    await browser.tabs.create({ url: ownUrl('/sidepanel.html') });
  }
}

function ownUrl(path: '/welcome.html' | '/sidepanel.html'): string {
  return browser.runtime.getURL(path);
}
