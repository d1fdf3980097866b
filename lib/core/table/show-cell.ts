const truth: Record<string, readonly [string, string]> = {
  fr: ['VRAI', 'FAUX'],
  en: ['TRUE', 'FALSE'],
  es: ['VERDADERO', 'FALSO'],
};

/** What a cell of a workbook holds. Dates are moments in UTC whose clock is the one people saw. */
export type CellValue = string | number | boolean | { getTime(): number } | null | undefined;

/**
 * A cell as its reader saw it in the sheet: 0.30000000000000004 is 0.3 (0,3 in French), a date is a date.
 * Numbers are not grouped, since most of them are codes, years and telephone numbers.
 */
export function showCell(value: CellValue, language: string): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean')
    return (truth[language] ?? ['TRUE', 'FALSE'])[value ? 0 : 1] ?? '';
  if (typeof value === 'number') return showNumber(value, language);
  return showDate(value.getTime(), language);
}

function showNumber(value: number, language: string): string {
  if (!Number.isFinite(value)) return '';
  const text = String(Number(value.toPrecision(15)));
  return language === 'en' || text.includes('e') ? text : text.replace('.', ',');
}

/** The first moment that is a day and not only a time of day (1 January 1900). */
const firstDay = -2_208_988_800_000;
const dayLength = 86_400_000;

function showDate(moment: number, language: string): string {
  if (Number.isNaN(moment)) return '';
  // Workbooks count days in fractions: a moment can come out a part of a second early.
  const time = Math.round(moment / 1000) * 1000;
  const { date, clock } = formatsOf(language);
  if (time % dayLength === 0) return date.format(time);
  const hour = clock.format(time);
  return time < firstDay ? hour : `${date.format(time)} ${hour}`;
}

interface Formats {
  date: Intl.DateTimeFormat;
  clock: Intl.DateTimeFormat;
}

/** Making a format takes longer than using it a hundred times. */
const made = new Map<string, Formats>();

function formatsOf(language: string): Formats {
  const known = made.get(language);
  if (known) return known;
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options });
  const formats = {
    date: part({ day: '2-digit', month: '2-digit', year: 'numeric' }),
    clock: part({ hour: '2-digit', minute: '2-digit' }),
  };
  made.set(language, formats);
  return formats;
}
