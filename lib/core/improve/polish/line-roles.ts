import type { TextLanguage } from '@/lib/core/improve/detect-language';
import { byLanguage } from '@/lib/core/improve/polish/by-language';

export type LineRole = 'empty' | 'greeting' | 'closing' | 'signature' | 'item' | 'other' | 'text';

const name = "\\p{Lu}[\\p{L}'’.-]*";
const names = `(?: ${name}){1,3}`;

/** How a mail may begin, without its comma. First letter in either case. */
export const greetings: Record<TextLanguage, string> = {
  fr: `(?:[Bb]onjour|[Bb]onsoir|[Ss]alut|[Cc]oucou|[Hh]ello|[Rr]e-?bonjour)(?: (?:à (?:tous|toutes|vous)(?: et à tou(?:s|tes))?|(?:toutes et à )?tous|tout le monde|l['’]équipe|[Mm]adame|[Mm]onsieur|[Mm]aître|[Dd]octeur|Mme|M\\.|Mr|Dr))?(?:${names})?|[Cc]h(?:er|ère)s? (?:[Mm]adame|[Mm]onsieur|collègues?|tous|toutes|amie?s?|${name})(?:${names})?|[Mm]adame(?:,? (?:et )?[Mm]onsieur)?(?:${names})?|[Mm]onsieur(?: (?:le|la) ${name})?(?:${names})?|[Mm]esdames,? (?:et )?[Mm]essieurs`,
  en: `(?:[Hh]i|[Hh]ello|[Hh]ey|[Gg]ood (?:morning|afternoon|evening))(?: (?:all|everyone|everybody|team|there|folks))?(?:${names})?|[Dd]ear (?:all|team|colleagues?|friends?|sir(?: or madam)?|madam|[Ss]ir|[Mm]adam|${name})(?:${names})?`,
  es: `(?:[Hh]ola|[Bb]uenos días|[Bb]uenas (?:tardes|noches))(?: (?:a todos|a todas|equipo))?(?:${names})?|[Ee]stimad[oa]s?(?: (?:señora?e?s?|clientes?|todos|colegas))?(?:${names})?|[Qq]uerid[oa]s?(?:${names})`,
};

/** Closings that may be cut off the end of a paragraph. */
export const closings: Record<TextLanguage, string> = {
  fr: '(?:[Bb]ien |[Tt]rès )?[Cc]ordialement|[Bb]ien à (?:vous|toi)|[Aa]micalement|[Rr]espectueusement|(?:[Ss]incères |[Mm]es )?[Ss]alutations(?: distinguées)?',
  en: '(?:[Bb]est|[Kk]ind|[Ww]arm) [Rr]egards|[Rr]egards|[Bb]est wishes|[Yy]ours (?:sincerely|faithfully|truly)|[Ss]incerely(?: yours)?',
  es: '[Uu]n (?:cordial )?saludo|[Ss]aludos(?: cordiales)?|[Aa]tentamente|[Cc]ordialmente',
};

/** Closings only when they have a line of their own. */
const loneClosings: Record<TextLanguage, string> = {
  fr: "[Aa] bientôt|[Àà] bientôt|[Bb]ises|[Bb]onne (?:journée|soirée)|[Ee]xcellente journée|[Mm]erci(?: d['’]avance)?",
  en: '[Bb]est|[Cc]heers|[Mm]any thanks|[Tt]hanks|[Tt]hank you|[Aa]ll the best',
  es: '[Gg]racias|[Hh]asta pronto',
};

const mark = '[\\s\\u00a0\\u202f]*[,.!:]?';

const patterns = byLanguage((language) => ({
  greeting: new RegExp(`^(?:${greetings[language]})${mark}$`, 'u'),
  closing: new RegExp(
    `^(?:${closings[language]}|${loneClosings[language]})${mark}(?:${names})?\\.?$`,
    'u',
  ),
}));

/**
 * What each line of a mail is. After a closing come names, titles and addresses (`signature`), which
 * no rule may touch; `other` is quoted text, a table row or a line without words.
 */
export function lineRoles(lines: readonly string[], language: TextLanguage): LineRole[] {
  const { greeting, closing } = patterns[language];
  const first = lines.findIndex((line) => line.trim() !== '');
  const end = lines.findLastIndex(
    (line, index) => index >= first && closing.test(line.trim()) && index >= lines.length - 12,
  );
  return lines.map((line, index) => {
    const text = line.trim();
    if (text === '') return 'empty';
    if (end >= 0 && index > end) return 'signature';
    if (index === end) return 'closing';
    if (index === first && greeting.test(text)) return 'greeting';
    if (/^(?:>|\||--|[^\p{L}]*$)|\t.*\t/u.test(line)) return 'other';
    return /^(?:[-–—•*·▪]|\p{N}{1,3}[.)]|\(?\p{L}\))\s/u.test(text) ? 'item' : 'text';
  });
}
