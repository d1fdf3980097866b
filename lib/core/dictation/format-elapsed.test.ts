import { expect, it } from 'vitest';
import { formatElapsed } from './format-elapsed';

it('writes spoken time as a clock', () => {
  expect([0, 14_900, 723_000, 3_723_000].map(formatElapsed)).toEqual([
    '0:00',
    '0:14',
    '12:03',
    '1:02:03',
  ]);
});
