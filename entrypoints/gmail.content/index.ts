import { defineContentScript } from 'wxt/utils/define-content-script';
import { composeFeatures } from '@/lib/features/compose-features';
import { liveEnvironment } from '@/lib/features/compose-environment';
import { startComposeShell } from '@/lib/features/compose-shell';
import { gmailMatches } from '@/lib/compose/gmail/gmail-matches';

export default defineContentScript({
  matches: gmailMatches,
  async main(context) {
    const { signal } = context;
    const environment = await liveEnvironment(signal);
    startComposeShell({ document, host: 'gmail', features: composeFeatures, environment, signal });
  },
});
