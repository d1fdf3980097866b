import type { TextLanguage } from '@/lib/core/improve/detect-language';

/**
 * Small words that never rightly follow themselves. What can is left out on purpose: nous nous, vous
 * vous, en en, had had, that that, is is, in in, you you, her her; and all emphasis (très très).
 */
const lists: Record<TextLanguage, string> = {
  fr: 'le la les un une des du de au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre votre nos vos leur je tu il elle on et ou mais donc car que qui dont dans pour par sur avec sans chez à ne est sont sera serait était étaient suis ont avons avez',
  en: 'the a an to of for and or but with my your our their i we he she they at from by this these if as be',
  es: 'el la los las un una unos unas de del y o pero que en con por para sin mi tu su sus yo al se',
};

const sets = {
  fr: new Set(lists.fr.split(' ')),
  en: new Set(lists.en.split(' ')),
  es: new Set(lists.es.split(' ')),
};

const pair = /(?<![\p{L}\p{N}'’-])(\p{L}+)((?: \p{L}+)+)(?![\p{L}\p{N}'’-])/gu;

/** Takes out the second of two equal small words of one line ("le le chat"). */
export function repeatedWords(line: string, language: TextLanguage): string {
  return line.replace(pair, (run: string) => {
    const words = run.split(' ');
    return words.filter((word, index) => !repeats(words[index - 1], word, language)).join(' ');
  });
}

function repeats(previous: string | undefined, word: string, language: TextLanguage): boolean {
  if (previous === undefined || previous.toLowerCase() !== word.toLowerCase()) return false;
  // "de De Gaulle": a capital in the second is a name.
  if (word !== previous && word !== word.toLowerCase()) return false;
  return sets[language].has(word.toLowerCase());
}
