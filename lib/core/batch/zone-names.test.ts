import { expect, it } from 'vitest';
import { modernZone, placeZones, zoneCity } from './zone-names';

it('calls zones by their name of today, each once, and leaves out those that are no place', () => {
  const zones = [
    'Europe/Kiev',
    'Asia/Rangoon',
    'Europe/Kyiv',
    'CET',
    'Etc/GMT+3',
    'Africa/Abidjan',
  ];
  expect(placeZones(zones)).toEqual(['Africa/Abidjan', 'Asia/Yangon', 'Europe/Kyiv']);
  expect(zoneCity('America/Buenos_Aires')).toBe('Buenos Aires, Argentina');
  expect(zoneCity('UTC')).toBe('UTC');
});

it('every name that is offered is known to the browser, and shows the same time as the old one', () => {
  const at = Date.parse('2030-01-15T12:00:00Z');
  const timeIn = (timeZone: string): string =>
    new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    expect(timeIn(modernZone(zone)), zone).toBe(timeIn(zone));
  }
  const offered = placeZones(Intl.supportedValuesOf('timeZone'));
  expect(offered.length).toBeGreaterThan(300);
  expect(offered.filter((zone) => /Kiev|Calcutta|Rangoon|Saigon|Katmandu/.test(zone))).toEqual([]);
});
