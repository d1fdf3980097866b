import { batch } from '@/lib/locales/en/batch';
import { common } from '@/lib/locales/en/common';
import { compose } from '@/lib/locales/en/compose';
import { contacts } from '@/lib/locales/en/contacts';
import { dictation } from '@/lib/locales/en/dictation';
import { errors } from '@/lib/locales/en/errors';
import { improve } from '@/lib/locales/en/improve';
import { quickCompose } from '@/lib/locales/en/quick-compose';
import { relayAccount } from '@/lib/locales/en/relay-account';
import { settings } from '@/lib/locales/en/settings';
import { templates } from '@/lib/locales/en/templates';

export const en = {
  ...common,
  ...compose,
  ...dictation,
  ...errors,
  ...improve,
  ...settings,
  ...templates,
  ...relayAccount,
  ...contacts,
  ...batch,
  ...quickCompose,
} as const;
