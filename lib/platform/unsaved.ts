/**
 * Text of our own pages that the database could not take: it waits in `localStorage`, which has room of its own and
 * writes at once, until the next page takes it.
 */

/** Answers whether it is kept: not when it is more than fits there, or the browser refuses. */
export function keepUnsaved(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** What was kept, to be read value by value; null when there is nothing. */
export function readUnsaved(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

export function dropUnsaved(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Where nothing can be kept there is nothing to drop.
  }
}

/** The keys with this beginning under which something is kept. */
export function unsavedKeys(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}
