import { expect, it, vi } from 'vitest';
import { createChangeChannel } from '@/lib/platform/change-channel';

it('counts its own changes once, and those of other contexts', async () => {
  const name = crypto.randomUUID();
  const here = createChangeChannel(name);
  expect(here.revision()).toBe(0);
  here.announce();
  createChangeChannel(name).announce();
  await vi.waitFor(() => expect(here.revision()).toBe(2));
});

it('calls back after changes of others until it is told to stop', async () => {
  const name = crypto.randomUUID();
  const gone = new AbortController();
  const heard = vi.fn();
  createChangeChannel(name).watch(heard, gone.signal);
  createChangeChannel(name).announce();
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1));
  gone.abort();
});
