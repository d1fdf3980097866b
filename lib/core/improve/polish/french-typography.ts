import { shieldClass } from '@/lib/core/improve/polish/protect-spans';

const narrow = '\u202f';
const wide = '\u00a0';
const before = `[\\p{L}\\p{N})»”"%€’${shieldClass}]`;
const highMarks = new RegExp(`(${before}) ?([;!?]+)`, 'gu');
const colon = new RegExp(`(${before}) ?:(?=\\s|$)`, 'gu');

/** Heads of subject lines and notes, written by programs in the English way. */
const labels = /(?:^|\s)(?:re|tr|fwd|fw|ref|ps)$/i;

/**
 * French typography of one line: a narrow no-break space (U+202F) before ; ! ?, a no-break space
 * (U+00A0) before : and inside « », the apostrophe ’. Any no-break space already there is right.
 */
export function frenchTypography(line: string): string {
  return line
    .replace(/(\p{L})'(?=\p{L})/gu, '$1’')
    .replace(highMarks, `$1${narrow}$2`)
    .replace(colon, (found, letter: string, offset: number) => {
      return labels.test(line.slice(0, offset) + letter) ? found : `${letter}${wide}:`;
    })
    .replace(/« ?(?=[^\s])/gu, `«${wide}`)
    .replace(/([^\s]) ?»/gu, `$1${wide}»`);
}
