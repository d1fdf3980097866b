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
    const environment = await liveEnvironment(signal);
    startComposeShell({ document, ...watcher, features: composeFeatures, environment, signal });
  },
});
