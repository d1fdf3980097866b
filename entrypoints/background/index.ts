import { defineBackground } from 'wxt/utils/define-background';
import { registerBatch } from '@/lib/features/batch/background';
import { registerContacts } from '@/lib/features/contacts/background';
import { registerDictation } from '@/lib/features/dictation/background';
import { registerImprove } from '@/lib/features/improve/background';
import { registerQuickCompose } from '@/lib/features/quick-compose/background';
import { registerRelayAccount } from '@/lib/features/relay-account/background';
import { registerSettings } from '@/lib/features/settings/background';
import { registerTemplates } from '@/lib/features/templates/background';
import { registerCommands } from '@/lib/platform/commands';
import { registerComposeLoader } from '@/lib/platform/compose-loader';

export default defineBackground({
  type: 'module',
  // Listeners must be there in the first turn: a later one misses the event that woke the worker.
  main() {
    registerSettings();
    registerDictation();
    registerContacts();
    registerImprove();
    registerRelayAccount();
    registerTemplates();
    registerQuickCompose();
    registerBatch();
    registerCommands();
    registerComposeLoader();
  },
});
