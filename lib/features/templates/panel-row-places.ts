/**
 * Which element of a list shows which of its entries: one that stays keeps its own, one that comes takes
 * over that of one that goes. To change the words of a row costs a browser a fraction of what it costs to
 * take the row away and to make another, and a search does so at every key.
 *
 * The function answers a number for each id, the key of its element. `takeOver` is false while somebody's
 * focus is in the list: it would stand on another entry without having moved.
 */
export function createRowPlaces(): (ids: readonly string[], takeOver: boolean) => number[] {
  let known = new Map<string, number>();
  let made = 0;
  return (ids, takeOver) => {
    const staying = new Set(ids);
    const free = takeOver ? [...known].filter(([id]) => !staying.has(id)) : [];
    const next = new Map<string, number>();
    for (const id of ids) {
      const taken = known.get(id) ?? free.shift()?.[1];
      next.set(id, taken ?? made);
      if (taken === undefined) made += 1;
    }
    known = next;
    return ids.map((id) => next.get(id) ?? made);
  };
}
