import { defineContentScript } from 'wxt/utils/define-content-script';
import { startMailPageWatcher } from '@/lib/features/mail-page-watcher';
import { untilNextCopy } from '@/lib/platform/script-copies';

export default defineContentScript({
  matches: [
    'https://outlook.live.com/*',
    'https://outlook.office.com/*',
    'https://outlook.office365.com/*',
    'https://outlook.cloud.microsoft/*',
  ],
  runAt: 'document_start',
  // The page is not told that a script of ours has started, nor the name of the extension.
  noScriptStartedPostMessage: true,
  main: () => startMailPageWatcher(document, 'outlook', untilNextCopy(globalThis, 'watcher')),
});
