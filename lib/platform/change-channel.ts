/**
 * Tells our own pages that stored things have changed, so that lists refresh. A BroadcastChannel and not
 * a port: an open port would wake the background for ever, and content scripts have another origin.
 */
export interface ChangeChannel {
  /** Grows with each change made in this context: what was read before is out of date. */
  revision(): number;
  announce(): void;
  /** Calls back after each change made in another context, until `until` aborts. */
  watch(callback: () => void, until: AbortSignal): void;
}

/** One channel a feature, by its name: `templates.changed`. */
export function createChangeChannel(name: string): ChangeChannel {
  let revision = 0;
  return {
    revision: () => revision,
    announce() {
      revision += 1;
      const channel = new BroadcastChannel(name);
      channel.postMessage(null);
      channel.close();
    },
    watch(callback, until) {
      const channel = new BroadcastChannel(name);
      channel.addEventListener('message', () => callback());
      until.addEventListener('abort', () => channel.close());
    },
  };
}
