import { batch } from './en/batch';
import { common } from './en/common';
import { compose } from './en/compose';
import { contacts } from './en/contacts';
import { dictation } from './en/dictation';
import { errors } from './en/errors';
import { improve } from './en/improve';
import { quickCompose } from './en/quick-compose';
import { relayAccount } from './en/relay-account';
import { settings } from './en/settings';
import { templates } from './en/templates';

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
