/**
 * True when what npm recorded in `node_modules/.package-lock.json` is what the lock file asks for: the same packages in
 * the same versions, none more. Only optional ones may be missing, those of other systems.
 */
export function isInstalledFrom(lock, installed) {
  const there = installed.packages ?? {};
  const wanted = Object.entries(lock.packages ?? {}).filter(([place]) => place !== '');
  const isThere = ([place, entry]) => {
    const found = there[place];
    if (!found) return entry.optional === true;
    // Not `resolved`: with another registry in front npm records that one's address.
    return ['version', 'integrity', 'link'].every((part) => found[part] === entry[part]);
  };
  const places = new Set(wanted.map(([place]) => place));
  return wanted.every(isThere) && Object.keys(there).every((place) => places.has(place));
}
