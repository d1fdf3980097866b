import { numberFormat, relativeTimeFormat } from '@/lib/core/formatters';

const dayMs = 24 * 3_600_000;

/**
 * When something happened, in the reader's way: "today 10:42", "hier 17:05", "3 oct. 09:00", and with its year when
 * that is another one than now's.
 * Times are milliseconds since the epoch, days those of the reader's own time zone.
 */
export function formatWhen(at: number, now: number, language: string, timeZone?: string): string {
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone }).format(at);
  const sameDay = new Intl.DateTimeFormat('en', { dateStyle: 'short', timeZone });
  const day = sameDay.format(at);
  const relative = relativeTimeFormat(language, { numeric: 'auto' });
  if (day === sameDay.format(now)) return `${relative.format(0, 'day')} ${time}`;
  if (day === sameDay.format(now - dayMs)) return `${relative.format(-1, 'day')} ${time}`;
  const year = new Intl.DateTimeFormat('en', { year: 'numeric', timeZone });
  const date = new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'short',
    year: year.format(at) === year.format(now) ? undefined : 'numeric',
    timeZone,
  }).format(at);
  return `${date} ${time}`;
}

/** How long something lasted: "38 s", "1 min 03". */
export function formatDuration(milliseconds: number, language: string): string {
  const seconds = Math.round(milliseconds / 1000);
  const unit = (value: number, name: 'second' | 'minute'): string =>
    numberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short' })
      .format(value)
      .replace(/sec$/, 's');
  if (seconds < 60) return unit(seconds, 'second');
  return `${unit(Math.floor(seconds / 60), 'minute')} ${String(seconds % 60).padStart(2, '0')}`;
}

/** Bytes as a person reads them: "3,4 Mo". */
export function formatBytes(bytes: number, language: string): string {
  const megabytes = bytes / 1_000_000;
  const [value, unit] = megabytes < 1 ? [bytes / 1000, 'kilobyte'] : [megabytes, 'megabyte'];
  return numberFormat(language, {
    style: 'unit',
    unit: unit as string,
    maximumFractionDigits: megabytes < 1 ? 0 : 1,
  }).format(value as number);
}
