import { browser } from '@/lib/platform/browser';

/**
 * After an update a second copy of our scripts runs in pages that were open before; the older one gives way.
 * WXT's own signal for this is not used: it listens to a document event that the page can send as well.
 */

const copies = Symbol.for('iaposte.copies');

/**
 * Ends when a newer copy of this script starts in the same isolated world (Chrome: an update). The world's
 * globalThis is out of the page's reach. In Firefox a newer copy has a world of its own: see `takeoverEvent`.
 */
export function untilNextCopy(world: typeof globalThis, script: string): AbortSignal {
  const known = Reflect.get(world, copies) as Map<string, AbortController> | undefined;
  const all = known ?? new Map<string, AbortController>();
  all.get(script)?.abort();
  const own = new AbortController();
  all.set(script, own);
  Reflect.set(world, copies, all);
  return own.signal;
}

const storageKey = 'takeover';
let name: Promise<string> | undefined;

/**
 * Background: the name of the document event with which a newer copy of this installation takes over. The
 * same after an update, and not to be guessed: the page, which can send any event, does not know it.
 */
export function takeoverEvent(): Promise<string> {
  name ??= readOrMake();
  return name;
}

async function readOrMake(): Promise<string> {
  const stored: unknown = (await browser.storage.local.get(storageKey))[storageKey];
  if (typeof stored === 'string' && stored !== '') return stored;
  const made = `iaposte:${crypto.randomUUID()}`;
  await browser.storage.local.set({ [storageKey]: made });
  return made;
}
