import { defineContentScript } from 'wxt/utils/define-content-script';
import { startMailPageWatcher } from '@/lib/features/mail-page-watcher';

export default defineContentScript({
  matches: [
    'https://outlook.live.com/*',
    'https://outlook.office.com/*',
    'https://outlook.office365.com/*',
    'https://outlook.cloud.microsoft/*',
  ],
  runAt: 'document_start',
  main: ({ signal }) => startMailPageWatcher(document, 'outlook', signal),
});
