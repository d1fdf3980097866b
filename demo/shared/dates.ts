import { options } from './options.ts';

const day = 86_400_000;

/** Short date of a list: the time today, else day and month. */
export function shortDate(date: Date): string {
  const today = Date.now() - date.getTime() < day && date.getDate() === new Date().getDate();
  return date.toLocaleString(
    options.language,
    today ? { hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'short' },
  );
}

/** Full date and time, as in the head of a mail or of a quote. */
export function longDate(date: Date): string {
  return date.toLocaleString(options.language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
}
