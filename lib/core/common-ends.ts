/** How many items two lists, or characters two texts, share at their start, and behind those at their end. */
export function commonEnds<Item>(
  one: ArrayLike<Item>,
  other: ArrayLike<Item>,
  same: (mine: Item, theirs: Item) => boolean = Object.is,
): { head: number; tail: number } {
  const shortest = Math.min(one.length, other.length);
  let head = 0;
  while (head < shortest && same(one[head] as Item, other[head] as Item)) head += 1;
  let tail = 0;
  while (
    tail < shortest - head &&
    same(one[one.length - 1 - tail] as Item, other[other.length - 1 - tail] as Item)
  ) {
    tail += 1;
  }
  return { head, tail };
}
