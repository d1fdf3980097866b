import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration, formatWhen } from './format-when';

const now = Date.UTC(2026, 10, 22, 12, 0);

describe('format when', () => {
  it('says today, yesterday, or the date, in the reader’s language and zone', () => {
    const at = (day: number, hour: number) =>
      formatWhen(Date.UTC(2026, 10, day, hour, 42), now, 'fr', 'UTC');
    expect(at(22, 10)).toBe('aujourd’hui 10:42');
    expect(at(21, 17)).toBe('hier 17:42');
    expect(at(3, 9)).toBe('3 nov. 09:42');
    expect(formatWhen(Date.UTC(2025, 11, 31, 9, 42), now, 'fr', 'UTC')).toBe('31 déc. 2025 09:42');
    // A departure in another year, and one that is another year only where the reader is.
    expect(formatWhen(Date.UTC(2027, 0, 1, 2), now, 'fr', 'America/Montreal')).toBe(
      '31 déc. 21:00',
    );
    expect(formatWhen(Date.UTC(2026, 10, 22, 2), now, 'fr', 'America/Montreal')).toMatch(/^hier/);
  });

  it('writes durations and sizes as a person does', () => {
    expect(formatDuration(38_400, 'fr').replace(/\s/g, ' ')).toBe('38 s');
    expect(formatDuration(38_400, 'en')).toBe('38 s');
    expect(formatDuration(63_000, 'fr').replace(/\s/g, ' ')).toBe('1 min 03');
    expect(formatBytes(3_400_000, 'fr').replace(/\s/g, ' ')).toBe('3,4 Mo');
    expect(formatBytes(26_028, 'en').replace(/\s/g, ' ')).toBe('26 kB');
  });
});
