import { describe, expect, it } from 'vitest';
import { instantOf, wallTimeAt } from './zoned-time';

const iso = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString());

describe('instantOf', () => {
  it.each([
    ['2026-12-24T18:30', 'Europe/Paris', '2026-12-24T17:30:00.000Z'],
    ['2026-07-14T09:00', 'Europe/Paris', '2026-07-14T07:00:00.000Z'],
    ['2026-12-24T18:30', 'UTC', '2026-12-24T18:30:00.000Z'],
    ['2026-12-24T18:30', 'America/Mexico_City', '2026-12-25T00:30:00.000Z'],
    ['2026-12-24T18:30', 'Asia/Kolkata', '2026-12-24T13:00:00.000Z'],
    ['2028-02-29T00:00', 'Pacific/Auckland', '2028-02-28T11:00:00.000Z'],
    // The clocks go from 2:00 to 3:00: half past two does not exist.
    ['2027-03-28T02:30', 'Europe/Paris', '2027-03-28T01:30:00.000Z'],
    // They go back from 3:00 to 2:00: half past two comes twice.
    ['2026-10-25T02:30', 'Europe/Paris', '2026-10-25T00:30:00.000Z'],
  ])('%s in %s is %s', (wall, zone, expected) => {
    expect(iso(instantOf(wall, zone))).toBe(expected);
  });

  it('is nothing for what is no time', () => {
    for (const text of ['', '2026-13-01T10:00', '2026-12-24', '2026-12-24T24:00', 'soon']) {
      expect(instantOf(text, 'UTC'), text).toBeNull();
    }
  });

  it('agrees with the clock over ten years, every 37 hours', () => {
    const wrong: string[] = [];
    for (let at = Date.UTC(2020, 0, 1); at < Date.UTC(2030, 0, 1); at += 37 * 3_600_000) {
      const wall = wallTimeAt(at, 'Europe/Madrid');
      const back = instantOf(wall, 'Europe/Madrid') ?? 0;
      if (wallTimeAt(back, 'Europe/Madrid') !== wall) wrong.push(wall);
    }
    expect(wrong).toEqual([]);
  });
});
