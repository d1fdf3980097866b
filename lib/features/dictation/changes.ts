/**
 * Tells our own pages that dictations have changed, so that lists refresh. A BroadcastChannel and not a
 * port: an open port would wake the background for ever, and content scripts have another origin.
 */
const channelName = 'dictation.changed';

let revision = 0;

/** Grows with each change made in this context: what was read before is out of date. */
export function currentRevision(): number {
  return revision;
}

export function announceChange(): void {
  revision += 1;
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(null);
  channel.close();
}

/** Calls back after each change made in another context, until `until` aborts. */
export function watchChanges(callback: () => void, until: AbortSignal): void {
  const channel = new BroadcastChannel(channelName);
  channel.addEventListener('message', () => callback());
  until.addEventListener('abort', () => channel.close());
}
