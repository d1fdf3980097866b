import { defineContentScript } from 'wxt/utils/define-content-script';
import { startMailPageWatcher } from '@/lib/features/mail-page-watcher';
import { untilNextCopy } from '@/lib/platform/script-copies';

export default defineContentScript({
  matches: ['https://mail.google.com/*'],
  runAt: 'document_start',
  // The page is not told that a script of ours has started, nor the name of the extension.
  noScriptStartedPostMessage: true,
  main: () => startMailPageWatcher(document, 'gmail', untilNextCopy(globalThis, 'watcher')),
});
