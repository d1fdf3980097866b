export type TextLanguage = 'fr' | 'en' | 'es';

const stopWords: Record<TextLanguage, string> = {
  fr: 'le la les un une des du de et à au aux est sont que qui dans pour par sur avec je tu il elle on nous vous ils elles ne pas plus ce cette ces mon ma mes votre vos notre nos merci bonjour bonsoir salut cordialement mais ou où donc si tout très bien être avoir fait été suis avez avons peux pouvez voici demain chez afin quand comme aussi cela merci madame monsieur euh ça',
  en: 'the a an and of to in is are was were be been that this these those for with on at by from as it he she we you they i my your our their not have has had do does did will would can could should please thanks thank hello hi dear regards but or if so just about there what when tomorrow um uh me',
  es: 'el la los las un una unos unas de del y a al es son que en por para con su sus yo tú él ella nosotros ustedes usted no más este esta estos estas mi mis gracias hola saludos pero o si muy bien ser estar ha he hay lo le se como cuando mañana buenos días señor señora estimado estimada qué eh',
};

const languages = Object.keys(stopWords) as TextLanguage[];
const sets = new Map(languages.map((id) => [id, new Set(stopWords[id].split(' '))]));

/**
 * The language of a mail by its commonest words, or `unknown` when too few of them occur or two
 * languages tie. Reads the first 4,000 characters.
 */
export function detectLanguage(text: string): TextLanguage | 'unknown' {
  const words =
    text
      .slice(0, 4_000)
      .toLowerCase()
      .match(/(?<![\p{L}\p{N}])[\p{L}\p{M}]+(?![\p{L}\p{N}])/gu) ?? [];
  const scores = languages.map((id) => ({
    id,
    score: words.filter((word) => sets.get(id)?.has(word)).length + accents(text, id),
  }));
  scores.sort((one, other) => other.score - one.score);
  const [best, second] = scores;
  if (!best || !second || best.score === 0 || best.score === second.score) return 'unknown';
  return best.id;
}

/** Letters and signs that only one of the three uses. */
function accents(text: string, id: TextLanguage): number {
  if (id === 'fr')
    return (text.match(/[àâçèêëîïôùûœ]|\b[ljdmtsnc]['’]\p{L}|\bqu['’]/giu) ?? []).length;
  if (id === 'es') return (text.match(/[ñ¿¡áíóú]/giu) ?? []).length;
  return (
    text.match(/\b(?:i['’]m|it['’]s|don['’]t|can['’]t|won['’]t|we['’]re|you['’]re)\b/gi) ?? []
  ).length;
}
