import type { Catalogue } from '@/lib/locales/catalogue';
import { batch } from './fr/batch';
import { common } from './fr/common';
import { compose } from './fr/compose';
import { contacts } from './fr/contacts';
import { dictation } from './fr/dictation';
import { errors } from './fr/errors';
import { improve } from './fr/improve';
import { quickCompose } from './fr/quick-compose';
import { relayAccount } from './fr/relay-account';
import { settings } from './fr/settings';
import { templates } from './fr/templates';

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
