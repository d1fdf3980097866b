import type { Catalogue } from '@/lib/locales/catalogue';
import { batch } from '@/lib/locales/es/batch';
import { common } from '@/lib/locales/es/common';
import { compose } from '@/lib/locales/es/compose';
import { contacts } from '@/lib/locales/es/contacts';
import { dictation } from '@/lib/locales/es/dictation';
import { errors } from '@/lib/locales/es/errors';
import { improve } from '@/lib/locales/es/improve';
import { quickCompose } from '@/lib/locales/es/quick-compose';
import { relayAccount } from '@/lib/locales/es/relay-account';
import { settings } from '@/lib/locales/es/settings';
import { templates } from '@/lib/locales/es/templates';

export const es: Catalogue = {
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
};
