import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchCompose } from './watch-compose';

const ends: AbortController[] = [];

/** Starts a copy; tells whether it still listens, by the searches that a change of focus starts. */
function startCopy(isOrphaned?: () => boolean): () => Promise<boolean> {
  const end = new AbortController();
  ends.push(end);
  let rests = 0;
  watchCompose(document, {
    host: 'gmail',
    signal: end.signal,
    onCompose: () => undefined,
    onRest: () => {
      rests += 1;
    },
    ...(isOrphaned && { isOrphaned }),
  });
  return async () => {
    const before = rests;
    vi.advanceTimersByTime(5000);
    document.body.dispatchEvent(new Event('focusin', { bubbles: true }));
    vi.advanceTimersByTime(5000);
    return rests > before;
  };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  for (const end of ends.splice(0)) end.abort();
  vi.useRealTimers();
});

test('43: a newer copy in the same world takes over', async () => {
  const older = startCopy();
  expect(await older()).toBe(true);
  const newer = startCopy();
  expect(await older()).toBe(false);
  expect(await newer()).toBe(true);
});

test('the page cannot switch a living copy off', async () => {
  const copy = startCopy(() => false);
  document.dispatchEvent(new Event('iaposte:takeover'));
  expect(await copy()).toBe(true);
});

test('43: an orphaned copy gives way to one in another world', async () => {
  const copy = startCopy(() => true);
  document.dispatchEvent(new Event('iaposte:takeover'));
  expect(await copy()).toBe(false);
});
