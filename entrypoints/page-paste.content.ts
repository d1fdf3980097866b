import { defineContentScript } from 'wxt/utils/define-content-script';
import { startPagePaste } from '@/lib/compose/start-page-paste';

export default defineContentScript({
  matches: [
    'https://outlook.live.com/*',
    'https://outlook.office.com/*',
    'https://outlook.office365.com/*',
    'https://outlook.cloud.microsoft/*',
  ],
  world: 'MAIN',
  runAt: 'document_start',
  main: () => startPagePaste(window),
});
