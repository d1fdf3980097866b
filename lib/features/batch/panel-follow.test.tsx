import { act, cleanup, render, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { relayChanges } from '@/lib/features/relay-account/messages';
import { browser } from '@/lib/platform/browser';
import type { Stream } from '@/lib/platform/define-stream';
import { keepChannelsApart } from '@/lib/platform/fake-own-channels';
import { installFakePorts } from '@/lib/platform/fake-ports';
import { type Batch, batchFollowStream, type FollowEvent } from './messages';
import { useFollow } from './panel-follow';

keepChannelsApart();

const ports = installFakePorts();
const streams: Stream<FollowEvent, { id: string }>[] = [];
batchFollowStream.accept((stream) => {
  streams.push(stream);
});

const batchOf = (sent: number): Batch => ({
  ...{ id: 'b1', name: 'n', state: 'running', total: 9, kept: 0, pauseReason: null },
  counts: {
    ...{ pending: 9 - sent, sending: 0, sent, failed: 0, uncertain: 0, suppressed: 0 },
    cancelled: 0,
  },
  ...{ createdAt: '2026-11-25T10:00:00Z', sendAt: null, perMinute: null },
});

function Shown() {
  const { batch, lost } = useFollow('b1');
  return (
    <p>
      {batch?.counts.sent ?? '-'} {lost?.code ?? 'followed'}
    </p>
  );
}

const words = () => document.querySelector('p')?.textContent;
/** The background says something on the newest channel. */
const say = (event: FollowEvent) => act(async () => streams.at(-1)?.post(event));

beforeEach(() => {
  ports.page = browser.runtime.getURL('/sidepanel.html');
  streams.length = 0;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  render(<Shown />);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('X22: when the background is stopped the batch is followed on a new channel, and its figures go on', async () => {
  await say({ type: 'progress', batch: batchOf(2) });
  expect(words()).toBe('2 followed');
  await act(async () => streams.at(-1)?.close());
  await act(async () => void (await vi.advanceTimersByTimeAsync(700)));
  expect(streams).toHaveLength(2);
  // What was known stays until more is heard.
  expect(words()).toBe('2 followed');
  await say({ type: 'progress', batch: batchOf(5) });
  expect(words()).toBe('5 followed');
});

it('a relay that was silent is lost until it is heard again', async () => {
  await say({ type: 'lost', failure: { code: 'relay-unreachable' } });
  expect(words()).toBe('- relay-unreachable');
  await say({ type: 'alive' });
  expect(words()).toBe('- relay-unreachable');
  await say({ type: 'progress', batch: batchOf(1) });
  expect(words()).toBe('1 followed');
  expect(streams).toHaveLength(1);
});

it('a browser that was ended on the relay asks no more, and follows again once it is connected', async () => {
  await say({ type: 'lost', failure: { code: 'relay-refused' } });
  await act(async () => streams.at(-1)?.close());
  await act(async () => void (await vi.advanceTimersByTimeAsync(60_000)));
  expect(streams).toHaveLength(1);
  vi.useRealTimers();
  relayChanges.announce();
  await waitFor(() => expect(streams).toHaveLength(2));
  await say({ type: 'progress', batch: batchOf(3) });
  expect(words()).toBe('3 followed');
});
