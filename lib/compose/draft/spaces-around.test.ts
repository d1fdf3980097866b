import { expect, test } from 'vitest';
import { spacesAround } from './spaces-around';

/** What stands there once `text` is put in at `|`. */
function joined(draft: string, text: string): string {
  const at = draft.indexOf('|');
  const { before, after } = spacesAround(text, draft.replace('|', ''), { start: at, end: at });
  return draft.replace('|', `${before}${text}${after}`);
}

test.each([
  ['Bonjour|', 'à jeudi', 'Bonjour à jeudi'],
  ['Bonjour. |', 'À jeudi.', 'Bonjour. À jeudi.'],
  ['Bonjour.|', 'À jeudi.', 'Bonjour. À jeudi.'],
  ['Bonjour.\u00a0|', 'À jeudi.', 'Bonjour.\u00a0À jeudi.'],
  ['Un essai|Merci', 'de plus.', 'Un essai de plus. Merci'],
  ['|', 'Bonjour', 'Bonjour'],
  ['Ligne\n|', 'Bonjour', 'Ligne\nBonjour'],
  ['De l’|', 'eau', 'De l’eau'],
  ["De l'|", 'eau', "De l'eau"],
  ['vice-|', 'président', 'vice-président'],
  ['et/|', 'ou', 'et/ou'],
  ['(|)', 'oui', '(oui)'],
  ['«\u202f|\u202f»', 'oui', '«\u202foui\u202f»'],
  ['“|”', 'yes', '“yes”'],
  ['Bonjour|', ', Claire', 'Bonjour, Claire'],
  ['Bonjour|, Claire', 'Madame', 'Bonjour Madame, Claire'],
  ['Coûte|', '5\u00a0€', 'Coûte 5\u00a0€'],
  ['Coûte 5\u00a0€|', 'en tout', 'Coûte 5\u00a0€ en tout'],
  ['Bravo 🎉|', 'merci', 'Bravo 🎉 merci'],
  ['dit|', '«\u202foui\u202f»', 'dit «\u202foui\u202f»'],
  ['¡Hola!|', '¿Qué tal?', '¡Hola! ¿Qué tal?'],
  ['Oui|', '', 'Oui'],
])('spoken words keep clear of those beside them: %s + %s', (draft, text, wanted) => {
  expect(joined(draft, text)).toBe(wanted);
});
