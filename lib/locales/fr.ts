import type { Catalogue } from '@/lib/locales/catalogue';
import { common } from '@/lib/locales/fr/common';
import { compose } from '@/lib/locales/fr/compose';
import { dictation } from '@/lib/locales/fr/dictation';
import { errors } from '@/lib/locales/fr/errors';
import { improve } from '@/lib/locales/fr/improve';
import { settings } from '@/lib/locales/fr/settings';

export const fr: Catalogue = {
  ...common,
  ...compose,
  ...dictation,
  ...errors,
  ...improve,
  ...settings,
};
