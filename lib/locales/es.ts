import type { Catalogue } from '@/lib/locales/catalogue';
import { batch } from './es/batch';
import { common } from './es/common';
import { compose } from './es/compose';
import { contacts } from './es/contacts';
import { dictation } from './es/dictation';
import { errors } from './es/errors';
import { improve } from './es/improve';
import { quickCompose } from './es/quick-compose';
import { relayAccount } from './es/relay-account';
import { settings } from './es/settings';
import { templates } from './es/templates';

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
