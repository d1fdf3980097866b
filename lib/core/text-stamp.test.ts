import { expect, it } from 'vitest';
import { textStamp } from '@/lib/core/text-stamp';

it('is the same for the same text, and another for each other one', () => {
  const texts = Array.from({ length: 5_000 }, (_, index) => `<p>Bonjour ${index}</p>`);
  const near = ['', ' ', 'a', 'aa', 'é', 'e\u0301', 'ab', 'ba'];
  expect(new Set([...texts, ...near].map(textStamp)).size).toBe(texts.length + near.length);
  expect(textStamp('Bonjour')).toBe(textStamp('Bonjour'));
  expect(textStamp('x'.repeat(200_000)).length).toBeLessThan(12);
});
