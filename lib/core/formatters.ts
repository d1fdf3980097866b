/**
 * The browser's formatters, made once for each language and style: the first of a kind takes the browser
 * ten milliseconds and more, each further one a thousand times as long as its use. None of them depends on
 * where the reader is, as those of dates do.
 */
function kept<Options extends object, Formatter>(
  Kind: new (language: string, options?: Options) => Formatter,
): (language: string, options?: Options) => Formatter {
  const made = new Map<string, Formatter>();
  return (language, options) => {
    const key = `${language} ${options ? JSON.stringify(options) : ''}`;
    const formatter = made.get(key) ?? new Kind(language, options);
    made.set(key, formatter);
    return formatter;
  };
}

export const numberFormat = kept<Intl.NumberFormatOptions, Intl.NumberFormat>(Intl.NumberFormat);
export const pluralRules = kept<Intl.PluralRulesOptions, Intl.PluralRules>(Intl.PluralRules);
export const relativeTimeFormat = kept<Intl.RelativeTimeFormatOptions, Intl.RelativeTimeFormat>(
  Intl.RelativeTimeFormat,
);
