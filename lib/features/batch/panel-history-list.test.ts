import { expect, it } from 'vitest';
import {
  inTurn,
  type KnownList,
  openPlaces,
  withNewest,
  withOlder,
  withPlace,
} from './panel-history-list';

interface Row {
  id: string;
  open: boolean;
}
const source = { idOf: ({ id }: Row) => id, isOpen: ({ open }: Row) => open };
/** `a+` is open. */
const rows = (words: string): Row[] =>
  words.split(' ').map((word) => ({ id: word.slice(0, 1), open: word.endsWith('+') }));
const words = ({ items }: KnownList<Row>): string =>
  items.map(({ id, open }) => id + (open ? '+' : '')).join(' ');

const first = withNewest(null, { items: rows('a b+'), next: 'B' }, source);
const both = withOlder(first, { items: rows('c d+'), next: 'D' }, source);
const three = withOlder(both, { items: rows('e+ f'), next: null }, source);

it('knows behind which cursors something can still change, each once and without the newest page', () => {
  expect(openPlaces(first, source)).toEqual([]);
  expect(openPlaces(three, source)).toEqual(['B', 'D']);
});

it('a page behind the newest takes the place of what stood there, and nothing else moves', () => {
  const later = withPlace(three, 'B', { items: rows('c d'), next: 'D' }, source);
  expect(words(later)).toBe('a b+ c d e+ f');
  expect(openPlaces(later, source)).toEqual(['D']);
  expect(later.next).toBeNull();
});

it('what is open and not there any more is gone; what is over stays as it was read', () => {
  expect(words(withPlace(three, 'B', { items: rows('c'), next: 'D' }, source))).toBe('a b+ c e+ f');
  expect(words(withPlace(three, 'D', { items: [], next: null }, source))).toBe('a b+ c d+ f');
});

it('what newer ones push off the newest page is asked for behind its new end', () => {
  const pushed = withNewest(three, { items: rows('n a'), next: 'A' }, source);
  expect(words(pushed)).toBe('n a b+ c d+ e+ f');
  expect(openPlaces(pushed, source)).toEqual(['A', 'B', 'D']);
  const behind = withPlace(pushed, 'A', { items: rows('b c'), next: 'C' }, source);
  expect(words(behind)).toBe('n a b c d+ e+ f');
});

it('where something may be missing in between, the newest page stands alone', () => {
  const apart = withNewest(three, { items: rows('m n'), next: 'N' }, source);
  expect([words(apart), apart.next]).toEqual(['m n', 'N']);
});

it('a page read twice shows nothing twice', () => {
  expect(words(withOlder(both, { items: rows('d e'), next: null }, source))).toBe('a b+ c d+ e');
});

it('of many pages so many are asked for at once, and each has its turn', () => {
  const places = ['A', 'B', 'C', 'D', 'E', 'F'];
  expect(inTurn(places, 0, 4)).toEqual(['A', 'B', 'C', 'D']);
  expect(inTurn(places, 4, 4)).toEqual(['E', 'F', 'A', 'B']);
  expect(inTurn(places.slice(0, 3), 8, 4)).toEqual(['A', 'B', 'C']);
});
