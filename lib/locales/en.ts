import { common } from '@/lib/locales/en/common';
import { compose } from '@/lib/locales/en/compose';
import { dictation } from '@/lib/locales/en/dictation';
import { errors } from '@/lib/locales/en/errors';
import { improve } from '@/lib/locales/en/improve';
import { settings } from '@/lib/locales/en/settings';

export const en = {
  ...common,
  ...compose,
  ...dictation,
  ...errors,
  ...improve,
  ...settings,
} as const;
