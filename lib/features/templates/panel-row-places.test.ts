import { describe, expect, it } from 'vitest';
import { createRowPlaces } from './panel-row-places';

describe('the elements of a list', () => {
  it('stay with what stays, and are taken over by what comes', () => {
    const place = createRowPlaces();
    expect(place(['a', 'b', 'c'], true)).toEqual([0, 1, 2]);
    expect(place(['c', 'd', 'a', 'e'], true)).toEqual([2, 1, 0, 3]);
    expect(place(['x', 'y'], true)).toEqual([2, 1]);
    expect(place(['y', 'x'], true)).toEqual([1, 2]);
  });

  it('are new for what is new while somebody has the focus in one of them', () => {
    const place = createRowPlaces();
    place(['a', 'b'], true);
    expect(place(['b', 'c'], false)).toEqual([1, 2]);
  });
});
