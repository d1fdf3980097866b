import { defineContentScript } from 'wxt/utils/define-content-script';
import { liveEnvironment } from '@/lib/features/compose-environment';
import { composeFeatures } from '@/lib/features/compose-features';
import { startComposeShell } from '@/lib/features/compose-shell';
import { watcherOf } from '@/lib/features/mail-page-watcher';
import { untilNextCopy } from '@/lib/platform/script-copies';

export default defineContentScript({
  matches: [
    'https://mail.google.com/*',
    'https://outlook.live.com/*',
    'https://outlook.office.com/*',
    'https://outlook.office365.com/*',
    'https://outlook.cloud.microsoft/*',
  ],
  // Loaded by the background when the watcher has seen a compose window.
  registration: 'runtime',
  // The page is not told that a script of ours has started, nor the name of the extension.
  noScriptStartedPostMessage: true,
  async main() {
    const signal = untilNextCopy(globalThis, 'compose');
    const watcher = watcherOf(globalThis);
    // Until the extension goes, or the user switches this mail host off.
    const until = AbortSignal.any([signal, watcher.wanted]);
    const environment = await liveEnvironment(until);
    if (until.aborted) return;
    const { host, pagePaste } = watcher;
    startComposeShell({
      document,
      host,
      pagePaste,
      features: composeFeatures,
      environment,
      signal: until,
    });
  },
});
