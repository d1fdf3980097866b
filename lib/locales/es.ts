import type { Catalogue } from '@/lib/locales/catalogue';
import { common } from '@/lib/locales/es/common';
import { compose } from '@/lib/locales/es/compose';
import { dictation } from '@/lib/locales/es/dictation';
import { errors } from '@/lib/locales/es/errors';
import { improve } from '@/lib/locales/es/improve';
import { settings } from '@/lib/locales/es/settings';

export const es: Catalogue = {
  ...common,
  ...compose,
  ...dictation,
  ...errors,
  ...improve,
  ...settings,
};
