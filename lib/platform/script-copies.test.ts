import { beforeEach, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { untilNextCopy } from './script-copies';

beforeEach(() => {
  fakeBrowser.reset();
  vi.resetModules();
});

it('43: ends an older copy of the same script in the same world, and no other', () => {
  const world = {} as typeof globalThis;
  const watcher = untilNextCopy(world, 'watcher');
  const compose = untilNextCopy(world, 'compose');
  const elsewhere = untilNextCopy({} as typeof globalThis, 'compose');
  const newer = untilNextCopy(world, 'compose');
  expect([watcher, compose, elsewhere, newer].map(({ aborted }) => aborted)).toEqual([
    false,
    true,
    false,
    false,
  ]);
});

it('43: the event of a takeover outlives an update, and differs between installations', async () => {
  const nameNow = async (): Promise<string> => {
    vi.resetModules();
    return (await import('./script-copies')).takeoverEvent();
  };
  const first = await nameNow();
  expect(await nameNow()).toBe(first);
  fakeBrowser.reset();
  expect(await nameNow()).not.toBe(first);
});
