import { defineContentScript } from 'wxt/utils/define-content-script';
import { composeFeatures } from '@/lib/features/compose-features';
import { liveEnvironment } from '@/lib/features/compose-environment';
import { startComposeShell } from '@/lib/features/compose-shell';
import { outlookMatches } from '@/lib/compose/outlook/outlook-matches';

export default defineContentScript({
  matches: outlookMatches,
  async main(context) {
    const { signal } = context;
    const environment = await liveEnvironment(signal);
    startComposeShell({ document, host: 'outlook', features: composeFeatures, environment, signal });
  },
});
