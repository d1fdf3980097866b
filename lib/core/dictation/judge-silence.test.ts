import { expect, it } from 'vitest';
import { judgeSilence } from './judge-silence';

it('X10: tells a cut microphone from a quiet room, and both from speech', () => {
  expect(judgeSilence(0)).toBe('microphone-muted');
  expect(judgeSilence(0.001)).toBe('nothing-heard');
  expect(judgeSilence(0.003)).toBeUndefined();
  expect(judgeSilence(0.08)).toBeUndefined();
});

it('does not doubt a recording whose level could not be measured', () => {
  expect(judgeSilence(null)).toBeUndefined();
});
