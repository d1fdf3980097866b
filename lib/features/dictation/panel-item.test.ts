import { expect, it } from 'vitest';
import { en } from '@/lib/locales/en';
import { es } from '@/lib/locales/es';
import { fr } from '@/lib/locales/fr';
import { createTranslate } from '@/lib/platform/translate';
import type { DictationItem } from './messages';
import { describeItem, type ItemContext } from './panel-item';

const item: DictationItem = {
  id: 'd',
  state: 'done',
  text: 'Bonjour',
  createdAt: 0,
  durationMs: 1000,
  words: 1,
  host: 'quick-compose',
  subject: '',
  engine: '',
  language: 'fr',
  hasAudio: false,
  recovered: false,
  inserted: false,
};
const nothing = (): void => undefined;
const handlers = { play: nothing, retry: nothing, copy: nothing, remove: nothing };
const context = { language: 'en', now: 0, url: null };
const placeOf = (host: string, t: ItemContext['t']) =>
  describeItem(
    { ...item, host },
    { ...context, t, handlers: { ...handlers, openSettings: nothing } },
  ).host;

it('the place of a dictation has its name in the reader’s language', () => {
  expect(placeOf('quick-compose', createTranslate(en, 'en'))).toBe('Quick compose');
  expect(placeOf('quick-compose', createTranslate(fr, 'fr'))).toBe('Composition rapide');
  expect(placeOf('quick-compose', createTranslate(es, 'es'))).toBe('Redacción rápida');
  expect(placeOf('gmail', createTranslate(fr, 'fr'))).toBe('Gmail');
});
