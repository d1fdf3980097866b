import type { Catalogue } from '@/lib/locales/catalogue';
import { batch } from '@/lib/locales/fr/batch';
import { common } from '@/lib/locales/fr/common';
import { compose } from '@/lib/locales/fr/compose';
import { contacts } from '@/lib/locales/fr/contacts';
import { dictation } from '@/lib/locales/fr/dictation';
import { errors } from '@/lib/locales/fr/errors';
import { improve } from '@/lib/locales/fr/improve';
import { quickCompose } from '@/lib/locales/fr/quick-compose';
import { relayAccount } from '@/lib/locales/fr/relay-account';
import { settings } from '@/lib/locales/fr/settings';
import { templates } from '@/lib/locales/fr/templates';

export const fr: Catalogue = {
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
