import { expect, it } from 'vitest';
import { hasEnded, hasSettled } from './has-ended';

it('is over once it is done or cancelled; what is paused or waits is not', () => {
  const states = ['scheduled', 'running', 'paused', 'done', 'cancelled'];
  expect(states.filter((state) => hasEnded({ state }))).toEqual(['done', 'cancelled']);
});

it('is settled when, besides, no mail of it is on the wire any more', () => {
  const settled = (state: string, sending: number) => hasSettled({ state, counts: { sending } });
  expect([settled('cancelled', 1), settled('cancelled', 0), settled('done', 0)]).toEqual([
    false,
    true,
    true,
  ]);
  expect(settled('paused', 0)).toBe(false);
});
