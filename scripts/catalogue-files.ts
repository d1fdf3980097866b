import { en } from '../lib/locales/en.ts';
import { es } from '../lib/locales/es.ts';
import { fr } from '../lib/locales/fr.ts';

/** The catalogues as files of the package, by their place in it. */
export function catalogueFiles(): { relativeDest: string; contents: string }[] {
  return Object.entries({ en, es, fr }).map(([language, catalogue]) => ({
    relativeDest: `catalogues/${language}.json`,
    contents: JSON.stringify(catalogue),
  }));
}
