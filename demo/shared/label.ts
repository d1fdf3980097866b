import { ar } from './labels/ar.ts';
import { en, type LabelKey } from './labels/en.ts';
import { es } from './labels/es.ts';
import { fr } from './labels/fr.ts';
import { type Language, options } from './options.ts';

const strings: Record<Language, Record<LabelKey, string>> = { en, fr, es, ar };

/** A label in the language of the page; `{name}` parts are filled from `values`. */
export function label(key: LabelKey, values: Record<string, string> = {}): string {
  const text = strings[options.language][key];
  return text.replace(/\{(\w+)\}/g, (part, name: string) => values[name] ?? part);
}
