import { expect, test } from 'vitest';
import { formatMessage } from './format-message';

const say = (count: number, language: string): string =>
  formatMessage('{count} {count|dictée|dictées}', { count }, language);

test('numbers are written in the reader’s way, small and large', () => {
  const numbers = [0, 1, 2, 999, 1000, 100_000, -5, 0.5, 1.5, 1_000_000];
  for (const language of ['fr', 'en', 'es']) {
    const format = new Intl.NumberFormat(language);
    for (const n of numbers) {
      expect(formatMessage('{n}', { n }, language), `${n} in ${language}`).toBe(format.format(n));
    }
  }
});

test('one or several as each language counts, again and again', () => {
  expect([0, 1, 1.5, 2].map((count) => say(count, 'fr'))).toEqual([
    '0 dictée',
    '1 dictée',
    '1,5 dictée',
    '2 dictées',
  ]);
  expect([0, 1, 2].map((count) => say(count, 'en'))).toEqual([
    '0 dictées',
    '1 dictée',
    '2 dictées',
  ]);
});

test('what is missing stays visible', () => {
  expect(formatMessage('{a} {b}', { a: 'x' }, 'fr')).toBe('x {b}');
});
