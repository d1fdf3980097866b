import { defineContentScript } from 'wxt/utils/define-content-script';
import { startMailPageWatcher } from '@/lib/features/mail-page-watcher';

export default defineContentScript({
  matches: ['https://mail.google.com/*'],
  runAt: 'document_start',
  main: ({ signal }) => startMailPageWatcher(document, 'gmail', signal),
});
