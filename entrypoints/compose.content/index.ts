import { defineContentScript } from 'wxt/utils/define-content-script';
import { liveEnvironment } from '@/lib/features/compose-environment';
import { composeFeatures } from '@/lib/features/compose-features';
import { startComposeShell } from '@/lib/features/compose-shell';
import { watcherOf } from '@/lib/features/mail-page-watcher';

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
  async main({ signal }) {
    const watcher = watcherOf(globalThis);
    const environment = await liveEnvironment(signal);
    startComposeShell({ document, ...watcher, features: composeFeatures, environment, signal });
  },
});
