import { expect, it } from 'vitest';
import { commonEnds } from './common-ends';

it('counts what two texts begin and end with', () => {
  expect(commonEnds('Bonjour Anne,', 'Bonjour Zoé,')).toEqual({ head: 8, tail: 1 });
  expect(commonEnds('un', 'deux')).toEqual({ head: 0, tail: 0 });
  expect(commonEnds('', 'deux')).toEqual({ head: 0, tail: 0 });
});

it('counts nothing twice, where one is the other or repeats itself', () => {
  expect(commonEnds('aaa', 'aaa')).toEqual({ head: 3, tail: 0 });
  expect(commonEnds('aaa', 'aaaaa')).toEqual({ head: 3, tail: 0 });
  expect(commonEnds('abab', 'ab')).toEqual({ head: 2, tail: 0 });
});

it('compares items as it is told to', () => {
  const short = (mine: string, theirs: string) => mine.length === theirs.length;
  expect(commonEnds(['a', 'bb', 'c'], ['x', 'y', 'zz', 'z'], short)).toEqual({ head: 1, tail: 2 });
});
