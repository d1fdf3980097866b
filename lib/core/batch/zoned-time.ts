/*
 * Wall clock times in a time zone, without a library and without Date: Intl tells what a clock there shows
 * at an instant, and the instant of a wall time is found by asking it.
 */

const minute = 60_000;
const day = 86_400_000;

/** Days since 1970-01-01 of a date of the Gregorian calendar (H. Hinnant's algorithm). */
function daysFromCivil(year: number, month: number, dayOfMonth: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  return (
    era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
  );
}

/** `2026-12-24T18:30` read as if it were UTC, milliseconds since the epoch; null when it is no time. */
function readWallTime(text: string): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(text);
  if (!found) return null;
  const [year = 0, month = 0, dayOfMonth = 0, hour = 0, minutes = 0] = found.slice(1).map(Number);
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > 31 || hour > 23 || minutes > 59) {
    return null;
  }
  return daysFromCivil(year, month, dayOfMonth) * day + (hour * 60 + minutes) * minute;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Making one costs a hundred times what asking it does. */
function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  clocks.set(zone, clock);
  return clock;
}

/** What a clock in this zone shows at an instant: `2026-12-24T18:30`. */
export function wallTimeAt(instant: number, zone: string): string {
  const parts = clockOf(zone).formatToParts(instant);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/**
 * The instant at which a clock in this zone shows this time, milliseconds since the epoch; null when the text
 * is no time. A time that the change to summer time leaves out becomes the one an hour later; of a time that
 * comes twice it is the first.
 */
export function instantOf(wallTime: string, zone: string): number | null {
  const wanted = readWallTime(wallTime);
  if (wanted === null) return null;
  const offsetAt = (instant: number): number =>
    (readWallTime(wallTimeAt(instant, zone)) ?? instant) - Math.floor(instant / minute) * minute;
  const before = wanted - offsetAt(wanted - day);
  const after = wanted - offsetAt(wanted + day);
  const shown = wallTimeAt(wanted, 'UTC');
  for (const candidate of [before, after]) {
    if (wallTimeAt(candidate, zone) === shown) return candidate;
  }
  return before;
}
