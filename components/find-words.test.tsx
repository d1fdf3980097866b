import { expect, test } from 'vitest';
import { findWords } from './find-words';

const text = 'Rendez-vous le 14 à midi (jeudi).';
const found = (words: string[]): string[] =>
  findWords(text, words).map(([start, end]) => text.slice(start, end));

test('words are found literally, whatever signs they hold', () => {
  expect(found(['(jeudi)', '14'])).toEqual(['14', '(jeudi)']);
});

test('words are found without their accents and capitals', () => {
  expect(found(['réndez', 'a'])).toEqual(['Rendez', 'à']);
});

test('no words, no places', () => {
  expect(found([])).toEqual([]);
  expect(found([''])).toEqual([]);
});
