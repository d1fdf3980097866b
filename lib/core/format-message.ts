/** Values that can stand in a message. Numbers are written in the reader's way (1 420 in French). */
export type MessageValue = string | number;

/**
 * Fills a catalogue entry. Two forms only, so that a translator needs no manual:
 * - `{name}` is replaced by the value of that name;
 * - `{count|dictée|dictées}` picks the first form when the language treats `count` as "one", else the
 *   second (Intl.PluralRules).
 * An unknown name stays visible as `{name}`: a missing value must never look like an empty sentence.
 */
export function formatMessage(
  message: string,
  values: Readonly<Record<string, MessageValue>>,
  language: string,
): string {
  return message.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name, one, other) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (one !== undefined) {
      return new Intl.PluralRules(language).select(Number(value)) === 'one' ? one : other;
    }
    return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : value;
  });
}
