/**
 * Tells our own pages that dictations have changed, so that lists refresh. A BroadcastChannel and not a
 * port: an open port would wake the background for ever, and content scripts have another origin.
 */
const channelName = 'dictation.changed';

export function announceChange(): void {
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
