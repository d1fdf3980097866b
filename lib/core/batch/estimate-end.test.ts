import { expect, it } from 'vitest';
import { estimateEnd } from './estimate-end';

it('goes by what was seen to leave, else by the rate; without either it says nothing', () => {
  const batch = { pending: 60, perMinute: 30, sentPerMinute: null, now: 1_000 };
  expect(estimateEnd(batch)).toBe(121_000);
  expect(estimateEnd({ ...batch, sentPerMinute: 120 })).toBe(31_000);
  expect(estimateEnd({ ...batch, perMinute: null })).toBeNull();
  expect(estimateEnd({ ...batch, pending: 0 })).toBeNull();
});
