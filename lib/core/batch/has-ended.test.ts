import { expect, it } from 'vitest';
import { hasEnded } from './has-ended';

it('is over once it is done or cancelled; what is paused or waits is not', () => {
  const states = ['scheduled', 'running', 'paused', 'done', 'cancelled'];
  expect(states.filter((state) => hasEnded({ state }))).toEqual(['done', 'cancelled']);
});
