import { numberFormat, pluralRules } from '@/lib/core/formatters';

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
      return pluralRules(language).select(Number(value)) === 'one' ? one : other;
    }
    return typeof value === 'number' ? writeNumber(value, language) : value;
  });
}

/** Small whole numbers look the same in every language that we speak, and need no formatter. */
function writeNumber(value: number, language: string): string {
  const plain = Number.isInteger(value) && value >= 0 && value < 1000;
  return plain ? String(value) : numberFormat(language).format(value);
}

/** Makes the formatters of a language before somebody waits for the first number. */
export function prepareMessages(language: string): void {
  pluralRules(language).select(2);
  numberFormat(language).format(12_345);
}
