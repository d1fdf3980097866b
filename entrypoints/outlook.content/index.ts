import { defineContentScript } from 'wxt/utils/define-content-script';
import { liveEnvironment } from '@/lib/features/compose-environment';
import { composeFeatures } from '@/lib/features/compose-features';
import { startComposeShell } from '@/lib/features/compose-shell';

export default defineContentScript({
  matches: [
    'https://outlook.live.com/*',
    'https://outlook.office.com/*',
    'https://outlook.office365.com/*',
    'https://outlook.cloud.microsoft/*',
  ],
  async main(context) {
    const { signal } = context;
    const environment = await liveEnvironment(signal);
    startComposeShell({
      document,
      host: 'outlook',
      features: composeFeatures,
      environment,
      signal,
    });
  },
});
