import { defineContentScript } from 'wxt/utils/define-content-script';
import { liveEnvironment } from '@/lib/features/compose-environment';
import { composeFeatures } from '@/lib/features/compose-features';
import { startComposeShell } from '@/lib/features/compose-shell';

export default defineContentScript({
  matches: ['https://mail.google.com/*'],
  async main(context) {
    const { signal } = context;
    const environment = await liveEnvironment(signal);
    startComposeShell({ document, host: 'gmail', features: composeFeatures, environment, signal });
  },
});
